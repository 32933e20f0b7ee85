package dev.confab.client.webchat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the event {@code messageReceived} brings. Immutable. */
public final class MessagesReceived {

    private final @Nullable String originalMessages;
    private final List<WebChatMessage> messages;
    private final boolean restoring;
    private final @Nullable String sessionId;

    MessagesReceived(
            @Nullable String originalMessages,
            List<WebChatMessage> messages,
            boolean restoring,
            @Nullable String sessionId) {
        this.originalMessages = originalMessages;
        this.messages = Collections.unmodifiableList(new ArrayList<>(messages));
        this.restoring = restoring;
        this.sessionId = sessionId;
    }

    /**
     * Returns what the service wrote. It may hold keys and what filters hide: not for logs, and not for the screen.
     *
     * @return JSON, or null where the back end has none to show
     */
    public @Nullable String originalMessages() {
        return originalMessages;
    }

    /**
     * Returns the new entries, in order, without those that a filter hides, as the preprocessors left them.
     *
     * @return at least one entry; unmodifiable
     */
    public List<WebChatMessage> messages() {
        return messages;
    }

    /**
     * Tells whether this is the past of a chat that is restored, or older messages that were fetched.
     *
     * @return whether
     */
    public boolean restoring() {
        return restoring;
    }

    /**
     * Returns which session it belongs to.
     *
     * @return the id, or null where the back end has none to show
     */
    public @Nullable String sessionId() {
        return sessionId;
    }

    /** Without the words. */
    @Override
    public String toString() {
        return "MessagesReceived(" + messages + ", restoring=" + restoring + ")";
    }
}
