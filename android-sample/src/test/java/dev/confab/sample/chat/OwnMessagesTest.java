package dev.confab.sample.chat;

import static dev.confab.sample.chat.Said.NOON;
import static dev.confab.sample.chat.Said.agent;
import static dev.confab.sample.chat.Said.own;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessageStatus;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** What the guest is told of messages of their own. */
class OwnMessagesTest {

    private final Rows rows = new Rows(TimeZone.getTimeZone("UTC"));

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
    void whatWaitsRestsWithoutConnectionAndIsUncertainAfterTheConversation() {
        Message waiting = own("a", null).status(MessageStatus.Sending.INSTANCE).build();
        Row.Bubble paused = (Row.Bubble) last(rows.of(List.of(waiting), NOON, Writing.PAUSED));
        assertEquals(Row.Mark.WAITING, paused.mark());
        Row.Bubble ended = (Row.Bubble) last(rows.of(List.of(waiting), NOON, Writing.ENDED));
        assertEquals(
                Row.Mark.UNCERTAIN, ended.mark()); // the service may have it; had it not left, it had failed by now
        assertNull(ended.failure());
        assertFalse(ended.answerable());
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
    void aFormThatWasFilledInSaysWhatIsInIt() {
        MessagePart form = new MessagePart.FormReply("f", null, List.of(field("1", "Ada"), field("2", "3 June")));
        assertEquals(
                "Ada, 3 June",
                bubble(of(own("", NOON).parts(List.of(form)).build()), 1).text());
    }

    private static MessagePart.FormReply.Field field(String id, String text) {
        return new MessagePart.FormReply.Field(id, text, text);
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
