package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Reply;

/** Answers with one of the choices that the other side offers. */
final class ReplyCommand {

    private final AsyncMessagingClient client;
    private final ChatListener listener;
    private final Outgoing outgoing;
    private final ChatLimits limits;

    ReplyCommand(AsyncMessagingClient client, ChatListener listener, Outgoing outgoing, ChatLimits limits) {
        this.client = client;
        this.listener = listener;
        this.outgoing = outgoing;
        this.limits = limits;
    }

    Verb verb() {
        return new Verb(
                "/reply",
                "PAYLOAD",
                "chooses what a message offers, or fills a form in (FIELD=VALUE ...): see what it shows",
                true,
                argument -> {
                    send(argument);
                    return null;
                });
    }

    private void send(String argument) throws Refusal, InterruptedException {
        boolean fields = FieldValues.areIn(argument);
        // A program that writes "menu" and its choice from it at once must not be faster than the menu.
        boolean unused = listener.awaitHeard(
                () -> offers().find(argument) != null || (fields && offers().form() != null),
                limits.lingerMillis(),
                limits.timeoutMillis());
        Offers offers = offers();
        // A payload may look like a field.
        Reply reply = offers.find(argument);
        FormAnswers form = fields && reply == null ? offers.form() : null;
        if (form != null) {
            reply = form.filledIn(FieldValues.of(argument));
        }
        if (reply == null) {
            throw new Refusal("No message offers " + argument + ". On offer: " + offers.listed() + ".");
        }
        outgoing.send("/reply " + argument, Draft.reply(reply));
    }

    private Offers offers() {
        return new Offers(client.conversation());
    }
}
