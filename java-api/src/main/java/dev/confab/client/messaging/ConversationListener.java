package dev.confab.client.messaging;

import dev.confab.transport.model.Sensitivity;
import org.jspecify.annotations.Nullable;

/**
 * Is told what changes of a conversation. Every method has an empty default. Messages and participants are told by their {@link DataSet}s, and
 * what can be done by its {@link Capability}s.
 */
public interface ConversationListener {

    /**
     * It stands elsewhere than before.
     *
     * @param conversation the conversation
     * @param status where
     */
    default void onConversationStatusChanged(Conversation conversation, ResourceStatus status) {}

    /**
     * The user is in it and it takes contributions, or not any more.
     *
     * @param conversation the conversation
     * @param active whether it is so
     */
    default void onConversationActiveStatusChanged(Conversation conversation, boolean active) {}

    /**
     * Nobody can contribute any more.
     *
     * @param conversation the conversation
     * @param closed whether it is so
     */
    default void onConversationClosedStatusChanged(Conversation conversation, boolean closed) {}

    /**
     * There are more than two participants, or not any more.
     *
     * @param conversation the conversation
     * @param multiParty whether it is so
     */
    default void onConversationMultiPartyStatusChanged(Conversation conversation, boolean multiParty) {}

    /**
     * It is about something else.
     *
     * @param conversation the conversation
     * @param subject the subject, or null
     */
    default void onConversationSubjectChanged(Conversation conversation, @Nullable String subject) {}

    /**
     * It is to be treated in another way.
     *
     * @param conversation the conversation
     * @param sensitivity how
     */
    default void onConversationSensitivityChanged(Conversation conversation, Sensitivity sensitivity) {}

    /**
     * The user looked at it, on any device.
     *
     * @param conversation the conversation
     * @param epochMillis when, or null
     */
    default void onConversationLastAccessTimeChanged(Conversation conversation, @Nullable Long epochMillis) {}

    /**
     * Something happened in it.
     *
     * @param conversation the conversation
     * @param epochMillis when, or null
     */
    default void onConversationLastUpdatedTimeChanged(Conversation conversation, @Nullable Long epochMillis) {}

    /**
     * It has more messages.
     *
     * @param conversation the conversation
     * @param count how many
     */
    default void onConversationTotalMessageCountChanged(Conversation conversation, int count) {}

    /**
     * More or fewer messages are unread.
     *
     * @param conversation the conversation
     * @param count how many
     */
    default void onConversationTotalUnreadMessageCountChanged(Conversation conversation, int count) {}
}
