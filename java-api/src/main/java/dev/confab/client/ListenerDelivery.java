package dev.confab.client;

import dev.confab.transport.MessagingClient;
import dev.confab.transport.jvm.ClientFeed;
import dev.confab.transport.jvm.FeedBatch;
import dev.confab.transport.jvm.FeedSink;
import dev.confab.transport.model.MessagingEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the batches of a feed to one listener, on its executor.
 *
 * <p>One task per batch: a batch is only done when its task ran, so that there is never more than one, and the listener's
 * callbacks need no lock to come one at a time.
 */
final class ListenerDelivery implements FeedSink, Subscription, Delivery {

    private final MessagingListener listener;
    private final Executor executor;
    private final Consumer<Delivery> onClosed;
    private final ClientFeed feed;

    private volatile boolean closed;
    private volatile @Nullable Thread caller;

    ListenerDelivery(
            MessagingClient client, MessagingListener listener, Executor executor, Consumer<Delivery> onClosed) {
        this.listener = listener;
        this.executor = executor;
        this.onClosed = onClosed;
        this.feed = new ClientFeed(client, this);
    }

    @Override
    public void start() {
        feed.start();
    }

    @Override
    public CompletableFuture<Void> finish(long millis) {
        return feed.finish(millis).whenComplete((done, failure) -> close());
    }

    @Override
    public boolean isCalledOn(Thread thread) {
        return caller == thread;
    }

    @Override
    public void close() {
        closed = true;
        feed.stop();
        onClosed.accept(this);
    }

    @Override
    public void deliver(FeedBatch batch, Runnable done) {
        try {
            executor.execute(() -> {
                try {
                    tell(batch);
                } finally {
                    done.run();
                }
            });
        } catch (RuntimeException | Error refused) {
            // Without an executor there is nobody to tell any more; whoever waits for the listener must hear why.
            boolean wasOpen = !closed;
            close();
            if (wasOpen) {
                report(refused);
            }
        }
    }

    private void tell(FeedBatch batch) {
        if (batch.getNewState() != null) {
            call(it -> it.onStateChanged(batch.getOldState(), batch.getNewState()));
        }
        if (batch.getConversation() != null) {
            call(it -> it.onConversationChanged(batch.getConversation()));
        }
        if (batch.getConversations() != null) {
            call(it -> it.onConversationsChanged(batch.getConversations()));
        }
        if (batch.getDraft() != null) {
            call(it -> it.onDraftChanged(batch.getDraft()));
        }
        if (batch.getCapabilities() != null) {
            call(it -> it.onCapabilitiesChanged(batch.getCapabilities()));
        }
        if (batch.getCustomAttributes() != null) {
            call(it -> it.onCustomAttributesChanged(batch.getCustomAttributes()));
        }
        for (MessagingEvent event : batch.getEvents()) {
            call(it -> it.onEvent(event));
            call(it -> tell(it, event));
        }
    }

    private static void tell(MessagingListener listener, MessagingEvent event) {
        if (!tellOfSession(listener, event) && !tellOfMessages(listener, event)) {
            tellOfConversation(listener, event);
        }
    }

    /** Tells what concerns the session as a whole; false when the event is of another kind. */
    private static boolean tellOfSession(MessagingListener listener, MessagingEvent event) {
        if (event instanceof MessagingEvent.ConversationAutostart) {
            listener.onConversationAutostart();
        } else if (event instanceof MessagingEvent.ConversationCleared) {
            listener.onConversationCleared();
        } else if (event instanceof MessagingEvent.Logout) {
            listener.onLogout();
        } else if (event instanceof MessagingEvent.AuthorizationRequired) {
            listener.onAuthorizationRequired();
        } else if (event instanceof MessagingEvent.ExistingAuthSessionCleared) {
            listener.onExistingAuthSessionCleared();
        } else if (event instanceof MessagingEvent.SessionDuration) {
            listener.onSessionDuration(((MessagingEvent.SessionDuration) event).getDurationSeconds());
        } else if (event instanceof MessagingEvent.SessionExpirationNotice) {
            listener.onSessionExpirationNotice(((MessagingEvent.SessionExpirationNotice) event).getExpiresInSeconds());
        } else if (event instanceof MessagingEvent.SessionExpirationNoticeRemoved) {
            listener.onSessionExpirationNoticeRemoved();
        } else {
            return false;
        }
        return true;
    }

    /** Tells what concerns messages, or the list of conversations; false when the event is of another kind. */
    private static boolean tellOfMessages(MessagingListener listener, MessagingEvent event) {
        if (event instanceof MessagingEvent.MessageInserted) {
            MessagingEvent.MessageInserted inserted = (MessagingEvent.MessageInserted) event;
            listener.onMessageInserted(inserted.getConversation(), inserted.getMessage());
        } else if (event instanceof MessagingEvent.MessageUpdated) {
            MessagingEvent.MessageUpdated updated = (MessagingEvent.MessageUpdated) event;
            listener.onMessageUpdated(updated.getConversation(), updated.getMessage());
        } else if (event instanceof MessagingEvent.HistoryFetched) {
            MessagingEvent.HistoryFetched fetched = (MessagingEvent.HistoryFetched) event;
            listener.onHistoryFetched(fetched.getConversation(), fetched.getHistory());
        } else if (event instanceof MessagingEvent.ConversationAdded) {
            listener.onConversationAdded(((MessagingEvent.ConversationAdded) event).getConversation());
        } else if (event instanceof MessagingEvent.ConversationUpdated) {
            listener.onConversationUpdated(((MessagingEvent.ConversationUpdated) event).getConversation());
        } else if (event instanceof MessagingEvent.ConversationRemoved) {
            listener.onConversationRemoved((MessagingEvent.ConversationRemoved) event);
        } else {
            return false;
        }
        return true;
    }

    private static void tellOfConversation(MessagingListener listener, MessagingEvent event) {
        if (event instanceof MessagingEvent.Typing) {
            listener.onTyping((MessagingEvent.Typing) event);
        } else if (event instanceof MessagingEvent.PresenceChanged) {
            listener.onPresenceChanged((MessagingEvent.PresenceChanged) event);
        } else if (event instanceof MessagingEvent.SignedIn) {
            listener.onSignedIn((MessagingEvent.SignedIn) event);
        } else if (event instanceof MessagingEvent.Offered) {
            listener.onOffered((MessagingEvent.Offered) event);
        } else if (event instanceof MessagingEvent.Reacted) {
            listener.onReacted((MessagingEvent.Reacted) event);
        } else if (event instanceof MessagingEvent.AttachmentUpdated) {
            listener.onAttachmentUpdated(((MessagingEvent.AttachmentUpdated) event).getAttachment());
        } else if (event instanceof MessagingEvent.HealthChecked) {
            listener.onHealthChecked();
        } else if (event instanceof MessagingEvent.ConversationDisconnected) {
            listener.onConversationDisconnected((MessagingEvent.ConversationDisconnected) event);
        } else if (event instanceof MessagingEvent.ConnectionClosed) {
            listener.onConnectionClosed((MessagingEvent.ConnectionClosed) event);
        } else if (event instanceof MessagingEvent.Resumed) {
            listener.onResumed((MessagingEvent.Resumed) event);
        } else if (event instanceof MessagingEvent.SendUncertain) {
            listener.onSendUncertain((MessagingEvent.SendUncertain) event);
        } else if (event instanceof MessagingEvent.Error) {
            listener.onError((MessagingEvent.Error) event);
        } else if (event instanceof MessagingEvent.Unknown) {
            listener.onUnknown((MessagingEvent.Unknown) event);
        }
    }

    private void call(Consumer<MessagingListener> callback) {
        if (closed) {
            return;
        }
        caller = Thread.currentThread();
        try {
            callback.accept(listener);
        } catch (Throwable thrown) {
            report(thrown);
        } finally {
            caller = null;
        }
    }

    private void report(Throwable failure) {
        try {
            listener.onListenerError(failure);
        } catch (Throwable again) {
            again.addSuppressed(failure);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, again);
        }
    }
}
