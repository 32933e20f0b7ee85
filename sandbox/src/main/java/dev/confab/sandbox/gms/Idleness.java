package dev.confab.sandbox.gms;

import dev.confab.sandbox.loop.SandboxLoop;
import java.time.Duration;
import java.time.Instant;

/** Removes guests who are silent, and ends chats in which nobody speaks (Engage chat protocol notes §1.4, §1.7). */
final class Idleness {

    static final String ALERT = "IdleAlert";
    static final String CLOSE = "IdleClose";

    private static final int SESSION_INACTIVITY = 7;

    private final SandboxLoop loop;
    private final GmsOptions options;

    Idleness(SandboxLoop loop, GmsOptions options) {
        this.loop = loop;
        this.options = options;
    }

    /** Looks after a chat from its beginning on. */
    void begin(Chat chat) {
        loop.after(options.flexDisconnect(), () -> checkGuest(chat));
        Duration alert = options.idleAlert();
        if (alert != null) {
            Instant begun = chat.lastTalk();
            loop.after(alert, () -> checkTalk(chat, begun, alert));
        }
    }

    private void checkGuest(Chat chat) {
        if (chat.ended()) {
            return;
        }
        Instant now = loop.clock().instant();
        Instant due = chat.lease().silentAt(options.flexDisconnect());
        if (due == null) {
            loop.after(options.flexDisconnect(), () -> checkGuest(chat));
        } else if (due.isAfter(now)) {
            loop.at(due, () -> checkGuest(chat));
        } else {
            chat.loseGuest(now);
        }
    }

    private void checkTalk(Chat chat, Instant since, Duration alert) {
        if (chat.ended()) {
            return;
        }
        Instant now = loop.clock().instant();
        Instant talked = chat.lastTalk();
        if (talked.isAfter(since)) {
            loop.at(talked.plus(alert), () -> checkTalk(chat, talked, alert));
            return;
        }
        notice(chat, ALERT, now);
        Duration close = options.idleClose();
        if (close != null) {
            loop.at(since.plus(close), () -> close(chat, since, alert));
        }
    }

    private void close(Chat chat, Instant since, Duration alert) {
        if (chat.lastTalk().isAfter(since)) {
            Instant talked = chat.lastTalk();
            loop.at(talked.plus(alert), () -> checkTalk(chat, talked, alert));
        } else if (!chat.ended()) {
            close(chat, loop.clock().instant());
        }
    }

    /** Tells that nobody speaks. */
    static void notice(Chat chat, String kind, Instant now) {
        chat.add(Entry.NOTICE, kind, Party.SYSTEM, now);
    }

    /** Ends a chat in which nobody speaks. */
    static void close(Chat chat, Instant now) {
        notice(chat, CLOSE, now);
        chat.end(chat.guest(), SESSION_INACTIVITY, now);
    }
}
