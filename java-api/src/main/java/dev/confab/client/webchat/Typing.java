package dev.confab.client.webchat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whether the guest types, and the countdown after the last key. Of the texts that come while one is told, only the newest is told next: a fast
 * typist makes no more requests than the service answers. Confined to the turns of its service.
 */
final class Typing {

    /** The vendor names no time. Shorter than the time after which agents' desks clear the sign by themselves. */
    static final long COUNTDOWN_MILLIS = 5_000;

    private final Timers timers;
    private final Executor turns;
    private final Runnable started;
    private final Runnable stopped;

    private @Nullable ChatTransport transport;
    private boolean typing;
    private String last = "";
    private @Nullable String waiting;
    private @Nullable CompletableFuture<WebChatResponse> telling;
    private Runnable countdown = () -> {};

    Typing(Timers timers, Executor turns, Runnable started, Runnable stopped) {
        this.timers = timers;
        this.turns = turns;
        this.started = started;
        this.stopped = stopped;
    }

    /** The guest typed; what comes of it does not matter. */
    void typed(ChatTransport to, String text) {
        boolean began = begin(to);
        boolean changed = began || !text.equals(last);
        last = text;
        if (!changed) {
            return;
        }
        if (telling != null && !telling.isDone()) {
            waiting = text;
        } else {
            tell(to, text);
        }
    }

    /** The guest types, says a command, which wants to know what came of it. */
    CompletableFuture<WebChatResponse> told(ChatTransport to, @Nullable String text) {
        begin(to);
        last = Objects.toString(text, "");
        waiting = null;
        return to.typing(true, text);
    }

    private boolean begin(ChatTransport to) {
        boolean began = !typing;
        typing = true;
        transport = to;
        if (began) {
            started.run();
        }
        countdown.run();
        countdown = timers.after(COUNTDOWN_MILLIS, turns, this::ranOut);
        return began;
    }

    private void tell(ChatTransport to, String text) {
        CompletableFuture<WebChatResponse> now = to.typing(true, text);
        telling = now;
        Futures.forget(now.whenCompleteAsync(
                (done, failure) -> {
                    String next = waiting;
                    if (telling == now && typing && next != null) {
                        waiting = null;
                        tell(to, next);
                    }
                },
                turns));
    }

    private void ranOut() {
        ChatTransport to = transport;
        if (end() && to != null) {
            // Typing is worth no error.
            Futures.forget(to.typing(false, null));
        }
    }

    /** What was typed is sent: the service takes that for the end of typing. */
    void sent() {
        end();
    }

    /** The chat is over. */
    void forget() {
        typing = false;
        waiting = null;
        countdown.run();
    }

    private boolean end() {
        boolean was = typing;
        forget();
        if (was) {
            stopped.run();
        }
        return was;
    }
}
