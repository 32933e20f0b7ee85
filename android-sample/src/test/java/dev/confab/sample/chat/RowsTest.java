package dev.confab.sample.chat;

import static dev.confab.sample.chat.Said.ADA;
import static dev.confab.sample.chat.Said.DAY;
import static dev.confab.sample.chat.Said.NOON;
import static dev.confab.sample.chat.Said.agent;
import static dev.confab.sample.chat.Said.offer;
import static dev.confab.sample.chat.Said.own;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.Participant;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** How messages become lines. */
class RowsTest {

    private final Rows rows = new Rows(TimeZone.getTimeZone("UTC"));

    @Test
    void aDayBeginsWithItsDate() {
        List<Row> shown = of(agent("a", NOON), agent("b", NOON + 1), agent("c", NOON + DAY));
        assertEquals(
                List.of(Row.Day.class, Row.Bubble.class, Row.Bubble.class, Row.Day.class, Row.Bubble.class),
                shown.stream().map(Object::getClass).toList());
        assertTrue(bubble(shown, 2).last());
        assertTrue(bubble(shown, 4).first());
    }

    @Test
    void midnightIsThatOfTheTimeZone() {
        Rows east = new Rows(TimeZone.getTimeZone("GMT+14"));
        assertEquals(
                3,
                east.of(List.of(agent("a", NOON - 1000), agent("b", NOON)), NOON, Writing.OPEN)
                        .size());
        List<Row> shown =
                east.of(List.of(agent("a", NOON - DAY / 12 - 1), agent("b", NOON - DAY / 12)), NOON, Writing.OPEN);
        assertEquals(4, shown.size());
    }

    @Test
    void messagesOfOneAuthorAreAGroupUntilThereIsAPause() {
        List<Row> shown = of(agent("a", NOON), agent("b", NOON + 1), agent("c", NOON + 1 + Rows.GROUP_MILLIS));
        assertTrue(bubble(shown, 1).first());
        assertFalse(bubble(shown, 1).last());
        assertFalse(bubble(shown, 2).first());
        assertTrue(bubble(shown, 2).last());
        assertTrue(bubble(shown, 3).first());
    }

    @Test
    void aNameIsShownWhereAnotherOneSpeaks() {
        Participant bob = new Participant(Participant.Kind.AGENT, "Bob", null);
        Message other = agent("d", NOON + 3).toBuilder().from(bob).build();
        List<Row> shown = of(agent("a", NOON), own("b", NOON + 1).build(), agent("c", NOON + 2), other);
        assertTrue(bubble(shown, 1).named());
        assertFalse(bubble(shown, 2).named());
        assertFalse(bubble(shown, 3).named());
        assertTrue(bubble(shown, 4).named());
    }

    @Test
    void anotherAuthorBeginsAGroup() {
        List<Row> shown = of(agent("a", NOON), own("b", NOON + 1).build(), agent("c", NOON + 2));
        assertTrue(bubble(shown, 1).last());
        assertTrue(bubble(shown, 2).first());
        assertTrue(bubble(shown, 2).last());
        assertTrue(bubble(shown, 3).first());
    }

    @Test
    void aDayIsTheSameRowWheneverItIsMade() {
        List<Message> waiting =
                List.of(own("a", null).status(MessageStatus.Sending.INSTANCE).build());
        assertEquals(
                rows.of(waiting, NOON, Writing.OPEN).get(0),
                rows.of(waiting, NOON + 1000, Writing.OPEN).get(0));
        Row.Day day = (Row.Day) of(agent("a", NOON)).get(0);
        assertEquals(Row.Day.Name.TODAY, day.name());
        Row.Day tomorrow = (Row.Day)
                rows.of(List.of(agent("a", NOON)), NOON + DAY, Writing.OPEN).get(0);
        assertEquals(new Row.Day(day.startMillis(), Row.Day.Name.YESTERDAY), tomorrow);
        Row.Day later = (Row.Day)
                rows.of(List.of(agent("a", NOON)), NOON + 2 * DAY, Writing.OPEN).get(0);
        assertEquals(Row.Day.Name.DATE, later.name());
    }

    @Test
    void aServiceWhoseClockIsAheadMakesNoDayTwice() {
        List<Row> shown = rows.of(
                List.of(agent("a", NOON), agent("b", NOON + DAY), own("c", null).build()), NOON, Writing.OPEN);
        assertEquals(shown.size(), shown.stream().map(Row::key).distinct().count());
    }

    @Test
    void onlyTheNewestMessageOffersChoices() {
        Message offer = offer(NOON);
        assertEquals(Row.Choices.class, last(of(offer)).getClass());
        assertEquals(Row.Bubble.class, last(of(offer, agent("b", NOON + 1))).getClass());
        assertEquals(
                Row.Bubble.class, last(of(offer, own("b", NOON + 1).build())).getClass());
        assertEquals(
                Row.Bubble.class,
                last(rows.of(List.of(offer), NOON, Writing.PAUSED)).getClass());
    }

    @Test
    void whatTheGuestHasAnsweredIsNotAnsweredAgain() {
        List<Row> shown = of(agent("a", NOON), own("b", NOON + 1).build(), agent("c", NOON + 2));
        assertFalse(bubble(shown, 1).answerable());
        assertTrue(bubble(shown, 3).answerable());
    }

    @Test
    void keysAreOfOneRowOnly() {
        List<Row> shown = of(agent("a", NOON), agent("b", NOON + DAY), offer(NOON + 2 * DAY));
        assertEquals(shown.size(), shown.stream().map(Row::key).distinct().count());
    }

    @Test
    void initialsAreOfFirstAndLastName() {
        assertEquals("AL", Author.of(ADA).initials());
        assertEquals("A", new Author("ada", false).initials());
        assertEquals("MC", new Author("Marie Salomea Curie", false).initials());
        assertEquals("", Author.UNKNOWN.initials());
        assertEquals(Author.UNKNOWN, Author.of(new Participant(Participant.Kind.AGENT, "  ", null)));
        assertEquals("\uD835\uDD38", new Author("\uD835\uDD38da", false).initials());
    }

    private List<Row> of(Message... messages) {
        return rows.of(List.of(messages), NOON + 2, Writing.OPEN);
    }

    private static Row.Bubble bubble(List<Row> shown, int index) {
        return (Row.Bubble) shown.get(index);
    }

    private static Row last(List<Row> shown) {
        return shown.get(shown.size() - 1);
    }
}
