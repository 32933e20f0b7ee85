package dev.confab.sample.chat;

import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.QuickReply;
import dev.confab.transport.model.Reply;
import java.util.List;

/** What can be chosen instead of typed. Each choice is a message of its own. */
public final class Answers {

    private final Outgoing outgoing;

    Answers(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /** One of the quick replies. */
    public void choose(MessageId to, QuickReply reply) {
        outgoing.answer(Draft.reply(new Reply.QuickReply(to, reply)));
    }

    /** A button of a card that sends something. */
    public void press(MessageId to, CardAction.Postback button) {
        outgoing.answer(Draft.reply(new Reply.CardAction(to, button)));
    }

    /**
     * A date.
     *
     * @param dateTime as the picker offers it, else in ISO 8601
     * @param label the same in the language of the guest
     */
    public void chooseDate(MessageId to, String dateTime, String label) {
        outgoing.answer(Draft.reply(new Reply.DateChoice(to, dateTime, label)));
    }

    /** Items of a list. */
    public void chooseItems(MessageId to, String text, List<Reply.ListChoice.Item> items) {
        outgoing.answer(Draft.reply(new Reply.ListChoice(to, text, items)));
    }
}
