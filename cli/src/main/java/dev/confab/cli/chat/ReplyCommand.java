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
                "/reply", "PAYLOAD", "chooses what a message offers: see the choices it shows", true, payload -> {
                    send(payload);
                    return null;
                });
    }

    private void send(String payload) throws Refusal, InterruptedException {
        // A program that writes "menu" and its choice from it at once must not be faster than the menu.
        boolean offered = listener.awaitHeard(
                () -> offers().find(payload) != null, limits.lingerMillis(), limits.timeoutMillis());
        Reply reply = offered ? offers().find(payload) : null;
        if (reply == null) {
            throw new Refusal("No message offers " + payload + ". On offer: " + offers().listed() + ".");
        }
        outgoing.send("/reply " + payload, Draft.reply(reply));
    }

    private Offers offers() {
        return new Offers(client.conversation());
    }
}
