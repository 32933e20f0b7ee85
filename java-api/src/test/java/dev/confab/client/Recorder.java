package dev.confab.client;

import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Presence;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a listener is told, and by whom. */
class Recorder implements MessagingListener {

    final List<SessionState> states = new CopyOnWriteArrayList<>();
    final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    final List<String> replies = new CopyOnWriteArrayList<>();
    final List<String> proved = new CopyOnWriteArrayList<>();
    final List<MessagingEvent.Typing> typings = new CopyOnWriteArrayList<>();
    final List<Presence.Kind> presences = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final AtomicInteger overlaps = new AtomicInteger();

    private final AtomicInteger inside = new AtomicInteger();

    /** How many events told of a message. */
    long messageEvents() {
        return events.stream()
                .filter(event -> event instanceof MessagingEvent.MessageInserted
                        || event instanceof MessagingEvent.MessageUpdated)
                .count();
    }

    @Override
    public void onStateChanged(SessionState oldState, SessionState newState) {
        alone(() -> states.add(newState));
    }

    @Override
    public void onConversationChanged(Conversation conversation) {
        alone(() -> sizes.add(conversation.getMessages().size()));
    }

    @Override
    public void onEvent(MessagingEvent event) {
        alone(() -> events.add(event));
    }

    @Override
    public void onMessageInserted(Message message) {
        alone(() -> {
            if (message.getDirection() == Direction.OUTBOUND) {
                replies.add(message.getText());
            }
        });
    }

    @Override
    public void onMessageUpdated(Message message) {
        alone(() -> {
            if (message.getStatus() instanceof MessageStatus.Sent) {
                proved.add(message.getText());
            }
        });
    }

    @Override
    public void onTyping(MessagingEvent.Typing typing) {
        alone(() -> typings.add(typing));
    }

    @Override
    public void onPresenceChanged(MessagingEvent.PresenceChanged changed) {
        alone(() -> presences.add(changed.getPresence().getKind()));
    }

    @Override
    public void onListenerError(Throwable failure) {
        failures.add(failure);
    }

    private void alone(Runnable callback) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        threads.add(Thread.currentThread());
        callback.run();
        inside.decrementAndGet();
    }
}
