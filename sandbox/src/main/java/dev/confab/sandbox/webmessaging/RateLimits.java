package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.webmessaging.Violations.Rate;
import java.time.Duration;

/**
 * The rates that the service enforces (Web Messaging protocol notes §10); 0 switches one off.
 *
 * @param messagesPerSecond {@code onMessage} requests of one session
 * @param echoesPerMinute {@code echo} requests on one connection
 * @param configuresPerMinute configure requests of one session
 * @param historyPagesPerMinute history requests of one session
 * @param requestsPerMinute requests of any kind on one connection
 * @param connectionsPerMinute connections to one deployment
 */
public record RateLimits(
        int messagesPerSecond,
        int echoesPerMinute,
        int configuresPerMinute,
        int historyPagesPerMinute,
        int requestsPerMinute,
        int connectionsPerMinute) {

    /** No limit at all. */
    public static final RateLimits OFF = new RateLimits(0, 0, 0, 0, 0);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * Leaves the connections without a limit.
     *
     * @param messagesPerSecond {@code onMessage} requests of one session
     * @param echoesPerMinute {@code echo} requests on one connection
     * @param configuresPerMinute configure requests of one session
     * @param historyPagesPerMinute history requests of one session
     * @param requestsPerMinute requests of any kind on one connection
     */
    public RateLimits(
            int messagesPerSecond,
            int echoesPerMinute,
            int configuresPerMinute,
            int historyPagesPerMinute,
            int requestsPerMinute) {
        this(messagesPerSecond, echoesPerMinute, configuresPerMinute, historyPagesPerMinute, requestsPerMinute, 0);
    }

    RateWindow messages() {
        return new RateWindow(Rate.MESSAGES, messagesPerSecond, Duration.ofSeconds(1));
    }

    RateWindow echoes() {
        return new RateWindow(Rate.ECHOES, echoesPerMinute, MINUTE);
    }

    RateWindow configures() {
        return new RateWindow(Rate.CONFIGURES, configuresPerMinute, MINUTE);
    }

    RateWindow historyPages() {
        return new RateWindow(Rate.HISTORY, historyPagesPerMinute, MINUTE);
    }

    RateWindow requests() {
        return new RateWindow(Rate.REQUESTS, requestsPerMinute, MINUTE);
    }

    RateWindow connections() {
        return new RateWindow(Rate.CONNECTIONS, connectionsPerMinute, MINUTE);
    }
}
