package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.ErrorCode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads back in the conversation, a page each time that somebody scrolls to its top. */
final class OlderMessages {

    private final AsyncMessagingClient client;
    private final Executor screen;
    private final Runnable changed;
    private Row.Older.@Nullable State state;
    /** Pages of a conversation that was left are no longer wanted. */
    private int conversation;

    private boolean isNew;

    OlderMessages(AsyncMessagingClient client, Executor screen, Runnable changed) {
        this.client = client;
        this.screen = screen;
        this.changed = changed;
    }

    /** How far it is; null: there may be more, and nobody has asked. */
    Row.Older.@Nullable State state() {
        return state;
    }

    /**
     * Somebody looks at the oldest message: reads one page, unless one is being read or there is none. After a failure only
     * the guest asks again: a list that stands at its top would ask for ever.
     */
    void wanted() {
        if (state == null && !isNew) {
            read();
        }
    }

    /** The guest asks again after a failure. */
    void again() {
        if (state == Row.Older.State.FAILED) {
            read();
        }
    }

    /** Another conversation has begun: whatever was read belongs to the one before, and before this one there was nothing. */
    void beginAnew() {
        conversation++;
        state = null;
        isNew = true;
    }

    private void read() {
        if (!client.capability(Capability.HISTORY).getAllowed()) {
            return;
        }
        int asked = conversation;
        become(Row.Older.State.LOADING);
        var unused = client.nextHistory()
                .whenCompleteAsync(
                        (page, failure) -> {
                            if (asked != conversation) {
                                return;
                            }
                            if (failure == null) {
                                become(page.getStartOfConversation() ? Row.Older.State.BEGINNING : null);
                            } else {
                                boolean gone = Failures.codeOf(failure).equals(ErrorCode.CLIENT_CLOSED);
                                become(gone ? null : Row.Older.State.FAILED);
                            }
                        },
                        screen);
    }

    private void become(Row.Older.@Nullable State next) {
        state = next;
        changed.run();
    }
}
