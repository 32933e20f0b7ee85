package dev.confab.cli.chat;

import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import java.util.concurrent.CompletableFuture;

/** One line under way. */
final class OutgoingLine {

    private final String text;
    private final MessageId id;
    private final CompletableFuture<Message> call;
    private final CompletableFuture<Message> proof;
    private final long since = System.nanoTime();
    private volatile boolean kept;

    OutgoingLine(String text, MessageId id, CompletableFuture<Message> call) {
        this.text = text;
        this.id = id;
        this.call = call;
        // Cancelling the call takes the message back; cancelling this only ends the waiting.
        this.proof = call.copy();
    }

    String text() {
        return text;
    }

    /** Of the message that it became. */
    MessageId id() {
        return id;
    }

    CompletableFuture<Message> proof() {
        return proof;
    }

    long since() {
        return since;
    }

    /** Whether it was given up, but is still in a store. */
    boolean kept() {
        return kept;
    }

    void giveUp(boolean staysInStore) {
        kept = staysInStore;
        proof.cancel(true);
        if (!staysInStore) {
            call.cancel(true);
        }
    }
}
