package dev.confab.client.messaging;

import dev.confab.transport.model.ConversationNotice;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Importance;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.Sensitivity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a message. */
abstract class MessageView {

    final Board board;
    private final Conversation conversation;
    private final MessageId id;

    // Written under the lock of the board.
    private volatile dev.confab.transport.model.@Nullable Message value;
    private volatile @Nullable Wording wording;
    private volatile List<Attachment> received = Collections.emptyList();

    MessageView(Conversation conversation, MessageId id) {
        this.board = conversation.board;
        this.conversation = conversation;
        this.id = id;
    }

    /** The client's id. */
    final MessageId id() {
        return id;
    }

    final dev.confab.transport.model.@Nullable Message value() {
        return value;
    }

    /** What its author makes of it; null when that is over. */
    final @Nullable Wording wording() {
        return wording;
    }

    /** Under the lock of the board. */
    final void setWording(Wording wording) {
        this.wording = wording;
    }

    /** Under the lock of the board. */
    final void accept(dev.confab.transport.model.Message now) {
        if (now.equals(value)) {
            return;
        }
        value = now;
        if (now.getStatus() instanceof MessageStatus.Sent) {
            received = Attachment.of(this, now, wording == null ? received : wording.attachments);
            wording = null;
        }
    }

    /** Another one whenever something of it changed. */
    final Object state() {
        dev.confab.transport.model.Message now = value;
        Wording own = wording;
        return own != null ? Arrays.asList(own, now) : now != null ? now : this;
    }

    /** Under the lock of the board: nobody wants to send it any more. */
    final void drop() {
        Wording own = wording;
        if (own != null) {
            wording = own.with(ResourceStatus.DRAFT_REMOVING, null);
        }
    }

    /** The service's id. */
    final String requireId() {
        String serverId = getId();
        if (serverId == null) {
            throw new MessagingException(ErrorCode.WRONG_STATE, "The service does not have this message yet.");
        }
        return serverId;
    }

    /**
     * Tells the service's id.
     *
     * @return the id; null for a draft
     */
    public final @Nullable String getId() {
        dev.confab.transport.model.Message now = value;
        return now == null ? null : now.getServerId();
    }

    /**
     * Tells where it belongs.
     *
     * @return the conversation
     */
    public final Conversation getConversation() {
        return conversation;
    }

    /**
     * Tells where it stands.
     *
     * @return the status
     */
    public final ResourceStatus getStatus() {
        dev.confab.transport.model.Message now = value;
        Wording own = wording;
        if (now == null) {
            return own == null ? ResourceStatus.DRAFT_REMOVING : own.status;
        }
        MessageStatus status = now.getStatus();
        if (status instanceof MessageStatus.Sent) {
            return ResourceStatus.PUBLISHED;
        }
        if (status instanceof MessageStatus.Wedged) {
            // One that is being sent again is not at fault until that failed, too.
            return own == null ? ResourceStatus.DRAFT_ERROR : own.status;
        }
        return status instanceof MessageStatus.Cancelled ? ResourceStatus.DRAFT_REMOVING : ResourceStatus.DRAFT_SENDING;
    }

    /**
     * Tells why it could not be sent.
     *
     * @return the reason; null unless the status is {@link ResourceStatus#DRAFT_ERROR}
     */
    public final @Nullable MessagingException getFailure() {
        if (getStatus() != ResourceStatus.DRAFT_ERROR) {
            return null;
        }
        Wording own = wording;
        if (own != null && own.failure != null) {
            return own.failure;
        }
        dev.confab.transport.model.Message now = value;
        if (now == null || !(now.getStatus() instanceof MessageStatus.Wedged)) {
            return null;
        }
        MessageStatus.Wedged wedged = (MessageStatus.Wedged) now.getStatus();
        return new MessagingException(wedged.getCode(), wedged.getReason());
    }

    /**
     * Tells what kind of entry it is.
     *
     * @return the type
     */
    public final MessageType getType() {
        dev.confab.transport.model.Message now = value;
        ConversationNotice notice = now == null ? null : now.getNotice();
        if (notice == null) {
            return MessageType.MESSAGE;
        }
        return MessageType.of(notice.getKind());
    }

    /**
     * Tells whom an entry is about that nobody wrote: who joined or left.
     *
     * @return them; empty for a message
     */
    public final List<Participant> getEventParticipants() {
        dev.confab.transport.model.Message now = value;
        ConversationNotice notice = now == null ? null : now.getNotice();
        return notice == null ? Collections.emptyList() : Participant.of(notice.getParticipants());
    }

    /**
     * Tells why somebody left, or why the conversation was closed.
     *
     * @return the service's word, such as {@code MANUAL}; null where it tells none
     */
    public final @Nullable String getReason() {
        dev.confab.transport.model.Message now = value;
        ConversationNotice notice = now == null ? null : now.getNotice();
        return notice == null ? null : notice.getReason();
    }

    /**
     * Tells the text.
     *
     * @return the text; empty where it has none
     */
    public final String getBody() {
        Wording own = wording;
        dev.confab.transport.model.Message now = value;
        return own != null ? own.body : now == null ? "" : now.getText();
    }

    /**
     * Tells its author.
     *
     * @return the author; null for a draft and where nobody wrote it
     */
    public final @Nullable Participant getFromParticipant() {
        dev.confab.transport.model.Message now = value;
        return now == null || now.getFrom() == null ? null : Participant.of(now.getFrom());
    }

    /**
     * Tells whether the user wrote it.
     *
     * @return whether it is an own one
     */
    public final boolean isFromMe() {
        dev.confab.transport.model.Message now = value;
        return now == null || (now.getNotice() == null && now.getDirection() == Direction.INBOUND);
    }

    /**
     * Tells when the service got it.
     *
     * @return milliseconds since the epoch; null for a draft
     */
    public final @Nullable Long getReceivedDate() {
        dev.confab.transport.model.Message now = value;
        return now == null ? null : now.getTimeMillis();
    }

    /**
     * Tells which message it answers.
     *
     * @return the service's id of that message, or null
     */
    public final @Nullable String getInReplyTo() {
        Wording own = wording;
        dev.confab.transport.model.Message now = value;
        return own != null ? own.inReplyTo : now == null ? null : now.getReplyTo();
    }

    /**
     * Tells whether the user has read it, on any device.
     *
     * @return whether it is read; true for own ones
     */
    public final boolean isRead() {
        dev.confab.transport.model.Message now = value;
        return isFromMe() || now == null || !Boolean.FALSE.equals(now.isRead());
    }

    /**
     * Tells how much it wants to be noticed.
     *
     * @return the importance
     */
    public final Importance getImportance() {
        Wording own = wording;
        dev.confab.transport.model.Message now = value;
        return own != null ? own.importance : now == null ? Importance.NORMAL : now.getImportance();
    }

    /**
     * Tells how it is to be treated.
     *
     * @return the sensitivity
     */
    public final Sensitivity getSensitivity() {
        Wording own = wording;
        dev.confab.transport.model.Message now = value;
        return own != null ? own.sensitivity : now == null ? Sensitivity.NORMAL : now.getSensitivity();
    }

    /**
     * Gives its files, without their previews: see {@link Attachment#getThumbnail}.
     *
     * @return the attachments, live
     */
    public final DataSet<Attachment> getAttachments() {
        return new DataSet<>(board, new Converted<>(this::files, MessageView::content));
    }

    /**
     * Tells whether it has files.
     *
     * @return whether there is at least one
     */
    public final boolean hasAttachment() {
        return !files().isEmpty();
    }

    private List<Attachment> files() {
        Wording own = wording;
        return own == null ? received : own.attachments;
    }

    private static Content<Attachment> content(List<Attachment> files) {
        Content.Builder<Attachment> content = new Content.Builder<>();
        files.forEach(file -> content.add(file, file));
        return content.build();
    }
}
