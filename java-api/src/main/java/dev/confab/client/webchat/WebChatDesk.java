package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.client.webchat.ChatWire.Ability;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a configured service knows, and how it answers: one chat at most, and what is the same for every chat. Everything here happens in turns, so
 * that nothing needs a lock; no turn waits for anything.
 */
final class WebChatDesk {

    /** Outside the asynchronous mode the store must know when the chat was there for the last time. */
    private static final long LONGEST_SAVE_INTERVAL = 15_000;

    final Turns turns;
    final Timers timers;
    final EventBus bus;
    final WebChatOptions options;
    final ChatWire wire;
    final Typing typing;
    final Entries entries;
    final Map<String, String> userData;

    private final SessionKeeper keeper;
    private @Nullable ActiveChat chat;
    private boolean starting;
    private boolean leaving;
    private boolean restoring;
    private CompletableFuture<Void> settled = ClientChat.nothing();
    private boolean polling;
    private boolean pollInFlight;
    private boolean closed;
    private Runnable saving = () -> {};

    WebChatDesk(WebChatOptions options, ChatWire wire, EventBus bus, Turns turns, Timers timers) {
        this.options = options;
        this.wire = wire;
        this.bus = bus;
        this.turns = turns;
        this.timers = timers;
        this.entries = new Entries(this);
        this.userData = new LinkedHashMap<>(options.userData());
        this.keeper = new SessionKeeper(options.sessionData(), failure -> turns.execute(() -> storeFailed(failure)));
        this.typing = new Typing(
                timers,
                turns,
                () -> Futures.forget(publish(WebChatEvent.CLIENT_TYPING_STARTED)),
                () -> Futures.forget(publish(WebChatEvent.CLIENT_TYPING_STOPPED)));
    }

    boolean can(Ability ability) {
        return wire.abilities().contains(ability);
    }

    boolean isClosed() {
        return closed;
    }

    /** The service answered a poll, or did not. */
    void polled() {
        pollInFlight = false;
    }

    boolean isRestoring() {
        return restoring;
    }

    boolean isActive() {
        return active() != null;
    }

    /** The chat that goes on, or null. */
    @Nullable
    ActiveChat active() {
        ActiveChat now = chat;
        return now == null || now.isOver() ? null : now;
    }

    ActiveChat active(String otherwise) {
        ActiveChat now = active();
        if (now == null) {
            throw saying(ErrorCode.NOT_CONNECTED, otherwise);
        }
        return now;
    }

    /** The chat, also when it is over; null before the first. */
    @Nullable
    ActiveChat last() {
        return chat;
    }

    CompletableFuture<WebChatResponse> start(StartChatOptions form) {
        if (restoring) {
            // Whether there is a chat already, that will show.
            return settled.thenComposeAsync(done -> start(form), turns);
        }
        if (active() != null || starting) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.ALREADY_ACTIVE);
        }
        if (!UserData.isWellFormed(form.userData())) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.MALFORMED_USER_DATA);
        }
        Map<String, String> facts = new LinkedHashMap<>(userData);
        facts.putAll(form.userData());
        ActiveChat next = chat(0);
        starting = true;
        return Futures.calling(() -> next.transport().start(form, facts))
                .handleAsync((response, failure) -> started(next, response, failure), turns);
    }

    private WebChatResponse started(ActiveChat begun, @Nullable WebChatResponse response, @Nullable Throwable failure) {
        starting = false;
        if (failure != null || closed) {
            Futures.forget(begun.transport().close());
            throw Futures.completion(failure == null ? closedFailure() : failure);
        }
        WebChatResponse answer = Objects.requireNonNull(response);
        begin(begun);
        Futures.forget(publish(new WebChatEvent(WebChatEvent.STARTED, answer)));
        goOn(begun);
        return answer;
    }

    private ActiveChat chat(int readUpTo) {
        ChatNews news = new ChatNews(this);
        ActiveChat made = new ActiveChat(wire.chat(news), can(Ability.ASYNC), timers.nowMillis(), readUpTo);
        news.of(made);
        return made;
    }

    private void begin(ActiveChat begun) {
        chat = begun;
        pollInFlight = false;
        save();
    }

    private void goOn(ActiveChat begun) {
        if (can(Ability.POLLING)) {
            polling = true;
            Futures.forget(publish(WebChatEvent.POLLING_STARTED));
        }
        begun.settle().forEach(Runnable::run);
    }

    /** Goes on with what the store has, if there is anything. */
    void restoreStored() {
        restoring();
        Futures.forget(keeper.load()
                .thenAcceptAsync(
                        text -> {
                            if (text != null && !closed) {
                                restoreStored(text);
                            } else {
                                notRestoring();
                            }
                        },
                        turns)
                .exceptionally(failure -> {
                    Futures.forget(bus.report(Failures.cause(failure)));
                    return null;
                }));
    }

    private void restoring() {
        if (!restoring) {
            restoring = true;
            settled = new CompletableFuture<>();
        }
    }

    private void notRestoring() {
        restoring = false;
        settled.complete(null);
    }

    private void restoreStored(String text) {
        SessionRecord record = SessionRecord.decode(text, wire);
        if (record == null) {
            notRestoring();
            Futures.forget(publish(WebChatEvent.RESTORE_FAILED));
            return;
        }
        long away = timers.nowMillis() - record.seenAt();
        if (!can(Ability.ASYNC) && away > options.restoreTimeout()) {
            notRestoring();
            Futures.forget(publish(WebChatEvent.RESTORE_TIMEOUT));
            Futures.forget(keeper.delete());
            return;
        }
        // Nobody waits for it: events tell how it went.
        restore(record).exceptionally(failure -> null);
    }

    CompletableFuture<Void> restore(SessionRecord record) {
        restoring();
        List<String> filters = record.filters();
        try {
            entries.filters().add(filters);
        } catch (IllegalArgumentException unusable) {
            Futures.forget(bus.report(unusable));
        }
        ActiveChat found = chat(can(Ability.ASYNC) ? record.readUpTo() : 0);
        return Futures.calling(
                        () -> found.transport().restore(record.session(), can(Ability.ASYNC) ? record.readUpTo() : 0))
                .handleAsync((reached, failure) -> restored(found, reached, failure), turns);
    }

    private @Nullable Void restored(ActiveChat found, @Nullable Boolean reached, @Nullable Throwable failure) {
        notRestoring();
        if (failure != null || closed) {
            Futures.forget(found.transport().close());
            if (!closed) {
                Futures.forget(publish(WebChatEvent.RESTORE_FAILED));
                Futures.forget(keeper.delete());
            }
            throw Futures.completion(WebChatRejection.empty(
                    ErrorCode.SESSION_NOT_FOUND, "The chat could not be restored: begin another one.", failure));
        }
        begin(found);
        if (Boolean.TRUE.equals(reached)) {
            Futures.forget(publish(new WebChatEvent(WebChatEvent.RESTORED, found.isAsync())));
        } else {
            found.news().restoredOffline();
            Futures.forget(publish(WebChatEvent.RESTORED_OFFLINE));
        }
        goOn(found);
        return null;
    }

    /** Whether a chat could be restored. */
    CompletableFuture<Boolean> storedSession() {
        return keeper.load().thenApply(text -> {
            SessionRecord record = text == null ? null : SessionRecord.decode(text, wire);
            return record != null
                    && (can(Ability.ASYNC) || timers.nowMillis() - record.seenAt() <= options.restoreTimeout());
        });
    }

    CompletableFuture<WebChatResponse> end() {
        ActiveChat ending = active(WebChatRejection.NO_ACTIVE_SESSION);
        leaving = true;
        return Futures.calling(() -> ending.transport().end())
                .handleAsync((response, failure) -> left(ending, response, failure), turns);
    }

    private WebChatResponse left(ActiveChat ending, @Nullable WebChatResponse response, @Nullable Throwable failure) {
        leaving = false;
        if (failure != null && !ending.isOver()) {
            throw Futures.completion(failure);
        }
        if (ending.isOver()) {
            Futures.forget(ending.transport().close());
        } else {
            Futures.forget(over(ending, false));
        }
        return response == null ? WebChatResponse.done() : response;
    }

    CompletableFuture<Void> over(ActiveChat ended, boolean lost) {
        if (ended != active()) {
            return ClientChat.nothing();
        }
        ended.end(timers.nowMillis());
        typing.forget();
        saving.run();
        Futures.forget(keeper.delete());
        if (polling) {
            polling = false;
            Futures.forget(publish(WebChatEvent.POLLING_STOPPED));
        }
        CompletableFuture<Void> told = ClientChat.nothing();
        if (lost) {
            told = error(WebChatResponse.failed(new MessagingException(
                    ErrorCode.SESSION_NOT_FOUND, "The service does not have the chat any more: begin another one.")));
        }
        CompletableFuture<Void> all = ClientChat.both(told, publish(WebChatEvent.ENDED));
        if (!leaving) {
            // Who leaves is waiting for the answer.
            Futures.forget(ended.transport().close());
        }
        return all;
    }

    boolean startPolling() {
        ActiveChat now = active(WebChatRejection.NO_SESSION);
        now.transport().allowPolling(true);
        boolean began = !polling;
        polling = true;
        if (began) {
            Futures.forget(publish(WebChatEvent.POLLING_STARTED));
        }
        return began;
    }

    void stopPolling() {
        active(WebChatRejection.NO_SESSION).transport().allowPolling(false);
        if (polling) {
            polling = false;
            Futures.forget(publish(WebChatEvent.POLLING_STOPPED));
        }
    }

    /** The service itself asks for news. */
    void poll() {
        ActiveChat now = active();
        if (now == null || pollInFlight) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.POLL_NOT_FINISHED);
        }
        pollInFlight = true;
        now.transport().poll();
    }

    /** Older messages: the next piece of them. */
    CompletableFuture<WebChatResponse> fetchHistory() {
        ActiveChat now = active(WebChatRejection.NO_ACTIVE_SESSION);
        if (now.lowest() <= 1) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.NO_MORE_HISTORY);
        }
        int before = now.lowest();
        return now.transport()
                .history(before)
                .thenApplyAsync(
                        older -> {
                            if (older.isEmpty()) {
                                throw saying(ErrorCode.WRONG_STATE, WebChatRejection.NO_MORE_HISTORY);
                            }
                            // A call that came in between may have brought them.
                            if (now.lowest() == before) {
                                entries.fetched(now, older);
                            }
                            return WebChatResponse.done();
                        },
                        turns);
    }

    /** Runs an answer in a turn; the caller's future completes elsewhere, so that nobody can hold up the turns. */
    <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> answer) {
        CompletableFuture<T> result = new CompletableFuture<>();
        turns.execute(() -> {
            CompletableFuture<T> coming = closed ? Failures.failed(closedFailure()) : Futures.calling(answer);
            Futures.forget(coming.whenCompleteAsync((value, failure) -> answer(result, value, failure), turns));
        });
        return result;
    }

    private <T> void answer(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure == null) {
            CallbackThreads.getExecutor().execute(() -> result.complete(value));
            return;
        }
        Throwable told = Failures.rejection(failure);
        WebChatResponse response = told instanceof WebChatRejection ? ((WebChatRejection) told).response() : null;
        if (response != null && !closed) {
            Futures.forget(error(response));
        }
        CallbackThreads.getExecutor().execute(() -> result.completeExceptionally(told));
    }

    static MessagingException closedFailure() {
        return new MessagingException(ErrorCode.CLIENT_CLOSED, "This service is closed: make a new one.");
    }

    CompletableFuture<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        turns.execute(() -> {
            closed = true;
            saving.run();
            typing.forget();
            ActiveChat now = active();
            CompletableFuture<?> kept = now == null ? ClientChat.nothing() : keep(now);
            CompletableFuture<Void> left =
                    now == null ? ClientChat.nothing() : now.transport().close();
            Futures.forget(CompletableFuture.allOf(kept, left).whenComplete((all, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(Failures.cause(failure));
                }
            }));
        });
        return done;
    }

    /** Keeps what the next service needs, and again in a while: that the chat was there then, is part of it. */
    void save() {
        saving.run();
        ActiveChat now = active();
        if (now == null || closed) {
            return;
        }
        Futures.forget(keep(now));
        if (!can(Ability.ASYNC)) {
            long interval = Math.max(1, Math.min(LONGEST_SAVE_INTERVAL, options.restoreTimeout() / 4));
            saving = timers.after(interval, turns, this::save);
        }
    }

    private CompletableFuture<?> keep(ActiveChat now) {
        WebChatSessionData session = now.transport().session();
        return session.isEmpty()
                ? ClientChat.nothing()
                : keeper.save(new SessionRecord(session, entries.filters().texts(), timers.nowMillis(), now.readUpTo())
                        .encode());
    }

    private void storeFailed(Throwable failure) {
        if (!closed) {
            Futures.forget(error(WebChatResponse.failed(new MessagingException(
                    ErrorCode.STORE_FAILURE, "The session data store failed: " + failure, failure))));
        }
    }

    CompletableFuture<Void> error(WebChatResponse response) {
        return publish(new WebChatEvent(WebChatEvent.ERROR, response));
    }

    CompletableFuture<Void> publish(String event) {
        return publish(new WebChatEvent(event, null));
    }

    CompletableFuture<Void> publish(WebChatEvent event) {
        return closed ? ClientChat.nothing() : bus.publish(event);
    }
}
