package dev.confab.cli.chat;

import dev.confab.cli.CommandFailure;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessageStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines that were handed to the client and are not proved yet, at most {@link #MOST} of them: who sends more, waits.
 *
 * <p>How long a line may wait. The client has one message under way at a time, so a line behind others waits for them first.
 * Its time therefore begins when it could have gone out: when it was handed over, or, if that is later, one pace after the
 * last answer. A long queue that moves does not fail; when nothing moves any more, all that wait fail together.
 */
final class Outgoing implements AutoCloseable {

    private static final int MOST = 256;
    private static final long CHECK_MILLIS = 100;

    private final AsyncMessagingClient client;
    private final ChatListener listener;
    private final ChatReport report;
    private final ChatLimits limits;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "confab-chat-watch"));

    private final Set<Entry> waiting = new LinkedHashSet<>();
    private long lastAnswered = System.nanoTime();
    private int proved;
    private int failed;

    /** One line under way. */
    private static final class Entry {
        final String text;
        final CompletableFuture<Message> proof;
        final long since = System.nanoTime();

        Entry(String text, CompletableFuture<Message> proof) {
            this.text = text;
            this.proof = proof;
        }
    }

    Outgoing(AsyncMessagingClient client, ChatListener listener, ChatReport report, ChatLimits limits) {
        this.client = client;
        this.listener = listener;
        this.report = report;
        this.limits = limits;
        var unused = watch.scheduleWithFixedDelay(this::failOverdue, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Hands a line to the client, after all those before it. */
    void send(String text) throws InterruptedException {
        Entry entry;
        synchronized (this) {
            while (waiting.size() >= MOST) {
                wait();
            }
            entry = new Entry(text, client.send(text));
            waiting.add(entry);
        }
        var unused = entry.proof.whenComplete((message, failure) -> settle(entry, failure));
    }

    /** Reports a line that cannot be sent at all. */
    void refuse(String text, String reason) {
        synchronized (this) {
            failed++;
        }
        report.failed(text, reason);
    }

    /** Waits until every line is proved or has failed. */
    synchronized void awaitSettled() throws InterruptedException {
        while (!waiting.isEmpty()) {
            wait();
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int proved() {
        return proved;
    }

    synchronized int failed() {
        return failed;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void settle(Entry entry, @Nullable Throwable failure) {
        if (failure != null) {
            report.failed(
                    entry.text,
                    failure instanceof CancellationException ? limits.overdue() : CommandFailure.reasonOf(failure));
        }
        synchronized (this) {
            waiting.remove(entry);
            if (!(failure instanceof CancellationException)) {
                lastAnswered = System.nanoTime();
            }
            if (failure == null) {
                proved++;
            } else {
                failed++;
            }
            notifyAll();
        }
    }

    private void failOverdue() {
        List<Entry> overdue = overdue();
        if (overdue.isEmpty()) {
            return;
        }
        // Lines and messages stand in the same order; what has left already may still be proved after it was given up.
        List<MessageId> unproved = unproved();
        for (int i = 0; i < overdue.size(); i++) {
            if (overdue.get(i).proof.cancel(true) && i < unproved.size()) {
                listener.abandon(unproved.get(i));
            }
        }
    }

    private synchronized List<Entry> overdue() {
        long now = System.nanoTime();
        List<Entry> overdue = new ArrayList<>();
        for (Entry entry : waiting) {
            long couldGo = lastAnswered + TimeUnit.MILLISECONDS.toNanos(limits.paceMillis());
            long since = entry.since - couldGo > 0 ? entry.since : couldGo;
            if (now - since < TimeUnit.MILLISECONDS.toNanos(limits.timeoutMillis())) {
                break;
            }
            overdue.add(entry);
        }
        return overdue;
    }

    private List<MessageId> unproved() {
        return client.conversation().getMessages().stream()
                .filter(message -> message.getStatus() instanceof MessageStatus.Sending)
                .map(Message::getId)
                .toList();
    }
}
