package dev.confab.client.messaging;

import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.ConversationStatus;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Sensitivity;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a conversation. */
abstract class ConversationView {

    final Board board;

    // Written under the lock of the board.
    private volatile dev.confab.transport.model.@Nullable Conversation value;
    private volatile boolean gone;

    ConversationView(Board board, dev.confab.transport.model.@Nullable Conversation value) {
        this.board = board;
        this.value = value;
    }

    /** What the client has of it; null as long as it does not know it. */
    final dev.confab.transport.model.@Nullable Conversation value() {
        return value;
    }

    /** Under the lock of the board. */
    final void setValue(dev.confab.transport.model.Conversation value) {
        this.value = value;
        gone = false;
    }

    /** Under the lock of the board: it is not among the conversations of the user any more. */
    final void removed() {
        gone = true;
    }

    static ResourceStatus statusOf(dev.confab.transport.model.Conversation value) {
        ConversationStatus status = value.getStatus();
        switch (status) {
            case DRAFT:
                return ResourceStatus.DRAFT_UNSENT;
            case OPENING:
                return ResourceStatus.DRAFT_SENDING;
            case FAILED:
                return ResourceStatus.DRAFT_ERROR;
            case LEAVING:
                return ResourceStatus.PUBLISHED_LEAVING;
            case LEFT:
                return ResourceStatus.PUBLISHED_LEFT;
            default:
                return ResourceStatus.PUBLISHED;
        }
    }

    /**
     * Tells the service's id.
     *
     * @return the id; null for a draft
     */
    public final @Nullable String getId() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? null : now.getServerId();
    }

    /**
     * Tells the id that {@code AsyncMessagingClient} has for it.
     *
     * @return the id; null as long as the client does not know the draft
     */
    public final @Nullable ConversationId getConversationId() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? null : now.getId();
    }

    /**
     * Tells where it stands.
     *
     * @return the status
     */
    public final ResourceStatus getStatus() {
        dev.confab.transport.model.Conversation now = value;
        ResourceStatus status = now == null ? ResourceStatus.DRAFT_UNSENT : statusOf(now);
        if (!gone) {
            return status;
        }
        return status.isDraft() ? ResourceStatus.DRAFT_REMOVING : ResourceStatus.PUBLISHED_LEFT;
    }

    /**
     * Tells what it is about.
     *
     * @return the subject; null where there is none
     */
    public final @Nullable String getSubject() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? null : now.getSubject();
    }

    /**
     * Tells how it is to be treated.
     *
     * @return the sensitivity
     */
    public final Sensitivity getSensitivity() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? Sensitivity.NORMAL : now.getSensitivity();
    }

    /**
     * Tells whether the user is in it and it takes contributions.
     *
     * @return whether it is active; false for a draft
     */
    public final boolean isActive() {
        dev.confab.transport.model.Conversation now = value;
        return now != null && !gone && !statusOf(now).isDraft() && now.isActive();
    }

    /**
     * Tells whether nobody can contribute any more.
     *
     * @return whether it is closed
     */
    public final boolean isClosed() {
        dev.confab.transport.model.Conversation now = value;
        return now != null && now.getStatus() == ConversationStatus.CLOSED;
    }

    /**
     * Tells whether more than two take part.
     *
     * @return whether there are at least two others
     */
    public final boolean isMultiParty() {
        return getParticipants().getSnapshot().stream()
                        .filter(who -> !who.isSelf())
                        .count()
                > 1;
    }

    /**
     * Gives who takes part; of a draft: who is going to be invited.
     *
     * @return the participants, live
     */
    public final DataSet<Participant> getParticipants() {
        return new DataSet<>(board, new Converted<>(this::participants, ConversationView::content));
    }

    /**
     * As {@link #getParticipants}: whoever has left is not among them.
     *
     * @return the participants, live
     */
    public final DataSet<Participant> getActiveParticipants() {
        return getParticipants();
    }

    /**
     * Tells who composes a message at this moment.
     *
     * @return the participants
     */
    public final List<Participant> getComposingParticipants() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? Collections.emptyList() : Participant.of(now.getComposing());
    }

    /**
     * Tells how many messages it has, here or not, as the service counts.
     *
     * @return the number; as many as are here where the service does not tell
     */
    public final int getTotalMessageCount() {
        dev.confab.transport.model.Conversation now = value;
        Integer total = now == null ? null : now.getTotalCount();
        return total != null ? total : now == null ? 0 : now.getMessages().size();
    }

    /**
     * Tells how many messages the user has not read, as the service counts.
     *
     * @return the number; those that are here where the service does not tell
     */
    public final int getUnreadMessageCount() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? 0 : unread(now);
    }

    /**
     * Tells whether there are messages that the user has not read and that came after the last look at the conversation.
     *
     * @return whether there are
     */
    public final boolean hasUnreadMessagesSinceLastAccess() {
        dev.confab.transport.model.Conversation now = value;
        if (now == null || unread(now) == 0) {
            return false;
        }
        Long accessed = now.getLastAccessedMillis();
        return now.getMessages().stream().anyMatch(message -> {
            Long time = message.getTimeMillis();
            return isUnread(message) && (accessed == null || time == null || time > accessed);
        });
    }

    /**
     * Tells when the user looked at it last, on any device.
     *
     * @return milliseconds since the epoch; null where that is not known
     */
    public final @Nullable Long getLastAccessTime() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? null : now.getLastAccessedMillis();
    }

    /**
     * Tells when something happened in it last.
     *
     * @return milliseconds since the epoch by the service's clock; null where that is not known
     */
    public final @Nullable Long getLastUpdatedTime() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? null : now.getLastUpdatedMillis();
    }

    private @Nullable List<dev.confab.transport.model.Participant> participants() {
        dev.confab.transport.model.Conversation now = value;
        return now == null ? null : now.getParticipants();
    }

    /** Somebody is the same one under the same address. */
    private static Content<Participant> content(List<dev.confab.transport.model.Participant> values) {
        Content.Builder<Participant> content = new Content.Builder<>();
        for (Participant participant : Participant.of(values)) {
            String address = participant.getAddress();
            content.add(participant, address == null ? participant : address, participant);
        }
        return content.build();
    }

    private static int unread(dev.confab.transport.model.Conversation now) {
        Integer count = now.getUnreadCount();
        return count != null
                ? count
                : (int) now.getMessages().stream()
                        .filter(ConversationView::isUnread)
                        .count();
    }

    private static boolean isUnread(dev.confab.transport.model.Message message) {
        return Boolean.FALSE.equals(message.isRead()) && message.getDirection() == Direction.OUTBOUND;
    }
}
