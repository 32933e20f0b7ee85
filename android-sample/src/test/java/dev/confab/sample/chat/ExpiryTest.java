package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is said of a conversation that the service ends soon. */
class ExpiryTest {

    private static final long MINUTE = 60_000;

    private final ScreenTester clock = new ScreenTester();
    private final AtomicInteger drawn = new AtomicInteger();

    @Test
    void theMinutesThatAreLeftAreTheClocks() {
        clock.turn(Said.NOON);
        try (ChatTester chat = ChatTester.silent().connected()) {
            ScreenBuilder builder =
                    new ScreenBuilder(chat.client, clock, TimeZone.getTimeZone("UTC"), drawn::incrementAndGet);
            builder.expiresIn(150);
            assertEquals(expires(3), told(builder));
            turn(MINUTE / 2 - 1, 0);
            turn(1, 1);
            assertEquals(expires(2), told(builder));
            turn(MINUTE, 2);
            assertEquals(expires(1), told(builder));
            turn(2 * MINUTE, 2); // it was the last one, however long it takes
            assertEquals(expires(1), told(builder));
        }
    }

    private void turn(long millis, int timesDrawn) {
        clock.turn(clock.nowMillis() + millis);
        assertEquals(timesDrawn, drawn.get());
    }

    private static Words told(ScreenBuilder builder) {
        Banner banner = builder.build(null, null, List.of(), "").banner();
        return Objects.requireNonNull(banner).words();
    }

    private static Words expires(int minutes) {
        return Words.of(Phrase.BANNER_EXPIRES, minutes);
    }
}
