package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Puts the screen together from what the client tells now, and comes back when the countdown goes on or a day ends. */
final class ScreenBuilder {

    private static final long MINUTE = 60_000;

    private final AsyncMessagingClient client;
    private final Ticker ticker;
    private final Days days;
    private final Rows rows;
    private final Runnable again;
    private Ticker.@Nullable Timer timer;
    private @Nullable Long expiresAtMillis;
    private @Nullable Made made;

    ScreenBuilder(AsyncMessagingClient client, Ticker ticker, TimeZone zone, Runnable again) {
        this.client = client;
        this.ticker = ticker;
        this.again = again;
        days = new Days(zone);
        rows = new Rows(zone);
    }

    ChatScreen build(@Nullable Author typing, Row.Older.@Nullable State older, List<PendingFile> files, String text) {
        SessionState state = client.state();
        long now = ticker.nowMillis();
        long untilTomorrow = days.next(now) - now;
        long change = Status.banner(state, now) == null ? untilNextMinute(now) : Status.nextChange(state, now);
        wake(change == 0 ? untilTomorrow : Math.min(change, untilTomorrow));
        Conversation conversation = client.conversation();
        Writing writing = Writing.in(state);
        boolean writable = writing == Writing.OPEN;
        Source source = new Source(conversation, days.start(now), writing, typing, older);
        return new ChatScreen(
                partner(conversation.getMessages()),
                typing == null ? Status.line(state) : Words.of(Phrase.STATUS_TYPING),
                banner(state, now),
                rows(source, now),
                files,
                writing,
                writable && client.capability(Capability.SEND_ATTACHMENTS).getAllowed(),
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

    /** When the conversation has a minute less; 0: never, or it is its last one. */
    private long untilNextMinute(long now) {
        long left = expiresAtMillis == null ? 0 : expiresAtMillis - now;
        if (left <= MINUTE) {
            return 0;
        }
        return left % MINUTE == 0 ? MINUTE : left % MINUTE;
    }

    /** The list is made once for what it is made of: a key in the text field and a second of the countdown change nothing in it. */
    private List<Row> rows(Source source, long now) {
        if (made != null && made.source.equals(source)) {
            return made.rows;
        }
        List<Row> all = new ArrayList<>();
        if (source.older != null) {
            all.add(new Row.Older(source.older));
        }
        all.addAll(rows.of(source.conversation.getMessages(), now, source.writing));
        if (source.typing != null) {
            all.add(new Row.Typing(source.typing));
        }
        made = new Made(source, all);
        return all;
    }

    private @Nullable Banner banner(SessionState state, long now) {
        Banner banner = Status.banner(state, now);
        if (banner != null || expiresAtMillis == null) {
            return banner;
        }
        int minutes = (int) Math.max(1, (expiresAtMillis - now + MINUTE - 1) / MINUTE);
        return new Banner(Banner.Tone.WARNING, Words.of(Phrase.BANNER_EXPIRES, minutes), null, false);
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

    /** What the rows are made of. A conversation that has not changed is the same value: nothing is compared message by message. */
    private record Source(
            Conversation conversation,
            long today,
            Writing writing,
            @Nullable Author typing,
            Row.Older.@Nullable State older) {}

    private record Made(Source source, List<Row> rows) {}
}
