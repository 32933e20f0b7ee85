package dev.confab.sample.chat;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Puts the errors of the library into sentences for people: what happened, and what they can do. */
public final class Failures {

    /** Those for which their corrective action says too little. */
    private static final Map<ErrorCode, Phrase> SPECIAL = Map.of(
            ErrorCode.FILE_SIZE_INVALID, Phrase.FAILED_FILE_SIZE,
            ErrorCode.FILE_TYPE_INVALID, Phrase.FAILED_FILE_TYPE,
            ErrorCode.FILE_EMPTY, Phrase.FAILED_FILE_EMPTY,
            ErrorCode.DOWNLOAD_FAILED, Phrase.FAILED_DOWNLOAD,
            ErrorCode.CONVERSATION_ENDED, Phrase.FAILED_ENDED,
            ErrorCode.SEND_UNCERTAIN, Phrase.FAILED_UNCERTAIN,
            ErrorCode.UNSUPPORTED, Phrase.FAILED_UNSUPPORTED,
            ErrorCode.OUTBOX_FULL, Phrase.FAILED_FULL,
            ErrorCode.STORE_FAILURE, Phrase.FAILED_STORE);

    private Failures() {}

    /** The sentence for an error of the library. */
    public static Words words(ErrorCode code) {
        Phrase special = SPECIAL.get(code);
        if (special != null) {
            return Words.of(special);
        }
        return switch (code.getCorrectiveAction()) {
            case CHECK_NETWORK -> Words.of(Phrase.FAILED_NETWORK);
            case REQUEST_TIME_OUT -> Words.of(Phrase.FAILED_TIMEOUT);
            case CHECK_CONFIGURATION -> Words.of(Phrase.FAILED_SETTINGS);
            case RE_AUTHENTICATE -> Words.of(Phrase.FAILED_SIGN_IN);
            case FORBIDDEN -> Words.of(Phrase.FAILED_FORBIDDEN);
            case NOT_FOUND -> Words.of(Phrase.FAILED_NOT_FOUND);
            case TOO_MANY_REQUESTS -> Words.of(Phrase.FAILED_TOO_FAST);
            case SHORTEN_MESSAGE -> Words.of(Phrase.FAILED_TOO_LONG);
            case CHOOSE_ANOTHER_FILE -> Words.of(Phrase.FAILED_FILE);
            case UPLOAD_AGAIN -> Words.of(Phrase.FAILED_UPLOAD);
            case START_NEW_SESSION -> Words.of(Phrase.FAILED_ENDED);
            case CONNECT_FIRST -> Words.of(Phrase.FAILED_NOT_CONNECTED);
            case BAD_REQUEST, CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE, UNKNOWN -> Words.of(Phrase.FAILED_OTHER, code.getName());
        };
    }

    /** The sentence for what a future of the library failed with. */
    public static Words words(Throwable failure) {
        return words(codeOf(failure));
    }

    /** What a future of the library failed with. */
    public static ErrorCode codeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof MessagingException known) {
            return known.getCode();
        }
        return cause instanceof CancellationException ? ErrorCode.CANCELLATION_ERROR : ErrorCode.UNEXPECTED_ERROR;
    }
}
