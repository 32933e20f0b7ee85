package dev.confab.client.messaging;

import dev.confab.transport.model.MessagingException;
import org.jspecify.annotations.Nullable;

/** Whether one of several conversations was left. */
public final class LeaveConversationResponse {

    private final Conversation conversation;
    private final @Nullable MessagingException failure;

    LeaveConversationResponse(Conversation conversation, @Nullable MessagingException failure) {
        this.conversation = conversation;
        this.failure = failure;
    }

    /**
     * Tells which.
     *
     * @return the conversation
     */
    public Conversation getConversation() {
        return conversation;
    }

    /**
     * Tells whether the user is out of it.
     *
     * @return whether it was left
     */
    public boolean isLeft() {
        return failure == null;
    }

    /**
     * Tells why it was not left.
     *
     * @return the reason; null when it was
     */
    public @Nullable MessagingException getFailure() {
        return failure;
    }
}
