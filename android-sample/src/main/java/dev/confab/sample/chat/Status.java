package dev.confab.sample.chat;

import dev.confab.transport.model.SessionState;
import org.jspecify.annotations.Nullable;

/** Tells what a state of the session means to a person. Pure: the time comes in. */
public final class Status {

    private static final long SECOND = 1000;

    private Status() {}

    /** What is said above the messages, or null when all is well. */
    public static @Nullable Banner banner(SessionState state, long nowMillis) {
        if (state instanceof SessionState.Configured) {
            return null;
        }
        if (state instanceof SessionState.ReadOnly) {
            return new Banner(Banner.Tone.QUIET, Words.of(Phrase.BANNER_READ_ONLY), Banner.Action.NEW_CHAT, false);
        }
        if (state instanceof SessionState.Reconnecting waiting) {
            long seconds = secondsUntil(waiting, nowMillis);
            return seconds > 0
                    ? new Banner(
                            Banner.Tone.WARNING,
                            Words.of(Phrase.BANNER_NEXT_TRY, (int) seconds),
                            Banner.Action.TRY_NOW,
                            false)
                    : new Banner(Banner.Tone.WARNING, Words.of(Phrase.BANNER_TRYING), null, true);
        }
        if (state instanceof SessionState.Error error) {
            Words words = Failures.words(error.getCode());
            boolean settings = words.phrase() == Phrase.FAILED_SETTINGS || words.phrase() == Phrase.FAILED_NOT_FOUND;
            return new Banner(
                    Banner.Tone.FAILURE, words, settings ? Banner.Action.SETTINGS : Banner.Action.CONNECT, false);
        }
        if (state instanceof SessionState.Closed || state instanceof SessionState.Closing) {
            return new Banner(Banner.Tone.QUIET, Words.of(Phrase.BANNER_CLOSED), Banner.Action.CONNECT, false);
        }
        return new Banner(Banner.Tone.QUIET, Words.of(Phrase.BANNER_CONNECTING), null, true);
    }

    /** In one word, for below the title. */
    public static Words line(SessionState state) {
        if (state instanceof SessionState.Configured) {
            return Words.of(Phrase.STATUS_ONLINE);
        }
        if (state instanceof SessionState.ReadOnly) {
            return Words.of(Phrase.STATUS_ENDED);
        }
        if (state instanceof SessionState.Reconnecting) {
            return Words.of(Phrase.STATUS_WAITING);
        }
        boolean over = state instanceof SessionState.Error
                || state instanceof SessionState.Closed
                || state instanceof SessionState.Closing;
        return Words.of(over ? Phrase.STATUS_OFFLINE : Phrase.STATUS_CONNECTING);
    }

    /** When the banner of this state will say something else, in milliseconds from now; 0: not by itself. */
    public static long nextChange(SessionState state, long nowMillis) {
        if (!(state instanceof SessionState.Reconnecting waiting) || secondsUntil(waiting, nowMillis) <= 0) {
            return 0;
        }
        long rest = (waiting.getNextAtMillis() - nowMillis) % SECOND;
        return rest == 0 ? SECOND : rest;
    }

    /** Rounded up: who waits is told 1 until the try begins. */
    private static long secondsUntil(SessionState.Reconnecting waiting, long nowMillis) {
        return Math.max(0, (waiting.getNextAtMillis() - nowMillis + SECOND - 1) / SECOND);
    }
}
