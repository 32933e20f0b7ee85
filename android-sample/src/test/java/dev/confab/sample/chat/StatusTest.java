package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What states and errors are called for people. */
class StatusTest {

    private static final long NOW = 1_000_000;

    @Test
    void theCountdownRoundsUp() {
        assertNextTry(1, 1);
        assertNextTry(1000, 1);
        assertNextTry(1001, 2);
        assertNextTry(29_500, 30);
        assertEquals(
                Words.of(Phrase.BANNER_TRYING),
                banner(new SessionState.Reconnecting(2, NOW)).words());
    }

    @Test
    void itChangesWithEachSecond() {
        assertEquals(1, Status.nextChange(new SessionState.Reconnecting(1, NOW + 1), NOW));
        assertEquals(1000, Status.nextChange(new SessionState.Reconnecting(1, NOW + 3000), NOW));
        assertEquals(400, Status.nextChange(new SessionState.Reconnecting(1, NOW + 3400), NOW));
        assertEquals(0, Status.nextChange(new SessionState.Reconnecting(1, NOW), NOW));
        assertEquals(0, Status.nextChange(new SessionState.Configured(true, true), NOW));
    }

    @Test
    void everyStateHasItsBanner() {
        assertNull(Status.banner(new SessionState.Configured(true, false), NOW));
        assertBanner(SessionState.Idle.INSTANCE, Phrase.BANNER_CONNECTING, null);
        assertBanner(SessionState.Connecting.INSTANCE, Phrase.BANNER_CONNECTING, null);
        assertBanner(SessionState.ReadOnly.INSTANCE, Phrase.BANNER_READ_ONLY, Banner.Action.NEW_CHAT);
        assertBanner(new SessionState.Closed(1000, ""), Phrase.BANNER_CLOSED, Banner.Action.CONNECT);
        assertBanner(
                new SessionState.Error(ErrorCode.WEBSOCKET_ERROR, ""), Phrase.FAILED_NETWORK, Banner.Action.CONNECT);
        assertBanner(
                new SessionState.Error(ErrorCode.DEPLOYMENT_INACTIVE, ""),
                Phrase.FAILED_SETTINGS,
                Banner.Action.SETTINGS);
    }

    @Test
    void errorsAreSentences() {
        assertEquals(Words.of(Phrase.FAILED_FILE_SIZE), Failures.words(ErrorCode.FILE_SIZE_INVALID));
        assertEquals(Words.of(Phrase.FAILED_FILE), Failures.words(ErrorCode.FILE_NAME_INVALID));
        assertEquals(Words.of(Phrase.FAILED_TOO_FAST), Failures.words(ErrorCode.of(429)));
        assertEquals(Words.of(Phrase.FAILED_OTHER, "ProtocolViolation"), Failures.words(ErrorCode.PROTOCOL_VIOLATION));
        assertEquals(
                Words.of(Phrase.FAILED_TOO_LONG),
                Failures.words(
                        new CompletionException(new MessagingException(ErrorCode.MESSAGE_TOO_LONG, "for developers"))));
        assertEquals(Words.of(Phrase.FAILED_OTHER, "UnexpectedError"), Failures.words(new IllegalStateException()));
    }

    private static Banner banner(SessionState state) {
        return Objects.requireNonNull(Status.banner(state, NOW));
    }

    private static void assertNextTry(long inMillis, int seconds) {
        Banner banner = banner(new SessionState.Reconnecting(1, NOW + inMillis));
        assertEquals(Words.of(Phrase.BANNER_NEXT_TRY, seconds), banner.words());
        assertEquals(Banner.Action.TRY_NOW, banner.action());
    }

    private static void assertBanner(SessionState state, Phrase phrase, Banner.@Nullable Action action) {
        Banner banner = banner(state);
        assertEquals(phrase, banner.words().phrase());
        assertEquals(action, banner.action());
    }
}
