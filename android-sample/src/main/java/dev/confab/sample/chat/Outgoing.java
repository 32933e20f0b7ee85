package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Everything that the guest says: the draft, messages, answers, and what becomes of those that failed. */
final class Outgoing {

    private final AsyncMessagingClient client;
    private final Executor screen;
    private final Consumer<Words> tell;
    private final Consumer<String> putBack;
    private String text;
    /** Whether the text field was used: then what the store had kept is out of date. */
    private boolean touched;

    /** @param putBack takes the text of a message that the client did not accept */
    Outgoing(AsyncMessagingClient client, Executor screen, Consumer<Words> tell, Consumer<String> putBack) {
        this.client = client;
        this.screen = screen;
        this.tell = tell;
        this.putBack = putBack;
        this.text = client.draft().getText();
    }

    /** What is in the text field. */
    String text() {
        return text;
    }

    /** The text field has changed. The client keeps the draft in its store, so that it outlives the process. */
    void typed(String now) {
        if (now.equals(text)) {
            return;
        }
        text = now;
        touched = true;
        keep(now);
        if (!now.isEmpty() && client.capability(Capability.SEND_TYPING).getAllowed()) {
            var unused = client.indicateTyping().exceptionally(failure -> null); // nobody misses it
        }
    }

    /** The draft that was stored has been read: whether it belongs into the text field. */
    boolean restored() {
        String kept = client.draft().getText();
        if (touched || kept.equals(text)) {
            return false;
        }
        text = kept;
        return true;
    }

    /** Sends what was typed, and files with it. */
    void send(List<Attachment> files) {
        String said = text.trim();
        text = "";
        touched = true;
        MessageId id = newId();
        report(client.send(ConversationId.MAIN, id, new Draft(said).withAttachments(files)), failure -> {
            if (!isKept(id)) {
                tell.accept(Failures.words(failure));
                giveBack(said);
            } // else it stands in the list, marked, with its reason
        });
        // Only now: the message is in the outbox, and a process that ends here loses nothing.
        keep("");
    }

    /** Sends an answer that was chosen. */
    void answer(Draft reply) {
        report(client.send(reply));
    }

    void retry(MessageId message) {
        report(client.retry(message));
    }

    void discard(MessageId message) {
        report(client.discard(message));
    }

    private void keep(String now) {
        var unused = client.setDraft(client.draft().withText(now))
                .exceptionally(failure -> null); // only a closed client refuses
    }

    private void report(CompletableFuture<?> call) {
        report(call, failure -> tell.accept(Failures.words(failure)));
    }

    private void report(CompletableFuture<?> call, Consumer<ErrorCode> refused) {
        var unused = call.whenCompleteAsync(
                (done, failure) -> {
                    ErrorCode code = failure == null ? null : Failures.codeOf(failure);
                    // The client that was closed gives its messages to the next one, through the store.
                    if (code != null
                            && !code.equals(ErrorCode.CLIENT_CLOSED)
                            && !code.equals(ErrorCode.CANCELLATION_ERROR)) {
                        refused.accept(code);
                    }
                },
                screen);
    }

    /** Words that the client did not take go back into the text field, before those that were typed meanwhile. */
    private void giveBack(String said) {
        if (!said.isEmpty()) {
            putBack.accept(text.isEmpty() ? said : said + "\n" + text);
        }
    }

    private boolean isKept(MessageId id) {
        for (Message message : client.conversation().getMessages()) {
            if (message.getId().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private static MessageId newId() {
        return new MessageId(UUID.randomUUID().toString());
    }
}
