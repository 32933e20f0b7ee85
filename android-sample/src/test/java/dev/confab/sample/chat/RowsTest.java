package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.transport.model.Direction;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.QuickReply;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How messages become lines. */
class RowsTest {

    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final long NOON = 20_000 * DAY + DAY / 2;
    private static final Participant ADA = new Participant(Participant.Kind.AGENT, "Ada Lovelace", null);

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
                east.of(List.of(agent("a", NOON - 1000), agent("b", NOON)), NOON, true)
                        .size());
        List<Row> shown = east.of(List.of(agent("a", NOON - DAY / 12 - 1), agent("b", NOON - DAY / 12)), NOON, true);
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
    void marksTellHowFarOwnMessagesCame() {
        List<Row> shown = of(
                own("a", NOON).build(),
                own("b", null).status(MessageStatus.Sending.INSTANCE).build(),
                own("c", null)
                        .status(new MessageStatus.Wedged(ErrorCode.MESSAGE_TOO_LONG, "reason"))
                        .build(),
                own("d", null).status(MessageStatus.Cancelled.INSTANCE).build(),
                agent("e", NOON + 1));
        assertEquals(Row.Mark.SENT, bubble(shown, 1).mark());
        assertEquals(Row.Mark.SENDING, bubble(shown, 2).mark());
        assertEquals(Row.Mark.FAILED, bubble(shown, 3).mark());
        assertEquals(Words.of(Phrase.FAILED_TOO_LONG), bubble(shown, 3).failure());
        assertEquals("e", bubble(shown, 4).text());
        assertEquals(Row.Mark.NONE, bubble(shown, 4).mark());
    }

    @Test
    void onlyTheNewestMessageOffersChoices() {
        Message offer = offer(NOON);
        assertEquals(Row.Choices.class, last(of(offer)).getClass());
        assertEquals(Row.Bubble.class, last(of(offer, agent("b", NOON + 1))).getClass());
        assertEquals(
                Row.Bubble.class, last(of(offer, own("b", NOON + 1).build())).getClass());
        assertEquals(
                Row.Bubble.class, last(rows.of(List.of(offer), NOON, false)).getClass());
    }

    @Test
    void whatTheGuestHasAnsweredIsNotAnsweredAgain() {
        List<Row> shown = of(agent("a", NOON), own("b", NOON + 1).build(), agent("c", NOON + 2));
        assertFalse(bubble(shown, 1).answerable());
        assertFalse(bubble(shown, 2).answerable());
        assertTrue(bubble(shown, 3).answerable());
    }

    @Test
    void anAnswerWithoutWordsSaysWhatWasChosen() {
        MessagePart date =
                new MessagePart.ButtonReply(MessagePart.ButtonReply.Kind.DATE, null, "3 June", "2030-06-03", "1");
        assertEquals(
                "3 June",
                bubble(of(own("", NOON).parts(List.of(date)).build()), 1).text());
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
        return rows.of(List.of(messages), NOON + 2, true);
    }

    private static Row.Bubble bubble(List<Row> shown, int index) {
        return (Row.Bubble) shown.get(index);
    }

    private static Row last(List<Row> shown) {
        return shown.get(shown.size() - 1);
    }

    private static Message agent(String text, long time) {
        return new Message.Builder(new MessageId("m" + text + time), Direction.OUTBOUND)
                .text(text)
                .from(ADA)
                .timeMillis(time)
                .build();
    }

    private static Message.Builder own(String text, @Nullable Long time) {
        return new Message.Builder(new MessageId("own" + text), Direction.INBOUND)
                .text(text)
                .timeMillis(time);
    }

    private static Message offer(long time) {
        MessagePart replies = new MessagePart.QuickReplies(null, List.of(new QuickReply("Yes", "YES", null)));
        return agent("offer", time).toBuilder()
                .parts(List.of(new MessagePart.Text("offer"), replies))
                .build();
    }
}
