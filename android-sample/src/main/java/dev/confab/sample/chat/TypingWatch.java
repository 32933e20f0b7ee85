package dev.confab.sample.chat;

import dev.confab.transport.model.MessagingEvent;
import org.jspecify.annotations.Nullable;

/** Knows who is typing. The service says for how long to show it; nobody says that it has stopped. */
final class TypingWatch {

    private final Ticker ticker;
    private final Runnable changed;
    private @Nullable Author author;
    private Ticker.@Nullable Timer timer;

    TypingWatch(Ticker ticker, Runnable changed) {
        this.ticker = ticker;
        this.changed = changed;
    }

    /** Who is typing, or null. */
    @Nullable
    Author author() {
        return author;
    }

    void heard(MessagingEvent.Typing typing) {
        stop();
        if (typing.getTyping()) {
            author = Author.of(typing.getFrom());
            timer = ticker.after(typing.getDurationMillis(), () -> {
                author = null;
                changed.run();
            });
        }
        changed.run();
    }

    /** What was being typed has come, or nothing more will. */
    void stop() {
        author = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
