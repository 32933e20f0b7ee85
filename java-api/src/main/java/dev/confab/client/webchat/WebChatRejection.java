package dev.confab.client.webchat;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import org.jspecify.annotations.Nullable;

/**
 * Why a command of the {@link WebChatService} was rejected, in the words of the vendor's service: the constants are its texts, odd
 * dots and all, and {@link #value()} is what it rejects with.
 */
public final class WebChatRejection extends MessagingException {

    /** {@code startChat} while a chat is active. */
    public static final String ALREADY_ACTIVE = "There is already an active chat session";

    /** {@code startChat} with user data that cannot be attached. */
    public static final String MALFORMED_USER_DATA = "malformed data object provided in userData property";

    /** {@code endChat}, {@code sendMessage}, {@code sendTyping} and {@code sendCustomNotice} without a chat. */
    public static final String NO_ACTIVE_SESSION = "There is no active chat session";

    /** {@code sendFilteredMessage}, {@code startPoll} and {@code stopPoll} without a chat. */
    public static final String NO_SESSION = "No active chat session";

    /** {@code sendMessage} without text. */
    public static final String NO_MESSAGE = "No message text provided";

    /** {@code sendCustomNotice} where there is no such thing. */
    public static final String NO_CUSTOM_NOTICE = "This transport doesn't support sendCustomNotice command.";

    /** {@code addPrefilter} without a usable regular expression. */
    public static final String INVALID_FILTERS =
            "Missing or invalid filters provided. Please provide a regular expression or an array of regular expressions.";

    /** {@code updateUserData} in a chat whose data cannot change. */
    public static final String NO_USER_DATA_UPDATE =
            "This transport doesn't support updating userData during an active chat session.";

    /** {@code poll} by anybody but the service itself. */
    public static final String PRIVATE_COMMAND =
            "Access Denied to private command. Only WebChatService is allowed to invoke this command.";

    /** {@code poll} while one is under way, or without a chat. */
    public static final String POLL_NOT_FINISHED = "previous poll has not finished.";

    /** {@code poll} where nothing is polled. With a dot. */
    public static final String POLL_UNSUPPORTED = "This transport doesn't support polling.";

    /** {@code startPoll} and {@code stopPoll} where nothing is polled. Without a dot. */
    public static final String POLLING_UNSUPPORTED = "This transport doesn't support polling";

    /** {@code resetPollExceptions} where nothing is polled. */
    public static final String NO_POLL_EXCEPTIONS = "This transport doesn't support resetPollExceptions command.";

    /** {@code restore} while restoring. */
    public static final String ALREADY_RESTORING = "Already restoring. Ignoring request.";

    /** {@code restore} while a chat is active. */
    public static final String RESTORE_WHILE_ACTIVE = "Chat session is already active, ignoring restore command.";

    /** {@code restore} by anybody but the service itself, outside the asynchronous mode. */
    public static final String PRIVATE_RESTORE =
            "Access Denied to private command. Only WebChatService is allowed to invoke this command in Non-Async mode.";

    /** {@code sendFile} where no files are taken. */
    public static final String NO_FILES = "This transport doesn't support file uploads";

    /** {@code fetchHistory} outside the asynchronous mode. */
    public static final String HISTORY_NEEDS_ASYNC = "Fetching history messages applies only to Asynchronous chat";

    /** {@code fetchHistory} when everything is here. */
    public static final String NO_MORE_HISTORY = "No more messages to fetch";

    /** {@code registerTypingPreviewInput} without an input. */
    public static final String INVALID_INPUT =
            "Invalid value provided for the 'input' property. An HTML element reference to a textarea or text input is required.";

    /** {@code registerPreProcessor} without a function; what was given instead stands between the quotes. */
    public static final String NO_PREPROCESSOR = "No preprocessor function provided. Type provided was '%s'.";

    /** {@code verifySession} where sessions cannot be verified. */
    public static final String NO_VERIFY_SESSION = "This transport doesn't support the verifySession command";

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object value;

    private WebChatRejection(ErrorCode code, String message, @Nullable Object value, @Nullable Throwable cause) {
        super(code, message, cause);
        this.value = value;
    }

    /** With one of the texts. */
    static WebChatRejection saying(ErrorCode code, String text) {
        return new WebChatRejection(code, text, text, null);
    }

    /** With one of the texts, and what stands behind it. */
    static WebChatRejection saying(ErrorCode code, String text, Throwable cause) {
        return new WebChatRejection(code, text, text, cause);
    }

    /** With what the service answered, or that it could not be asked. */
    static WebChatRejection answered(WebChatResponse response) {
        MessagingException failure = response.failure();
        String message = failure == null
                ? "The service refused with " + response.code() + "."
                : String.valueOf(failure.getMessage());
        return new WebChatRejection(
                failure == null ? ErrorCode.FEATURE_UNAVAILABLE : failure.getCode(), message, response, failure);
    }

    /** With nothing, as when a session is not found. */
    static WebChatRejection empty(ErrorCode code, String message, @Nullable Throwable cause) {
        return new WebChatRejection(code, message, null, cause);
    }

    /**
     * Returns what the vendor's service rejects with.
     *
     * @return one of the texts, a {@link WebChatResponse} where the service answered or could not be reached, or null for nothing
     */
    public @Nullable Object value() {
        return value;
    }

    /**
     * Returns the service's answer, if that is the reason.
     *
     * @return the answer, or null
     */
    public @Nullable WebChatResponse response() {
        return value instanceof WebChatResponse ? (WebChatResponse) value : null;
    }
}
