package dev.confab.client.messaging;

import dev.confab.client.Subscription;
import dev.confab.transport.model.CapabilityStatus;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be done with a conversation now, and who is told of it. */
abstract class ConversationCapabilities extends ConversationView {

    static final String NO_DRAFT = "The conversation is at the service already.";
    private static final String DRAFT = "The conversation is not at the service yet: it begins with its first message.";

    ConversationCapabilities(Board board, dev.confab.transport.model.@Nullable Conversation value) {
        super(board, value);
    }

    abstract Conversation self();

    /**
     * Making a message in it.
     *
     * @return whether that is possible now, live
     */
    public final Capability getCreateMessageCapability() {
        return capability(dev.confab.transport.model.Capability.SEND_TEXT);
    }

    /**
     * Sending its first message; needs a participant.
     *
     * @return whether that is possible now, live
     */
    public final Capability getSendCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.SEND_TEXT)
                .when(getStatus().isDraft(), NO_DRAFT)
                .when(!getParticipants().isEmpty(), "The conversation has no participant: add one."));
    }

    /**
     * Marking everything in it as read.
     *
     * @return whether that is possible now, live
     */
    public final Capability getMarkAllContentAsReadCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.MARK_AS_READ)
                .when(!getStatus().isDraft(), DRAFT)
                .when(getUnreadMessageCount() > 0, "Everything is read."));
    }

    /**
     * Changing the subject.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateSubjectCapability() {
        return capability(dev.confab.transport.model.Capability.SET_SUBJECT);
    }

    /**
     * Changing the sensitivity: as long as it is a draft.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateSensitivityCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.SET_SENSITIVITY)
                .when(getStatus().isDraft(), NO_DRAFT));
    }

    /**
     * Telling that the user looks at it.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateLastAccessTimeCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.MARK_AS_ACCESSED)
                .when(!getStatus().isDraft(), DRAFT));
    }

    /**
     * Adding participants.
     *
     * @return whether that is possible now, live
     */
    public final Capability getAddParticipantsCapability() {
        return capability(dev.confab.transport.model.Capability.ADD_PARTICIPANTS);
    }

    /**
     * Taking participants out: as long as it is a draft.
     *
     * @return whether that is possible now, live
     */
    public final Capability getRemoveParticipantsCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.REMOVE_PARTICIPANTS)
                .when(getStatus().isDraft(), NO_DRAFT));
    }

    /**
     * Reading older messages.
     *
     * @return whether that is possible now and there are any, live
     */
    public final Capability getRetrieveMessagesCapability() {
        return new Capability(board, () -> {
            dev.confab.transport.model.Conversation now = value();
            int here = now == null ? 0 : now.getMessages().size();
            Integer total = now == null ? null : now.getTotalCount();
            return allowance(dev.confab.transport.model.Capability.HISTORY)
                    .when(!getStatus().isDraft(), DRAFT)
                    .when(total == null || total > here, "All messages are here.");
        });
    }

    /**
     * Leaving it.
     *
     * @return whether that is possible now, live
     */
    public final Capability getLeaveCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.LEAVE_CONVERSATION)
                .when(!getStatus().isDraft(), "A draft is removed and not left.")
                .when(isActive(), "The user is not in it any more, or nobody can contribute."));
    }

    /**
     * Letting it go: as long as it is a draft.
     *
     * @return whether that is possible now, live
     */
    public final Capability getRemoveCapability() {
        return new Capability(board, () -> Allowance.ALLOWED.when(getStatus().isEditable(), NO_DRAFT));
    }

    /**
     * Hearing and telling who composes a message.
     *
     * @return whether that is possible now, live
     */
    public final Capability getIsTypingCapability() {
        return new Capability(board, () -> allowance(dev.confab.transport.model.Capability.SEND_TYPING)
                .when(!getStatus().isDraft(), DRAFT));
    }

    /**
     * From now on tells who begins and stops composing a message, on the executor of the service.
     *
     * @param callback is told
     * @return closes to end that
     */
    public final Subscription subscribeForTypingEvents(Consumer<ChatStateEvent> callback) {
        return subscribeForTypingEvents(callback, board.executor());
    }

    /**
     * As {@link #subscribeForTypingEvents(Consumer)}, on an executor.
     *
     * @param callback is told
     * @param executor runs it
     * @return closes to end that
     */
    public final Subscription subscribeForTypingEvents(Consumer<ChatStateEvent> callback, Executor executor) {
        Objects.requireNonNull(callback, "callback");
        return board.watches()
                .add(this::getComposingParticipants, Objects.requireNonNull(executor, "executor"), (before, now) -> {
                    tellWhoIsNew(now, before, ChatStateEvent.State.COMPOSING, callback);
                    tellWhoIsNew(before, now, ChatStateEvent.State.PAUSED, callback);
                });
    }

    private static void tellWhoIsNew(
            List<Participant> some, List<Participant> others, ChatStateEvent.State state, Consumer<ChatStateEvent> to) {
        some.stream().filter(who -> !others.contains(who)).forEach(who -> to.accept(new ChatStateEvent(state, who)));
    }

    /**
     * From now on tells what changes, on the executor of the service.
     *
     * @param listener is told
     * @return closes to end that
     */
    public final Subscription addListener(ConversationListener listener) {
        return addListener(listener, board.executor());
    }

    /**
     * As {@link #addListener(ConversationListener)}, on an executor.
     *
     * @param listener is told
     * @param executor runs it
     * @return closes to end that
     */
    public final Subscription addListener(ConversationListener listener, Executor executor) {
        Objects.requireNonNull(listener, "listener");
        return board.watches()
                .add(
                        () -> new ConversationFace(self()),
                        Objects.requireNonNull(executor, "executor"),
                        (before, now) -> now.tellSince(before, self(), listener));
    }

    private Capability capability(dev.confab.transport.model.Capability capability) {
        return new Capability(board, () -> allowance(capability));
    }

    /** What the service does not offer at all, it does not offer here. */
    final Allowance allowance(dev.confab.transport.model.Capability capability) {
        Allowance everywhere = board.allowance(capability);
        dev.confab.transport.model.Conversation now = value();
        if (now == null || !everywhere.isAllowed()) {
            return everywhere;
        }
        CapabilityStatus here = now.capability(capability);
        return here.getAllowed() ? everywhere : Allowance.notNow(here.getReason());
    }
}
