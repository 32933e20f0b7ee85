package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.ErrorMessage;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.transport.model.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Frames by which the service refuses a request (protocol notes §2.11). */
final class Refusals {

    private static final int OK = 200;

    private Refusals() {}

    /** What is refused and why; null when the frame is no refusal. */
    static @Nullable WebMessagingException of(BaseMessage message) {
        ErrorMessage error = JsonModel.of(message.getBody(), ErrorMessage.class);
        Integer code = message.getCode();
        Integer inner = error == null ? null : error.getErrorCode();
        if (code == null || code == OK) {
            return null;
        }
        // The text of the service may repeat what a person wrote: it stays in the frame, which listeners are told.
        ErrorCode told = ErrorCode.of(inner == null ? code : inner);
        return new WebMessagingException(
                told, "The service refused the request with " + told + "; its words are in unexpectedMessage.");
    }
}
