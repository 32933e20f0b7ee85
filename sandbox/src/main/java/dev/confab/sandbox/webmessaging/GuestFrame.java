package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A text frame of a guest, as far as it could be read. */
sealed interface GuestFrame {

    /** The session token, or null when none could be read. */
    @Nullable
    String token();

    /** The id that the answer must carry, or null when none could be read. */
    @Nullable
    String tracingId();

    /** What is asked for, or null when that could not be read. */
    @Nullable
    String action();

    /** A request with everything that every request must have (Web Messaging protocol notes §2.3). */
    record Request(String action, String token, @Nullable String tracingId, JsonNode fields) implements GuestFrame {}

    /** Anything else. */
    record Unreadable(
            String reason,
            @Nullable String action,
            @Nullable String token,
            @Nullable String tracingId) implements GuestFrame {}
}
