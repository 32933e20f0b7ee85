package dev.confab.sandbox.webmessaging;

import java.time.Duration;

/**
 * How exact the service is with what guests send, and how it answers where the real one is not known for sure.
 *
 * @param lenient whether fields of the wrong kind, unknown content and replies that belong to no dialect are let pass
 *     (Web Messaging protocol notes §2.4, §2.5, §2.8); otherwise they are refused with 400
 * @param repliesEchoedAsText whether a chosen reply that came as a Text without text is echoed as it came; otherwise its
 *     echo is Structured (§11.3.4)
 * @param uploadCheckDelay how long after an upload its success or failure is told (§11.5)
 * @param unconfiguredAsBadRequest whether what comes before configure is refused with 400; otherwise with 4007 (§11.3.1)
 */
public record WireOptions(
        boolean lenient, boolean repliesEchoedAsText, Duration uploadCheckDelay, boolean unconfiguredAsBadRequest) {

    /** Strict, and quick. */
    public static final WireOptions STRICT = new WireOptions(false, false, Duration.ZERO);

    /**
     * Answers what comes before configure with 4007.
     *
     * @param lenient whether what the protocol notes would not expect is let pass
     * @param repliesEchoedAsText whether a chosen reply that came as a Text without text is echoed as it came
     * @param uploadCheckDelay how long after an upload its success or failure is told
     */
    public WireOptions(boolean lenient, boolean repliesEchoedAsText, Duration uploadCheckDelay) {
        this(lenient, repliesEchoedAsText, uploadCheckDelay, false);
    }
}
