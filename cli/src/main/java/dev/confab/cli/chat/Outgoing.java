package dev.confab.cli.chat;

import dev.confab.cli.CommandFailure;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.store.OutboxRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Place place;
    private final ChatListener listener;
    private final ChatReport report;
    private final ChatLimits limits;
    private final boolean keeps;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "confab-chat-watch"));

    private final Set<OutgoingLine> waiting = new LinkedHashSet<>();
    private long lastAnswered = System.nanoTime();
    private int proved;
    private int failed;

    /**
     * @param keeps whether a message that is late stays in a store, to be sent the next time, instead of being taken back
     */
    Outgoing(
            AsyncMessagingClient client,
            Place place,
            ChatListener listener,
            ChatReport report,
            ChatLimits limits,
            boolean keeps) {
        this.client = client;
        this.place = place;
        this.listener = listener;
        this.report = report;
        this.limits = limits;
        this.keeps = keeps;
    }

    /** Waits for what the client sends by itself because an earlier run had no proof of it. */
    void restore(Restored restored) {
        for (OutboxRecord row : restored.outbox()) {
            OutboxRecord.Wedge wedged = row.getWedged();
            if (wedged != null) {
                refuse(row.getDraft().getText(), wedged.getReason());
            } else {
                await(new OutgoingLine(
                        row.getDraft().getText(), row.getMessageId(), listener.expect(row.getMessageId())));
            }
        }
    }

    /** There is a session: from now on a message can be late. */
    void begin() {
        synchronized (this) {
            lastAnswered = System.nanoTime();
        }
        var unused = watch.scheduleWithFixedDelay(this::failOverdue, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Hands a message to the client, after all those before it.
     *
     * @param line what it is called when it fails
     */
    void send(String line, Draft draft) throws InterruptedException {
        ConversationId conversation;
        try {
            conversation = place.require();
        } catch (Refusal refused) {
            refuse(line, refused.reason());
            return;
        }
        synchronized (this) {
            while (waiting.size() >= MOST) {
                wait();
            }
        }
        MessageId id = new MessageId(UUID.randomUUID().toString());
        await(new OutgoingLine(line, id, client.send(conversation, id, draft)));
    }

    private void await(OutgoingLine line) {
        synchronized (this) {
            waiting.add(line);
        }
        var unused = line.proof().whenComplete((message, failure) -> settle(line, failure));
    }

    /** Reports a command that was not done. */
    void fail(Command command, String reason) {
        synchronized (this) {
            failed++;
        }
        report.refused(command, reason);
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

    /** Waits until every line is proved or has failed, and this was reported. */
    void awaitReported() throws InterruptedException {
        awaitSettled();
        listener.awaitSent(proved(), limits.timeoutMillis());
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

    /** What was reported as failed for good is not to be reported again by the next run. */
    void letGoOfFailed() {
        messages()
                .filter(message -> message.getStatus() instanceof MessageStatus.Wedged)
                .map(message -> client.discard(message.getId()).exceptionally(gone -> null))
                .toList()
                .forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void settle(OutgoingLine line, @Nullable Throwable failure) {
        if (failure != null) {
            report.failed(
                    line.text(),
                    failure instanceof CancellationException
                            ? limits.overdue(line.kept())
                            : CommandFailure.reasonOf(failure));
        }
        synchronized (this) {
            waiting.remove(line);
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
        List<OutgoingLine> overdue = overdue();
        if (overdue.isEmpty()) {
            return;
        }
        // What has left already may still be proved after it was given up.
        Set<MessageId> unproved = unproved();
        for (OutgoingLine line : overdue) {
            boolean accepted = unproved.contains(line.id());
            if (accepted) {
                listener.abandon(line.id());
            }
            line.giveUp(keeps && accepted);
        }
    }

    private synchronized List<OutgoingLine> overdue() {
        long now = System.nanoTime();
        List<OutgoingLine> overdue = new ArrayList<>();
        for (OutgoingLine line : waiting) {
            long couldGo = lastAnswered + TimeUnit.MILLISECONDS.toNanos(limits.paceMillis());
            long since = line.since() - couldGo > 0 ? line.since() : couldGo;
            if (now - since < TimeUnit.MILLISECONDS.toNanos(limits.timeoutMillis())) {
                break;
            }
            overdue.add(line);
        }
        return overdue;
    }

    private Set<MessageId> unproved() {
        return messages()
                .filter(message -> message.getStatus() instanceof MessageStatus.Sending)
                .map(Message::getId)
                .collect(Collectors.toSet());
    }

    private Stream<Message> messages() {
        return client.conversations().stream().flatMap(conversation -> conversation.getMessages().stream());
    }
}
