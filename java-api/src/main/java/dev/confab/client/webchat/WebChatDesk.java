package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.client.webchat.ChatWire.Ability;
import dev.confab.client.webchat.WebChatMessage.From;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.LinkedHashMap;
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
    final SessionKeeper keeper;
    final ChatPolling polling = new ChatPolling(this);
    final ChatRestoring restoring = new ChatRestoring(this);

    private @Nullable ActiveChat chat;

    /** It is being begun or restored. */
    private @Nullable ActiveChat coming;

    private WebChatSessionData kept = WebChatSessionData.NONE;
    private boolean leaving;
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

    boolean isActive() {
        return active() != null;
    }

    boolean isStarting() {
        return coming != null && !restoring.isUnderWay();
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
        if (closed) {
            throw closedFailure();
        }
        if (restoring.isUnderWay()) {
            // Whether there is a chat already, that will show.
            return restoring.settled().thenComposeAsync(done -> start(form), turns);
        }
        if (isActive() || isStarting()) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.ALREADY_ACTIVE);
        }
        if (!UserData.isWellFormed(form.userData())) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.MALFORMED_USER_DATA);
        }
        Map<String, String> facts = new LinkedHashMap<>(userData);
        facts.putAll(form.userData());
        ActiveChat next = come(0, false);
        return Futures.calling(() -> next.transport().start(form, facts))
                .handleAsync((response, failure) -> started(next, response, failure), turns);
    }

    private WebChatResponse started(ActiveChat begun, @Nullable WebChatResponse response, @Nullable Throwable failure) {
        if (failure != null || closed) {
            giveUp(begun);
            throw Futures.completion(failure == null ? closedFailure() : failure);
        }
        WebChatResponse answer = Objects.requireNonNull(response);
        begin(begun);
        Futures.forget(publish(new WebChatEvent(WebChatEvent.STARTED, answer)));
        goOn(begun);
        return answer;
    }

    /** A chat that is being begun or restored. */
    ActiveChat come(int readUpTo, boolean restored) {
        ChatNews news = new ChatNews(this);
        ActiveChat made = new ActiveChat(wire.chat(news), can(Ability.ASYNC), timers.nowMillis(), readUpTo, restored);
        news.of(made);
        coming = made;
        return made;
    }

    /** It did not come to a chat. */
    void giveUp(ActiveChat failed) {
        coming = null;
        Futures.forget(failed.transport().close());
    }

    void begin(ActiveChat begun) {
        coming = null;
        chat = begun;
        polling.forget();
        save();
    }

    void goOn(ActiveChat begun) {
        if (can(Ability.POLLING)) {
            polling.begin();
        }
        begun.settle().forEach(Runnable::run);
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
        polling.end();
        CompletableFuture<Void> told = guestLeft(ended);
        if (lost) {
            told = ClientChat.both(
                    told,
                    error(WebChatResponse.failed(new MessagingException(
                            ErrorCode.SESSION_NOT_FOUND,
                            "The service does not have the chat any more: begin another one."))));
        }
        CompletableFuture<Void> all = ClientChat.both(told, publish(WebChatEvent.ENDED));
        if (!leaving) {
            // Who leaves is waiting for the answer.
            Futures.forget(ended.transport().close());
        }
        return all;
    }

    /** Who leaves is shown no entry of that any more, and services keep it to themselves when a chat is just over. */
    private CompletableFuture<Void> guestLeft(ActiveChat ended) {
        From guest = ended.guest();
        if (guest == null) {
            return ClientChat.nothing();
        }
        WebChatMessage entry = ClientMessages.notice(WebChatMessage.PARTICIPANT_LEFT, guest);
        ended.noteParty(entry, timers.nowMillis());
        return publish(new WebChatEvent(
                WebChatEvent.CLIENT_DISCONNECTED,
                new ParticipantChange(entry, ended.agents(), ended.agentsConnected())));
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

    /**
     * Runs an answer in a turn; the caller's future completes elsewhere, so that nobody can hold up the turns. Cancelling it before its turn
     * undoes the command; later it only ends the waiting.
     */
    <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> answer) {
        return inTurn(answer, false);
    }

    /** @param stops whether cancelling the caller's future cancels the answer, too; only for one that nothing here depends on */
    <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> answer, boolean stops) {
        CompletableFuture<T> result = new CompletableFuture<>();
        turns.execute(() -> {
            if (result.isDone()) {
                return;
            }
            CompletableFuture<T> underWay = closed ? Failures.failed(closedFailure()) : Futures.calling(answer);
            Futures.forget(underWay.whenCompleteAsync((value, failure) -> answer(result, value, failure), turns));
            if (stops) {
                Futures.forget(result.whenComplete((value, failure) -> underWay.cancel(false)));
            }
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
            ActiveChat next = coming;
            CompletableFuture<?> stored = now == null ? ClientChat.nothing() : Futures.calling(() -> keep(now));
            CompletableFuture<Void> left = now == null
                    ? ClientChat.nothing()
                    : Futures.calling(() -> now.transport().close());
            CompletableFuture<Void> notBegun = next == null
                    ? ClientChat.nothing()
                    : Futures.calling(() -> next.transport().close());
            Futures.forget(CompletableFuture.allOf(stored, left, notBegun).whenComplete((all, failure) -> {
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

    /** Whether the store knows what names the session now: over v2 another chat server may have taken over (§1.2). */
    boolean isKept(ActiveChat now) {
        return now.transport().session().equals(kept);
    }

    private CompletableFuture<?> keep(ActiveChat now) {
        WebChatSessionData session = now.transport().session();
        kept = session;
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
