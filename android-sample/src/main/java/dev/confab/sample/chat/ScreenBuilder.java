package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the screen together from what the client tells now, and comes back when the countdown goes on. */
final class ScreenBuilder {

    private static final long MINUTE = 60_000;

    private final AsyncMessagingClient client;
    private final Ticker ticker;
    private final Rows rows;
    private final Runnable again;
    private Ticker.@Nullable Timer timer;
    private @Nullable Long expiresAtMillis;

    ScreenBuilder(AsyncMessagingClient client, Ticker ticker, Rows rows, Runnable again) {
        this.client = client;
        this.ticker = ticker;
        this.rows = rows;
        this.again = again;
    }

    ChatScreen build(@Nullable Author typing, Row.Older.@Nullable State older, List<PendingFile> files, String text) {
        SessionState state = client.state();
        long now = ticker.nowMillis();
        wake(Status.nextChange(state, now));
        List<Message> messages = client.conversation().getMessages();
        boolean writable = writable(state);
        List<Row> all = new ArrayList<>();
        if (older != null) {
            all.add(new Row.Older(older));
        }
        all.addAll(rows.of(messages, now, writable));
        if (typing != null) {
            all.add(new Row.Typing(typing));
        }
        boolean attachable = client.capability(Capability.SEND_ATTACHMENTS).getAllowed();
        return new ChatScreen(
                partner(messages),
                typing == null ? Status.line(state) : Words.of(Phrase.STATUS_TYPING),
                banner(state, now),
                all,
                files,
                writable,
                writable && attachable,
                writable && sendable(text, files));
    }

    /** The service ends the conversation soon. */
    void expiresIn(long seconds) {
        expiresAtMillis = ticker.nowMillis() + seconds * 1000;
    }

    /** What was said of its end does not hold any more. */
    void expiresNoMore() {
        expiresAtMillis = null;
    }

    /** Nobody looks: no more countdown. */
    void rest() {
        wake(0);
    }

    private void wake(long millis) {
        if (timer != null) {
            timer.cancel();
        }
        timer = millis == 0 ? null : ticker.after(millis, again);
    }

    private @Nullable Banner banner(SessionState state, long now) {
        Banner banner = Status.banner(state, now);
        if (banner != null || expiresAtMillis == null) {
            return banner;
        }
        int minutes = (int) Math.max(1, (expiresAtMillis - now + MINUTE - 1) / MINUTE);
        return new Banner(Banner.Tone.WARNING, Words.of(Phrase.BANNER_EXPIRES, minutes), null, false);
    }

    /** Messages wait in the outbox while the network is away: only an end stops the writing. */
    private static boolean writable(SessionState state) {
        return !(state instanceof SessionState.ReadOnly
                || state instanceof SessionState.Closed
                || state instanceof SessionState.Closing
                || state instanceof SessionState.Error);
    }

    /** A message takes all files with it: it waits for those that are on their way. */
    private static boolean sendable(String text, List<PendingFile> files) {
        boolean ready = false;
        for (PendingFile file : files) {
            if (file.stage() == PendingFile.Stage.WAITING || file.stage() == PendingFile.Stage.UPLOADING) {
                return false;
            }
            ready |= file.stage() == PendingFile.Stage.READY;
        }
        return ready || !text.trim().isEmpty();
    }

    private static @Nullable Author partner(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Author author = Author.of(messages.get(i).getFrom());
            if (!Rows.isOwn(messages.get(i)) && author.name() != null) {
                return author;
            }
        }
        return null;
    }
}
