package dev.confab.sandbox.webmessaging;

import java.time.Duration;

/**
 * The rates that the service enforces (Web Messaging protocol notes §10); 0 switches one off.
 *
 * @param messagesPerSecond {@code onMessage} requests of one session
 * @param echoesPerMinute {@code echo} requests on one connection
 * @param configuresPerMinute configure requests of one session
 * @param historyPagesPerMinute history requests of one session
 * @param requestsPerMinute requests of any kind on one connection
 */
public record RateLimits(
        int messagesPerSecond,
        int echoesPerMinute,
        int configuresPerMinute,
        int historyPagesPerMinute,
        int requestsPerMinute) {

    /** No limit at all. */
    public static final RateLimits OFF = new RateLimits(0, 0, 0, 0, 0);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    RateWindow messages() {
        return new RateWindow(messagesPerSecond, Duration.ofSeconds(1));
    }

    RateWindow echoes() {
        return new RateWindow(echoesPerMinute, MINUTE);
    }

    RateWindow configures() {
        return new RateWindow(configuresPerMinute, MINUTE);
    }

    RateWindow historyPages() {
        return new RateWindow(historyPagesPerMinute, MINUTE);
    }

    RateWindow requests() {
        return new RateWindow(requestsPerMinute, MINUTE);
    }
}
