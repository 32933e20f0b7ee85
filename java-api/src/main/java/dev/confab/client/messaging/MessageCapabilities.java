package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import dev.confab.transport.model.MessageId;
import java.util.Objects;
import java.util.concurrent.Executor;

/** What can be done with a message now, and who is told of it. */
abstract class MessageCapabilities extends MessageView {

    static final String NO_DRAFT = "The message is on its way or at the service already: only a draft can be changed.";

    MessageCapabilities(Conversation conversation, MessageId id) {
        super(conversation, id);
    }

    abstract Message self();

    /**
     * Changing the text.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateBodyCapability() {
        return ofDraft(dev.confab.transport.model.Capability.SEND_TEXT);
    }

    /**
     * Changing the importance.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateImportanceCapability() {
        return ofDraft(dev.confab.transport.model.Capability.SET_IMPORTANCE);
    }

    /**
     * Changing the sensitivity: as long as it and its conversation are drafts.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateSensitivityCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.SET_SENSITIVITY)
                .when(getConversation().getStatus().isDraft(), ConversationCapabilities.NO_DRAFT));
    }

    /**
     * Making it the answer to another message.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateInReplyToCapability() {
        return ofDraft(dev.confab.transport.model.Capability.REPLY_TO);
    }

    /**
     * Adding a file.
     *
     * @return whether that is possible now, live
     */
    public final Capability getCreateAttachmentCapability() {
        return ofDraft(dev.confab.transport.model.Capability.SEND_ATTACHMENTS);
    }

    /**
     * Sending it; needs a text or a file, and somebody to send it to. Also the first message of a new conversation can be sent.
     *
     * @return whether that is possible now, live
     */
    public final Capability getSendCapability() {
        return new Capability(board, () -> {
            Wording own = wording();
            return allowance(dev.confab.transport.model.Capability.SEND_TEXT)
                    .when(own == null || !own.isEmpty(), "The message is empty: give it a text or a file.")
                    .when(
                            !getConversation().getStatus().isDraft()
                                    || !getConversation().getParticipants().isEmpty(),
                            "The conversation has no participant: add one.");
        });
    }

    /**
     * Marking it as read.
     *
     * @return whether that is possible now, live
     */
    public final Capability getMarkAsReadCapability() {
        return new Capability(board, () -> getConversation()
                .allowance(dev.confab.transport.model.Capability.MARK_AS_READ)
                .when(getId() != null, "The service does not have the message yet.")
                .when(!isRead(), "It is read."));
    }

    /**
     * Removing it from its conversation: as long as the service does not have it.
     *
     * @return whether that is possible now, live
     */
    public final Capability getRemoveCapability() {
        return new Capability(board, () -> Allowance.ALLOWED.when(getStatus().isEditable(), NO_DRAFT));
    }

    /**
     * From now on tells what changes, on the executor of the service.
     *
     * @param listener is told
     * @return closes to end that
     */
    public final Subscription addListener(MessageListener listener) {
        return addListener(listener, board.executor());
    }

    /**
     * As {@link #addListener(MessageListener)}, on an executor.
     *
     * @param listener is told
     * @param executor runs it
     * @return closes to end that
     */
    public final Subscription addListener(MessageListener listener, Executor executor) {
        Objects.requireNonNull(listener, "listener");
        return board.watches()
                .add(
                        () -> new MessageFace(self()),
                        Objects.requireNonNull(executor, "executor"),
                        (before, now) -> now.tellSince(before, self(), listener));
    }

    private Capability ofDraft(dev.confab.transport.model.Capability capability) {
        return new Capability(board, () -> allowance(capability));
    }

    private Allowance allowance(dev.confab.transport.model.Capability capability) {
        return getConversation().allowance(capability).when(getStatus().isEditable(), NO_DRAFT);
    }
}
