package dev.confab.client.messaging;

import dev.confab.transport.model.Importance;
import dev.confab.transport.model.Sensitivity;
import org.jspecify.annotations.Nullable;

/** Is told what changes of a message. Every method has an empty default. Files are told by {@link Message#getAttachments}. */
public interface MessageListener {

    /**
     * It stands elsewhere than before.
     *
     * @param message the message
     * @param status where
     */
    default void onMessageStatusChanged(Message message, ResourceStatus status) {}

    /**
     * It has another text.
     *
     * @param message the message
     * @param body the text
     */
    default void onMessageBodyChanged(Message message, String body) {}

    /**
     * It was read, on any device.
     *
     * @param message the message
     * @param read whether it is read
     */
    default void onMessageIsReadStatusChanged(Message message, boolean read) {}

    /**
     * It wants to be noticed more or less.
     *
     * @param message the message
     * @param importance how much
     */
    default void onMessageImportanceChanged(Message message, Importance importance) {}

    /**
     * It is to be treated in another way.
     *
     * @param message the message
     * @param sensitivity how
     */
    default void onMessageSensitivityChanged(Message message, Sensitivity sensitivity) {}

    /**
     * It answers another message.
     *
     * @param message the message
     * @param inReplyTo the service's id of that message, or null
     */
    default void onMessageInReplyToChanged(Message message, @Nullable String inReplyTo) {}
}
