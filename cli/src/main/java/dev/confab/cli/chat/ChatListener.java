package dev.confab.cli.chat;

import dev.confab.client.MessagingListener;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.ConversationStatus;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.ResumeOutcome;
import dev.confab.transport.model.SessionState;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reports what the session tells, in its order. Proofs are reported from here and not from the futures of the sends: so the
 * proof of a message stands before the answer to it.
 */
final class ChatListener implements MessagingListener {

    private static final CapabilityStatus NOT_TOLD = CapabilityStatus.denied("It was not told.");

    private final ChatReport report;
    private final Place place;
    private final Set<MessageId> onTheirWay = new HashSet<>();
    private final Map<MessageId, CompletableFuture<Message>> restored = new ConcurrentHashMap<>();
    private final Set<MessageId> abandoned = ConcurrentHashMap.newKeySet();
    private long quietFrom = System.nanoTime();
    private int sent;
    private boolean listed;
    private volatile boolean announces;

    ChatListener(ChatReport report, Place place) {
        this.report = report;
        this.place = place;
    }

    @Override
    public void onStateChanged(SessionState oldState, SessionState newState) {
        // That the client itself is closed at the end is no news once the session has ended.
        boolean ended = oldState instanceof SessionState.Closed || oldState instanceof SessionState.Error;
        if (!ended || !(newState instanceof SessionState.Closed)) {
            report.state(oldState, newState);
        }
    }

    @Override
    public void onMessageInserted(ConversationId conversation, Message message) {
        boolean own = message.getStatus() instanceof MessageStatus.Sending;
        if (own) {
            onTheirWay.add(message.getId());
            return;
        }
        if (place.isElsewhere(conversation)) {
            report.message(message, place.name(conversation));
        } else {
            report.message(message);
        }
        if (message.getDirection() == Direction.OUTBOUND) {
            busyFor(0);
        }
    }

    @Override
    public void onMessageUpdated(Message message) {
        CompletableFuture<Message> proof = restored.get(message.getId());
        if (message.getStatus() instanceof MessageStatus.Sending
                || (proof == null && !onTheirWay.remove(message.getId()))) {
            return;
        }
        if (message.getStatus() instanceof MessageStatus.Sent && !abandoned.remove(message.getId())) {
            report.sent(message);
            countSent();
        }
        if (proof != null) {
            settle(message, proof);
        }
    }

    /** Somebody else may have begun it, with words that were not told one by one. */
    @Override
    public void onConversationAdded(Conversation conversation) {
        if (announces && conversation.getStatus() == ConversationStatus.OPEN) {
            report.began(conversation);
            busyFor(0);
        }
    }

    @Override
    public void onConversationRemoved(MessagingEvent.ConversationRemoved removed) {
        if (removed.getConversation().equals(place.chosen())) {
            place.choose(null);
        }
    }

    /** Everything that was told before a command waits is known by then. */
    @Override
    public synchronized void onCapabilitiesChanged(Map<Capability, CapabilityStatus> capabilities) {
        listed = capabilities
                .getOrDefault(Capability.RETRIEVE_CONVERSATIONS, NOT_TOLD)
                .getAllowed();
        notifyAll();
    }

    /** From now on tells of conversations that begin; those before were listed. */
    void announceConversations() {
        announces = true;
    }

    /** Waits until the service has told which conversations there are. */
    synchronized void awaitListed(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !listed && left > 0; left = millisUntil(deadline)) {
            wait(left);
        }
    }

    @Override
    public void onTyping(MessagingEvent.Typing typing) {
        report.typing(typing);
        busyFor(typing.getTyping() ? typing.getDurationMillis() : 0);
    }

    @Override
    public void onConversationDisconnected(MessagingEvent.ConversationDisconnected disconnected) {
        report.ended();
    }

    @Override
    public void onResumed(MessagingEvent.Resumed resumed) {
        if (resumed.getOutcome() instanceof ResumeOutcome.Gap gap) {
            report.problem("Messages may be missing from the time without a connection: " + gap.getReason());
        }
    }

    @Override
    public void onError(MessagingEvent.Error error) {
        report.problem(error.getMessage() + " (" + error.getCode() + ")");
    }

    /**
     * Takes care of a message of an earlier run, of which no future of the client tells.
     *
     * @return completes when there is proof, after that was reported
     */
    CompletableFuture<Message> expect(MessageId message) {
        return restored.computeIfAbsent(message, id -> new CompletableFuture<>());
    }

    private void settle(Message message, CompletableFuture<Message> proof) {
        restored.remove(message.getId());
        if (message.getStatus() instanceof MessageStatus.Wedged wedged) {
            proof.completeExceptionally(new MessagingException(wedged.getCode(), wedged.getReason()));
        } else {
            proof.complete(message);
        }
    }

    /** The message was reported as failed: a proof that comes later is not reported again. */
    void abandon(MessageId message) {
        abandoned.add(message);
    }

    /** Waits until so many proofs were reported: the futures know of them a moment earlier. */
    synchronized void awaitSent(int count, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; sent < count && left > 0; left = millisUntil(deadline)) {
            wait(left);
        }
    }

    /**
     * Waits until the other side has said nothing for a while; while it is typing, that has not begun.
     *
     * @param quietMillis the while
     * @param atMostMillis the longest time to wait in all
     */
    void awaitQuiet(long quietMillis, long atMostMillis) throws InterruptedException {
        boolean unused = awaitHeard(() -> false, quietMillis, atMostMillis);
    }

    /**
     * Waits until the other side has said what is waited for, but no longer than it goes on talking.
     *
     * @param heard whether it has; asked after each message
     * @param quietMillis as for {@link #awaitQuiet}
     * @param atMostMillis as for {@link #awaitQuiet}
     * @return whether it has
     */
    synchronized boolean awaitHeard(BooleanSupplier heard, long quietMillis, long atMostMillis)
            throws InterruptedException {
        long now = System.nanoTime();
        long deadline = now + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        if (quietFrom - now < 0) {
            quietFrom = now;
        }
        while (true) {
            long quietAt = quietFrom + TimeUnit.MILLISECONDS.toNanos(quietMillis);
            long left = millisUntil(quietAt - deadline < 0 ? quietAt : deadline);
            if (heard.getAsBoolean()) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
    }

    private synchronized void busyFor(long millis) {
        quietFrom = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        notifyAll();
    }

    private synchronized void countSent() {
        sent++;
        notifyAll();
    }

    /** Rounded up: a wait of 0 would be one without an end. */
    private static long millisUntil(long deadline) {
        return (deadline - System.nanoTime() + 999_999) / 1_000_000;
    }
}
