package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.ConnectionClosedEvent;
import dev.confab.client.webmessaging.sdk.model.GetConfigurationResponse;
import dev.confab.client.webmessaging.sdk.model.JwtResponse;
import dev.confab.client.webmessaging.sdk.model.PresignedUrlResponse;
import dev.confab.client.webmessaging.sdk.model.SessionClearedEvent;
import dev.confab.client.webmessaging.sdk.model.SessionExpiredEvent;
import dev.confab.client.webmessaging.sdk.model.SessionResponse;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.client.webmessaging.sdk.model.UploadFailureEvent;
import dev.confab.client.webmessaging.sdk.model.UploadSuccessEvent;

/**
 * Is told what the service sends and how the connection stands. Every method has an empty default: override what you need.
 *
 * <p>The calls for one listener come one at a time and in order, on the executor that was given at registration, and never on a thread that
 * reads a socket: a callback may block, call the client and wait for its futures. About 64 calls wait for a slow listener; then the client reads
 * no more from the service until there is room. So a callback that waits for something that comes from the service should give that a limit ({@code
 * orTimeout}) or chain it ({@code thenCompose}): once 64 calls have queued up behind it, what it waits for does not come. A listener that throws is told so in {@link #onListenerError}; nobody else notices.
 *
 * <p>Every typed event comes with the raw text of its frame. Events are the listener's own copies.
 */
public interface SessionListener {

    /**
     * The answer to configuring a session; also after a lost connection came back, for the session was configured again.
     *
     * @param response the answer
     * @param rawMessage the frame as JSON
     */
    default void sessionResponse(SessionResponse response, String rawMessage) {}

    /**
     * A message or an event of the conversation, of either side: an own message comes back as {@code Inbound}, which proves that the service
     * has it.
     *
     * @param message the message
     * @param rawMessage the frame as JSON
     */
    default void structuredMessage(StructuredMessage message, String rawMessage) {}

    /**
     * Where to upload a file to, or where it can be downloaded.
     *
     * @param response the address; the headers belong to the upload
     * @param rawMessage the frame as JSON
     */
    default void presignedUrlResponse(PresignedUrlResponse response, String rawMessage) {}

    /**
     * The service has taken an uploaded file.
     *
     * @param uploadSuccessEvent the file
     * @param rawMessage the frame as JSON
     */
    default void uploadSuccessEvent(UploadSuccessEvent uploadSuccessEvent, String rawMessage) {}

    /**
     * The service has refused an uploaded file.
     *
     * @param uploadFailureEvent the file, and why
     * @param rawMessage the frame as JSON
     */
    default void uploadFailureEvent(UploadFailureEvent uploadFailureEvent, String rawMessage) {}

    /**
     * The service ends this connection; it is not made again by itself.
     *
     * @param connectionClosedEvent why
     * @param rawMessage the frame as JSON
     */
    default void connectionClosedEvent(ConnectionClosedEvent connectionClosedEvent, String rawMessage) {}

    /**
     * The session has expired; a lost connection is not made again for it.
     *
     * @param sessionExpiredEvent the event
     * @param rawMessage the frame as JSON
     */
    default void sessionExpiredEvent(SessionExpiredEvent sessionExpiredEvent, String rawMessage) {}

    /**
     * The conversation was wiped.
     *
     * @param sessionClearedEvent the event
     * @param rawMessage the frame as JSON
     */
    default void sessionClearedEvent(SessionClearedEvent sessionClearedEvent, String rawMessage) {}

    /**
     * The token for the history, as {@link WebMessagingClient#getJwt()} or {@link WebMessagingClient#getHistory()} asked for it.
     *
     * @param jwtResponse the token, a secret
     * @param rawMessage the frame as JSON, which holds the secret too
     */
    default void jwtResponse(JwtResponse jwtResponse, String rawMessage) {}

    /**
     * What the deployment allows.
     *
     * @param configuration the answer to {@link WebMessagingClient#getSupportedContentConfiguration}
     * @param rawMessage the frame as JSON
     */
    default void getConfigurationResponse(GetConfigurationResponse configuration, String rawMessage) {}

    /**
     * Everything else: refusals (class {@code string}, with the error's number as code), other classes, and what cannot be read.
     *
     * @param baseMessage the envelope; empty when the frame is no JSON object
     * @param rawMessage the frame as it came
     */
    default void unexpectedMessage(BaseMessage baseMessage, String rawMessage) {}

    /** The connection stands, for the first time or again. */
    default void webSocketConnected() {}

    /**
     * The connection is gone. Unless it was ended on purpose, by whichever side, it is being made again: {@link #webSocketConnected} follows.
     *
     * @param statusCode the close code of the WebSocket; 1006 when it ended without one
     * @param reason what was said with it, perhaps nothing
     */
    default void webSocketDisconnected(int statusCode, String reason) {}

    /**
     * Something failed that no call waits for: an attempt to connect, reading, a frame that is no JSON.
     *
     * @param reason what failed, for a person
     */
    default void webSocketError(String reason) {}

    /**
     * A callback of this listener threw, or its executor refused a task; in the second case the listener is told nothing more. By default the
     * failure goes to the thread's handler of uncaught exceptions, as for any task of an executor.
     *
     * @param failure what was thrown
     */
    default void onListenerError(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
