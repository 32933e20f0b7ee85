package dev.confab.client.webchat;

import dev.confab.transport.model.MessagingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The "AJAX response object" of the vendor's service: what came of a request. Immutable.
 *
 * <p>What was sent with the guarantees of the client, {@code sendMessage}, has no single answer: it is complete when the service has proved
 * the message, which is {@link #message()}.
 */
public final class WebChatResponse {

    private final boolean success;
    private final @Nullable String code;
    private final @Nullable String raw;
    private final Map<String, String> data;
    private final @Nullable WebChatMessage message;
    private final @Nullable MessagingException failure;

    private WebChatResponse(
            boolean success,
            @Nullable String code,
            @Nullable String raw,
            Map<String, String> data,
            @Nullable WebChatMessage message,
            @Nullable MessagingException failure) {
        this.success = success;
        this.code = code;
        this.raw = raw;
        this.data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        this.message = message;
        this.failure = failure;
    }

    /** The service answered. */
    static WebChatResponse of(boolean success, @Nullable String code, @Nullable String raw, Map<String, String> data) {
        return new WebChatResponse(success, code, raw, data, null, null);
    }

    /** The service did it, and had nothing to say. */
    static WebChatResponse done() {
        return of(true, null, null, Collections.emptyMap());
    }

    static WebChatResponse proved(WebChatMessage message) {
        return new WebChatResponse(true, null, null, Collections.emptyMap(), message, null);
    }

    static WebChatResponse failed(MessagingException failure) {
        return new WebChatResponse(
                false, String.valueOf(failure.getCode().getValue()), null, Collections.emptyMap(), null, failure);
    }

    /**
     * Tells whether the service did what it was asked for.
     *
     * @return whether it did
     */
    public boolean isSuccess() {
        return success;
    }

    /**
     * Returns the service's code: of v2 the number of the first error, or else the {@code statusCode}; of v3 the
     * {@code status.code}, such as {@code LIMIT_FILE_SIZE}; the number of the {@link #failure()} where the service could not be asked.
     *
     * @return the code, or null where none was told
     */
    public @Nullable String code() {
        return code;
    }

    /**
     * Returns the JSON as it came. It may hold keys and texts: not for logs.
     *
     * @return the JSON, or null where there is none to show
     */
    public @Nullable String raw() {
        return raw;
    }

    /**
     * Returns facts in the answer: {@code file-id} or {@code fileId} after an upload, the session data after a start.
     *
     * @return the facts, perhaps none; unmodifiable
     */
    public Map<String, String> data() {
        return data;
    }

    /**
     * Returns the message that was proved.
     *
     * @return the message, or null where this is not about one
     */
    public @Nullable WebChatMessage message() {
        return message;
    }

    /**
     * Returns why there is no answer of the service, or why it is a refusal.
     *
     * @return the failure, or null
     */
    public @Nullable MessagingException failure() {
        return failure;
    }

    /** Without anything that was said. */
    @Override
    public String toString() {
        return "WebChatResponse(" + (success ? "done" : "refused, " + code) + ")";
    }
}
