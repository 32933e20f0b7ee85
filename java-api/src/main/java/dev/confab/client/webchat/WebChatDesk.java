package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.client.webchat.ChatWire.Ability;
import dev.confab.client.webchat.WebChatMessage.From;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.ArrayList;
import java.util.Collections;
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
    final Prefilters prefilters = new Prefilters();
    final List<MessagePreprocessor> preprocessors = new ArrayList<>();
    final Map<String, String> userData;

    private final SessionKeeper keeper;
    private @Nullable ActiveChat chat;
    private boolean starting;
    private boolean leaving;
    private boolean restoring;
    private CompletableFuture<Void> settled = ClientChat.nothing();
    private boolean polling;
    private boolean pollInFlight;
    private boolean pending;
    private boolean serverOffline;
    private boolean disconnected;
    private boolean closed;
    private Runnable saving = () -> {};

    WebChatDesk(WebChatOptions options, ChatWire wire, EventBus bus, Turns turns, Timers timers) {
        this.options = options;
        this.wire = wire;
        this.bus = bus;
        this.turns = turns;
        this.timers = timers;
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
        Sink sink = new Sink();
        ActiveChat made = new ActiveChat(wire.chat(sink), can(Ability.ASYNC), timers.nowMillis(), readUpTo);
        sink.chat = made;
        return made;
    }

    private void begin(ActiveChat begun) {
        chat = begun;
        pending = false;
        serverOffline = false;
        disconnected = false;
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
            prefilters.add(filters);
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
            serverOffline = true;
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

    private WebChatResponse left(
            ActiveChat ending, @Nullable WebChatResponse response, @Nullable Throwable failure) {
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

    private CompletableFuture<Void> over(ActiveChat ended, boolean lost) {
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
                                fetched(now, older);
                            }
                            return WebChatResponse.done();
                        },
                        turns);
    }

    private void fetched(ActiveChat now, List<WebChatMessage> older) {
        List<WebChatMessage> shown = new ArrayList<>();
        for (WebChatMessage entry : older) {
            now.note(entry, false);
            WebChatMessage visible = visible(entry);
            if (visible != null && !isTyping(entry)) {
                shown.add(visible);
            }
        }
        now.addOlder(shown);
        if (!shown.isEmpty()) {
            Futures.forget(publish(new WebChatEvent(
                    WebChatEvent.MESSAGE_RECEIVED, new MessagesReceived(null, shown, true, sessionId(now)))));
        }
        save();
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
                : keeper.save(
                        new SessionRecord(session, prefilters.texts(), timers.nowMillis(), now.readUpTo()).encode());
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

    private CompletableFuture<Void> publish(WebChatEvent event) {
        return closed ? ClientChat.nothing() : bus.publish(event);
    }

    private static @Nullable String sessionId(ActiveChat of) {
        WebChatSessionData session = of.transport().session();
        return session.isEmpty() ? null : session.get("sessionId");
    }

    /** As it is shown; null: a filter hides it. */
    private @Nullable WebChatMessage visible(WebChatMessage entry) {
        String text = entry.text();
        if (text != null && prefilters.hides(text)) {
            return null;
        }
        WebChatMessage shown = entry;
        for (MessagePreprocessor preprocessor : preprocessors) {
            try {
                shown = Objects.requireNonNull(
                        preprocessor.process(shown), "A preprocessor returned null: the entry is shown as it was.");
            } catch (Throwable thrown) {
                Futures.forget(bus.report(thrown));
            }
        }
        return shown;
    }

    private static boolean isTyping(WebChatMessage entry) {
        return entry.type().equals(WebChatMessage.TYPING_STARTED)
                || entry.type().equals(WebChatMessage.TYPING_STOPPED);
    }

    private CompletableFuture<Void> received(
            ActiveChat in, @Nullable String original, List<WebChatMessage> entries, boolean past) {
        List<WebChatMessage> shown = new ArrayList<>();
        List<WebChatEvent> events = new ArrayList<>();
        for (WebChatMessage entry : entries) {
            if (!in.note(entry, true)) {
                continue;
            }
            WebChatMessage visible = visible(entry);
            if (visible != null) {
                shown.add(visible);
                if (!isTyping(entry)) {
                    in.add(visible);
                }
            }
            events.addAll(eventsOf(in, entry, visible == null ? entry.withText(null) : visible));
        }
        List<CompletableFuture<Void>> told = new ArrayList<>();
        if (!shown.isEmpty()) {
            told.add(publish(new WebChatEvent(
                    WebChatEvent.MESSAGE_RECEIVED, new MessagesReceived(original, shown, past, sessionId(in)))));
        }
        events.forEach(event -> told.add(publish(event)));
        if (!entries.isEmpty()) {
            saveIfChanged(in);
        }
        return CompletableFuture.allOf(told.toArray(new CompletableFuture<?>[0]));
    }

    /** In the asynchronous mode nothing is saved by the clock, so that every step forward is one. */
    private void saveIfChanged(ActiveChat in) {
        if (in == active() && can(Ability.ASYNC)) {
            save();
        }
    }

    private List<WebChatEvent> eventsOf(ActiveChat in, WebChatMessage entry, WebChatMessage shown) {
        String party = in.partyEvent(entry, can(Ability.BOTS));
        if (party != null) {
            in.noteParty(entry, timers.nowMillis());
            return Collections.singletonList(
                    new WebChatEvent(party, new ParticipantChange(shown, in.agents(), in.agentsConnected())));
        }
        if (isTyping(entry) && entry.from().type().equals(From.AGENT)) {
            boolean began = entry.type().equals(WebChatMessage.TYPING_STARTED);
            return Collections.singletonList(new WebChatEvent(
                    began ? WebChatEvent.AGENT_TYPING_STARTED : WebChatEvent.AGENT_TYPING_STOPPED, shown));
        }
        return Collections.emptyList();
    }

    /** What the back end tells of one chat, brought into the turns. */
    private final class Sink implements ChatSink {

        private @Nullable ActiveChat chat;

        @Override
        public CompletableFuture<Void> received(
                @Nullable String original, List<WebChatMessage> messages, boolean past) {
            return telling(in -> WebChatDesk.this.received(in, original, messages, past));
        }

        @Override
        public CompletableFuture<Void> polled() {
            return telling(in -> {
                pollInFlight = false;
                return ClientChat.nothing();
            });
        }

        @Override
        public CompletableFuture<Void> pollFailed() {
            return telling(in -> {
                boolean first = !pending && !serverOffline;
                pending = true;
                return first ? publish(WebChatEvent.CONNECTION_PENDING) : ClientChat.nothing();
            });
        }

        @Override
        public CompletableFuture<Void> pollRecovered() {
            return telling(in -> backOnline());
        }

        @Override
        public CompletableFuture<Void> serverWentOffline() {
            return telling(in -> {
                boolean first = !serverOffline;
                serverOffline = true;
                return first ? publish(WebChatEvent.CHAT_SERVER_WENT_OFFLINE) : ClientChat.nothing();
            });
        }

        @Override
        public CompletableFuture<Void> serverBackOnline() {
            return telling(in -> backOnline());
        }

        @Override
        public CompletableFuture<Void> disconnected(boolean reached) {
            return telling(in -> {
                if (reached || disconnected) {
                    return ClientChat.nothing();
                }
                disconnected = true;
                return publish(WebChatEvent.DISCONNECTED);
            });
        }

        @Override
        public CompletableFuture<Void> reconnected() {
            return telling(in -> {
                CompletableFuture<Void> told = backOnline();
                boolean was = disconnected;
                disconnected = false;
                return was ? ClientChat.both(told, publish(WebChatEvent.RECONNECTED)) : told;
            });
        }

        @Override
        public CompletableFuture<Void> ended(boolean lost) {
            return telling(in -> over(in, lost));
        }

        @Override
        public CompletableFuture<Void> error(WebChatResponse response) {
            return telling(in -> WebChatDesk.this.error(response));
        }

        private CompletableFuture<Void> backOnline() {
            boolean offline = serverOffline;
            boolean trouble = offline || pending;
            serverOffline = false;
            pending = false;
            if (!trouble || !can(Ability.SERVER_STATE)) {
                return ClientChat.nothing();
            }
            CompletableFuture<Void> told =
                    offline ? publish(WebChatEvent.CHAT_SERVER_BACK_ONLINE) : ClientChat.nothing();
            return ClientChat.both(told, publish(WebChatEvent.CONNECTION_RESTORED));
        }

        private CompletableFuture<Void> telling(Telling telling) {
            CompletableFuture<Void> told = new CompletableFuture<>();
            turns.execute(() -> {
                ActiveChat in = Objects.requireNonNull(chat);
                Runnable tell = () -> tell(in, telling, told);
                if (closed) {
                    told.complete(null);
                } else if (in.hold(tell)) {
                    // Until the chat has begun nobody is told, and nothing is held back for that.
                    told.complete(null);
                } else {
                    tell.run();
                }
            });
            return told;
        }

        private void tell(ActiveChat in, Telling telling, CompletableFuture<Void> told) {
            Futures.forget(Futures.calling(() -> telling.of(in)).whenComplete((done, failure) -> {
                if (failure != null) {
                    Futures.forget(bus.report(Failures.cause(failure)));
                }
                told.complete(null);
            }));
        }
    }

    private interface Telling {
        CompletableFuture<Void> of(ActiveChat in);
    }
}
