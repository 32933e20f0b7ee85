package dev.confab.client.messaging;

import dev.confab.transport.model.Sensitivity;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link ConversationListener} is told of, at one moment. */
final class ConversationFace {

    private final ResourceStatus status;
    private final boolean active;
    private final boolean closed;
    private final boolean multiParty;
    private final @Nullable String subject;
    private final Sensitivity sensitivity;
    private final @Nullable Long accessed;
    private final @Nullable Long updated;
    private final int total;
    private final int unread;

    ConversationFace(Conversation of) {
        status = of.getStatus();
        active = of.isActive();
        closed = of.isClosed();
        multiParty = of.isMultiParty();
        subject = of.getSubject();
        sensitivity = of.getSensitivity();
        accessed = of.getLastAccessTime();
        updated = of.getLastUpdatedTime();
        total = of.getTotalMessageCount();
        unread = of.getUnreadMessageCount();
    }

    void tellSince(ConversationFace before, Conversation of, ConversationListener to) {
        tell(before.status, status, () -> to.onConversationStatusChanged(of, status));
        tell(before.active, active, () -> to.onConversationActiveStatusChanged(of, active));
        tell(before.closed, closed, () -> to.onConversationClosedStatusChanged(of, closed));
        tell(before.multiParty, multiParty, () -> to.onConversationMultiPartyStatusChanged(of, multiParty));
        tell(before.subject, subject, () -> to.onConversationSubjectChanged(of, subject));
        tell(before.sensitivity, sensitivity, () -> to.onConversationSensitivityChanged(of, sensitivity));
        tell(before.accessed, accessed, () -> to.onConversationLastAccessTimeChanged(of, accessed));
        tell(before.updated, updated, () -> to.onConversationLastUpdatedTimeChanged(of, updated));
        tell(before.total, total, () -> to.onConversationTotalMessageCountChanged(of, total));
        tell(before.unread, unread, () -> to.onConversationTotalUnreadMessageCountChanged(of, unread));
    }

    private static void tell(@Nullable Object before, @Nullable Object now, Runnable callback) {
        if (!Objects.equals(before, now)) {
            callback.run();
        }
    }

    private List<@Nullable Object> all() {
        return Arrays.asList(
                status, active, closed, multiParty, subject, sensitivity, accessed, updated, total, unread);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConversationFace
                && ((ConversationFace) other).all().equals(all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }
}
