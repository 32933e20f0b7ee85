package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.EventPresenceType;
import dev.confab.client.webmessaging.sdk.model.EventType;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.JwtResponse;
import dev.confab.client.webmessaging.sdk.model.MessageEvent;
import dev.confab.client.webmessaging.sdk.model.OAuthParams;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessageEntityList;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.CloseReason;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.policy.ReconnectPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A guest's connection to Genesys Cloud Web Messaging in the vocabulary of Genesys' Java SDK: every call sends one frame, and whatever the service
 * sends is told to {@link SessionListener}s.
 *
 * <p><b>Life.</b> Construct, {@link #addSessionListener}, {@link #connect}, {@link #configureSession}, then everything else; {@link #disconnect},
 * after which {@code connect} works again; {@link #close} as the last call. Every method may be called from any thread.
 *
 * <p><b>Futures.</b> The senders return the tracing id of their frame, by which its answer can be told, as soon as the frame is on its way; that is
 * no proof that the service has it. They fail with a {@link WebMessagingException}. What is sent while the session is being configured waits for it,
 * in order. What is sent without a session, also while a lost connection is coming back, fails with {@link ErrorCode#NOT_CONNECTED}: nothing is kept
 * for later. For messages that are kept, proved and sent once see {@link dev.confab.client.AsyncMessagingClient}.
 *
 * <p><b>Losses.</b> A lost connection is made again without end, with growing pauses and under the budget of the process; the session is configured
 * again with the same token. Listeners are told {@code webSocketDisconnected}, {@code webSocketConnected} and {@code sessionResponse}. What was said
 * meanwhile is in the history.
 *
 * <p>Clients share the HTTP client of their {@link Confab} and have no thread of their own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails inside of a chain fails the future that is returned.
public final class WebMessagingClient implements AutoCloseable {

    private static final long CONNECT_MILLIS = 10_000;
    private static final long JWT_MILLIS = 10_000;
    private static final long CLOSE_SECONDS = 10;
    private static final int MAX_TEXT_BYTES = 4096;
    private static final String APPLICATION = "confab";
    private static final CloseReason LEAVING = new CloseReason(CloseReason.NORMAL, "guest left");

    private final Confab confab;
    private final ServiceAddress address;
    private final SessionListeners listeners = new SessionListeners();
    private final ClientSession session;
    private volatile @Nullable ApiClient apiClient;
    private volatile @Nullable String origin;

    /** The listener under the name that it has in Genesys' SDK. */
    public interface SessionListener extends dev.confab.client.webmessaging.sdk.SessionListener {}

    /**
     * Makes a client that is not connected yet.
     *
     * @param address where the WebSocket is, such as {@code wss://webmessaging.mypurecloud.de/v1}; {@code ws} only to this very machine
     * @throws IllegalArgumentException when the address cannot be used; the message names the way out
     */
    public WebMessagingClient(String address) {
        this(address, Confab.shared());
    }

    /**
     * Makes a client that is not connected yet.
     *
     * @param region the region of Genesys Cloud
     */
    public WebMessagingClient(GenesysCloudRegionWebSocketHosts region) {
        this(region.getWebSocketHost());
    }

    /**
     * Makes a client on a runtime of the caller's own.
     *
     * @param address where the WebSocket is
     * @param confab what the client shares with others; to be closed after its clients
     */
    public WebMessagingClient(String address, Confab confab) {
        this(address, confab, ReconnectPolicy.DEFAULT);
    }

    /**
     * Makes a client that comes back after a loss in a way of the caller's own.
     *
     * @param address where the WebSocket is
     * @param confab what the client shares with others; to be closed after its clients
     * @param policy how long to wait before each attempt; a first connect is always tried once
     */
    public WebMessagingClient(String address, Confab confab, ReconnectPolicy policy) {
        this.address = ServiceAddress.parse(address);
        this.confab = Objects.requireNonNull(confab, "confab");
        this.session = new ClientSession(confab, listeners, Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Whether a message holds a presence event.
     *
     * @param message the message
     * @return true when it does
     */
    public static boolean hasPresenceEvents(StructuredMessage message) {
        return hasEvents(message, EventType.PRESENCE);
    }

    /**
     * Whether a message holds a typing event.
     *
     * @param message the message
     * @return true when it does
     */
    public static boolean hasTypingEvents(StructuredMessage message) {
        return hasEvents(message, EventType.TYPING);
    }

    /**
     * Whether a message holds an event of a type.
     *
     * @param message the message
     * @param type the type to look for
     * @return true when it does
     */
    public static boolean hasEvents(StructuredMessage message, EventType type) {
        List<MessageEvent> events = message.getEvents();
        if (events != null) {
            for (MessageEvent event : events) {
                if (event.getEventType() == type) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Connects, configures a new session and sends a first message once the session stands. Does not wait: what is sent before the connection
     * stands fails with {@link ErrorCode#NOT_CONNECTED}.
     *
     * @param deploymentId the deployment
     * @param initialMessage the message
     * @return completes when the message is on its way
     */
    public CompletableFuture<Void> joinConversation(String deploymentId, String initialMessage) {
        return joinConversation(deploymentId, ClientSession.newId(), initialMessage);
    }

    /**
     * Connects, configures the session of a token and sends a first message once the session stands. Does not wait: what is sent before the
     * connection stands fails with {@link ErrorCode#NOT_CONNECTED}.
     *
     * @param deploymentId the deployment
     * @param token the session's token, a secret
     * @param initialMessage the message
     * @return completes when the message is on its way
     */
    public CompletableFuture<Void> joinConversation(String deploymentId, String token, String initialMessage) {
        SessionSetup setup = new SessionSetup(deploymentId, token, null);
        checkText(initialMessage, Collections.emptyList());
        return connectAsync(deploymentId, null, Optional.empty(), Optional.empty())
                .thenCompose(connected -> {
                    session.configure(setup, ClientSession.newId(), null);
                    return sendMessage(initialMessage);
                })
                .thenApply(tracingId -> null);
    }

    /**
     * Connects, and waits for that: not for a main thread of Android. One attempt of at most 10 s.
     *
     * @param deploymentId the deployment
     * @param origin a host that the deployment allows, or {@code https://host}
     * @throws WebMessagingException when it fails
     */
    public void connect(String deploymentId, String origin) {
        connect(deploymentId, origin, Optional.empty());
    }

    /**
     * Connects, and waits for that. While a lost connection is being made again, waits for that; does nothing when connected.
     *
     * @param deploymentId the deployment
     * @param origin a host that the deployment allows, or {@code https://host}
     * @param connectionTimeout how long to wait, in seconds; 10 by default
     * @throws WebMessagingException when it fails
     */
    public void connect(String deploymentId, String origin, Optional<Integer> connectionTimeout) {
        connect(deploymentId, origin, connectionTimeout, Optional.empty());
    }

    /**
     * Connects, and waits for that.
     *
     * @param deploymentId the deployment
     * @param origin a host that the deployment allows, or {@code https://host}
     * @param connectionTimeout how long to wait, in seconds; 10 by default
     * @param applicationName what the client calls itself to the service
     * @throws WebMessagingException when it fails
     */
    public void connect(
            String deploymentId, String origin, Optional<Integer> connectionTimeout, Optional<String> applicationName) {
        Futures.await(connectAsync(deploymentId, origin, connectionTimeout, applicationName), "Connecting");
    }

    /**
     * Connects without waiting.
     *
     * @param deploymentId the deployment
     * @param origin a host that the deployment allows, or {@code https://host}; null for the host of the WebSocket
     * @param connectionTimeout how long it may take, in seconds; 10 by default
     * @param applicationName what the client calls itself to the service
     * @return completes when the connection stands
     */
    public CompletableFuture<Void> connectAsync(
            String deploymentId,
            @Nullable String origin,
            Optional<Integer> connectionTimeout,
            Optional<String> applicationName) {
        Objects.requireNonNull(deploymentId, "deploymentId");
        int seconds = connectionTimeout.orElse((int) (CONNECT_MILLIS / 1000));
        if (seconds <= 0) {
            throw new IllegalArgumentException("The connection timeout must be positive, but is " + seconds + " s.");
        }
        this.origin = origin;
        return Futures.typed(session.connect(
                address.options(deploymentId, origin, applicationName.orElse(APPLICATION))
                        .build(),
                TimeUnit.SECONDS.toMillis(seconds)));
    }

    /**
     * Whether nothing can be received: before connecting, after the end, and while a lost connection is coming back.
     *
     * @return true without a connection
     */
    public boolean isInputClosed() {
        return !session.isOpen();
    }

    /**
     * Whether nothing can be sent: before connecting, after the end, and while a lost connection is coming back.
     *
     * @return true without a connection
     */
    public boolean isOutputClosed() {
        return !session.isOpen();
    }

    /**
     * The token of the session that was configured last, a secret: with it {@link #configureSession(String, String, String, Optional)} finds the
     * session again.
     *
     * @return the token; null without a session
     */
    public @Nullable String getToken() {
        return session.token();
    }

    /**
     * Configures a session with a random token. On a connection that came back by itself: the session that it had.
     *
     * @param deploymentId the deployment
     * @param origin the origin of REST calls
     * @return the tracing id of the request, when it is on its way; the answer is {@code sessionResponse}, a refusal {@code unexpectedMessage}
     */
    public CompletableFuture<String> configureSession(String deploymentId, String origin) {
        return configureSession(deploymentId, session.tokenFor(deploymentId), origin, Optional.empty());
    }

    /**
     * Configures the session of a token.
     *
     * @param deploymentId the deployment
     * @param token the session's token, a secret of at most 2048 characters
     * @param origin the origin of REST calls
     * @param startNew whether to begin a new conversation where the session's own has ended
     * @return the tracing id of the request, when it is on its way
     */
    public CompletableFuture<String> configureSession(
            String deploymentId, String token, String origin, Optional<Boolean> startNew) {
        return configureSession(deploymentId, token, origin, ClientSession.newId(), startNew);
    }

    /**
     * Configures the session of a token under a tracing id of the caller's own.
     *
     * @param deploymentId the deployment
     * @param token the session's token
     * @param origin the origin of REST calls
     * @param tracingId the id that the answer carries
     * @param startNew whether to begin a new conversation where the session's own has ended
     * @return the tracing id, when the request is on its way
     */
    public CompletableFuture<String> configureSession(
            String deploymentId, String token, String origin, String tracingId, Optional<Boolean> startNew) {
        this.origin = origin;
        return session.configure(
                new SessionSetup(deploymentId, token, null), tracingId(tracingId), startNew.orElse(null));
    }

    /**
     * Configures a session of a signed-in guest with a random token.
     *
     * @param deploymentId the deployment
     * @param origin the origin of REST calls
     * @param data who the guest is
     * @return the tracing id of the request, when it is on its way
     */
    public CompletableFuture<String> configureAuthenticatedSession(
            String deploymentId, String origin, OAuthParams data) {
        return configureAuthenticatedSession(deploymentId, session.tokenFor(deploymentId), origin, data);
    }

    /**
     * Configures the session of a token for a signed-in guest.
     *
     * @param deploymentId the deployment
     * @param token the session's token
     * @param origin the origin of REST calls
     * @param data who the guest is
     * @return the tracing id of the request, when it is on its way
     */
    public CompletableFuture<String> configureAuthenticatedSession(
            String deploymentId, String token, String origin, OAuthParams data) {
        return configureAuthenticatedSession(
                deploymentId, token, origin, data, ClientSession.newId(), Optional.empty());
    }

    /**
     * Configures the session of a token for a signed-in guest under a tracing id of the caller's own.
     *
     * @param deploymentId the deployment
     * @param token the session's token
     * @param origin the origin of REST calls
     * @param data who the guest is
     * @param tracingId the id that the answer carries
     * @param startNew whether to begin a new conversation where the session's own has ended
     * @return the tracing id, when the request is on its way
     */
    public CompletableFuture<String> configureAuthenticatedSession(
            String deploymentId,
            String token,
            String origin,
            OAuthParams data,
            String tracingId,
            Optional<Boolean> startNew) {
        this.origin = origin;
        return session.configure(
                new SessionSetup(deploymentId, token, Objects.requireNonNull(data, "data")),
                tracingId(tracingId),
                startNew.orElse(null));
    }

    /**
     * Asks what the deployment allows; possible before a session is configured.
     *
     * @param deploymentId the deployment
     * @param token a session token
     * @param origin the origin of REST calls
     * @return the tracing id of the request, when it is on its way; the answer is {@code getConfigurationResponse}
     */
    public CompletableFuture<String> getSupportedContentConfiguration(
            String deploymentId, String token, String origin) {
        SessionSetup setup = new SessionSetup(deploymentId, token, null);
        this.origin = origin;
        String tracingId = ClientSession.newId();
        return session.sendAtOnce(tracingId, Frames.configuration(setup.deploymentId(), setup.token(), tracingId));
    }

    /**
     * Ends the connection politely; it is not made again. Does not wait.
     *
     * @return completes when it is gone
     */
    public CompletableFuture<Void> disconnect() {
        return session.disconnect(LEAVING);
    }

    /**
     * Sends what the service answers, to see that the connection lives; dead ones are found without it. The service allows two a minute.
     *
     * @return the tracing id of the frame, which the {@code structuredMessage} that answers carries
     */
    public CompletableFuture<String> ping() {
        return ping(ClientSession.newId());
    }

    /**
     * As {@link #ping()}, under a tracing id of the caller's own.
     *
     * @param tracingId the id that the answer carries
     * @return the tracing id, when the frame is on its way
     */
    public CompletableFuture<String> ping(String tracingId) {
        String id = tracingId(tracingId);
        return session.send(id, token -> Frames.echo(token, id));
    }

    /**
     * Sends a message.
     *
     * @param message the text, at most 4096 bytes of UTF-8; may be empty when there are files
     * @param attachmentIds ids of uploaded files
     * @return the tracing id of the frame, when it is on its way; the same message comes back in {@code structuredMessage} with this id when the
     *     service has it
     */
    public CompletableFuture<String> sendMessage(String message, String... attachmentIds) {
        return sendMessage(message, Collections.emptyMap(), attachmentIds);
    }

    /**
     * Sends a message with custom attributes.
     *
     * @param message the text, at most 4096 bytes of UTF-8; may be empty when there are files
     * @param customAttributes go with the message to the contact center
     * @param attachmentIds ids of uploaded files
     * @return the tracing id of the frame, when it is on its way
     */
    public CompletableFuture<String> sendMessage(
            String message, Map<String, String> customAttributes, String... attachmentIds) {
        Objects.requireNonNull(customAttributes, "customAttributes");
        List<String> files = Arrays.asList(attachmentIds.clone());
        files.forEach(id -> checkGiven(id, "attachment id"));
        checkText(message, files);
        String tracingId = ClientSession.newId();
        return session.send(tracingId, token -> Frames.text(token, tracingId, message, customAttributes, files));
    }

    /**
     * Sends a presence event.
     *
     * @param type what the guest does
     * @return the tracing id of the frame, when it is on its way
     */
    public CompletableFuture<String> sendPresenceEvent(EventPresenceType type) {
        return sendPresenceEvent(type, ClientSession.newId());
    }

    /**
     * Sends a presence event under a tracing id of the caller's own.
     *
     * @param type what the guest does
     * @param tracingId the id that the answer carries
     * @return the tracing id, when the frame is on its way
     */
    public CompletableFuture<String> sendPresenceEvent(EventPresenceType type, String tracingId) {
        if (Objects.requireNonNull(type, "type") == EventPresenceType.UNKNOWN) {
            throw new IllegalArgumentException("UNKNOWN stands for what the service sends; it cannot be sent.");
        }
        String id = tracingId(tracingId);
        return session.send(id, token -> Frames.presence(token, id, type));
    }

    /**
     * As {@link #sendPresenceEventJoin()}.
     *
     * @return the tracing id of the frame, when it is on its way
     */
    public CompletableFuture<String> sendPresenceEvent() {
        return sendPresenceEventJoin();
    }

    /**
     * Tells that the guest has come, so that the conversation begins before a first message.
     *
     * @return the tracing id of the frame, when it is on its way
     */
    public CompletableFuture<String> sendPresenceEventJoin() {
        return sendPresenceEvent(EventPresenceType.JOIN);
    }

    /**
     * Wipes the conversation, where the deployment allows that.
     *
     * @return the tracing id of the frame, when it is on its way; then {@code sessionClearedEvent} comes
     */
    public CompletableFuture<String> sendPresenceEventEndUserClear() {
        return sendPresenceEvent(EventPresenceType.CLEAR);
    }

    /**
     * Tells that the guest types; at most once in five seconds is advised.
     *
     * @return the tracing id of the frame, when it is on its way
     */
    public CompletableFuture<String> sendTypingEvent() {
        return sendTypingEvent(ClientSession.newId());
    }

    /**
     * As {@link #sendTypingEvent()}, under a tracing id of the caller's own.
     *
     * @param tracingId the id of the frame
     * @return the tracing id, when the frame is on its way
     */
    public CompletableFuture<String> sendTypingEvent(String tracingId) {
        String id = tracingId(tracingId);
        return session.send(id, token -> Frames.typing(token, id));
    }

    /**
     * Asks where to upload a file to. The upload itself, with the headers of the answer, is up to the application.
     *
     * @param fileName its name, with an extension
     * @param fileSize its size in bytes
     * @param fileType its media type
     * @return the tracing id of the request, when it is on its way; the answer is {@code presignedUrlResponse}
     */
    public CompletableFuture<String> attachment(String fileName, int fileSize, String fileType) {
        return attachment(fileName, fileSize, fileType, ClientSession.newId());
    }

    /**
     * As {@link #attachment(String, int, String)}, under a tracing id of the caller's own.
     *
     * @param fileName its name, with an extension
     * @param fileSize its size in bytes
     * @param fileType its media type
     * @param tracingId the id that the answer carries
     * @return the tracing id, when the request is on its way
     */
    public CompletableFuture<String> attachment(String fileName, int fileSize, String fileType, String tracingId) {
        checkGiven(fileName, "file name");
        checkGiven(fileType, "file type");
        if (fileSize <= 0) {
            throw new IllegalArgumentException("The service takes no empty file; the size is " + fileSize + " bytes.");
        }
        String id = tracingId(tracingId);
        return session.send(id, token -> Frames.upload(token, id, fileName, fileSize, fileType));
    }

    /**
     * Asks where a file can be downloaded.
     *
     * @param attachmentId the file
     * @return the tracing id of the request, when it is on its way; the answer is {@code presignedUrlResponse}
     */
    public CompletableFuture<String> getAttachment(String attachmentId) {
        return getAttachment(attachmentId, ClientSession.newId());
    }

    /**
     * As {@link #getAttachment(String)}, under a tracing id of the caller's own.
     *
     * @param attachmentId the file
     * @param tracingId the id that the answer carries
     * @return the tracing id, when the request is on its way
     */
    public CompletableFuture<String> getAttachment(String attachmentId, String tracingId) {
        checkGiven(attachmentId, "attachment id");
        String id = tracingId(tracingId);
        return session.send(id, token -> Frames.download(token, id, attachmentId));
    }

    /**
     * Deletes an uploaded file that was not sent yet.
     *
     * @param attachmentId the file
     * @return the tracing id of the request, when it is on its way; the answer comes as {@code unexpectedMessage} of the class {@code
     *     AttachmentDeletedResponse}
     */
    public CompletableFuture<String> deleteAttachment(String attachmentId) {
        return deleteAttachment(attachmentId, ClientSession.newId());
    }

    /**
     * As {@link #deleteAttachment(String)}, under a tracing id of the caller's own.
     *
     * @param attachmentId the file
     * @param tracingId the id that the answer carries
     * @return the tracing id, when the request is on its way
     */
    public CompletableFuture<String> deleteAttachment(String attachmentId, String tracingId) {
        checkGiven(attachmentId, "attachment id");
        String id = tracingId(tracingId);
        return session.send(id, token -> Frames.delete(token, id, attachmentId));
    }

    /**
     * Asks for the token of the history, which {@link #getHistory()} does by itself.
     *
     * @return the tracing id of the request, when it is on its way; the answer is {@code jwtResponse}
     */
    public CompletableFuture<String> getJwt() {
        String tracingId = ClientSession.newId();
        return session.send(tracingId, token -> Frames.jwt(token, tracingId));
    }

    /**
     * Reads a model from JSON.
     *
     * @param json a JSON object
     * @param type a class of the package {@code model}
     * @param <T> the model
     * @return the model; fields that are unknown stay in it, missing ones are null
     * @throws WebMessagingException when the text is no JSON object that can be read
     * @throws IllegalArgumentException when the type is no model
     */
    public <T> T deserialize(String json, Class<T> type) {
        try {
            return JsonModel.read(json, type);
        } catch (MessagingException unreadable) {
            throw WebMessagingException.of(unreadable);
        }
    }

    /**
     * Tells the listeners of a frame, as for one that arrived; for replaying frames that were kept.
     *
     * @param rawMessage the frame as JSON
     * @param baseMessage the same as an object
     */
    public void onSessionEvent(String rawMessage, BaseMessage baseMessage) {
        Objects.requireNonNull(rawMessage, "rawMessage");
        listeners.checkRoom();
        listeners.tell(rawMessage, (BaseMessage) baseMessage.copy());
    }

    /** Tells the listeners that the connection stands, as when it does. */
    public void onWebSocketConnected() {
        listeners.checkRoom();
        listeners.tell(dev.confab.client.webmessaging.sdk.SessionListener::webSocketConnected);
    }

    /**
     * Tells the listeners that the connection is gone, as when it is.
     *
     * @param statusCode the close code
     * @param reason what was said with it
     */
    public void onWebSocketDisconnected(int statusCode, String reason) {
        Objects.requireNonNull(reason, "reason");
        listeners.checkRoom();
        listeners.tell(listener -> listener.webSocketDisconnected(statusCode, reason));
    }

    /**
     * Tells the listeners of a failure, as of one that no call waits for.
     *
     * @param reason what failed
     */
    public void onWebSocketError(String reason) {
        Objects.requireNonNull(reason, "reason");
        listeners.checkRoom();
        listeners.tell(listener -> listener.webSocketError(reason));
    }

    /**
     * Registers a listener, which is called on shared threads that may be blocked.
     *
     * @param sessionListener the listener
     */
    public void addSessionListener(dev.confab.client.webmessaging.sdk.SessionListener sessionListener) {
        addSessionListener(sessionListener, CallbackThreads.getExecutor());
    }

    /**
     * Registers a listener.
     *
     * @param sessionListener the listener
     * @param executor runs the callbacks, one at a time, in tasks of up to 16; may have one thread or many, such as that of a main thread, or run
     *     them where they are handed over ({@code Runnable::run}). One that refuses a task ends the registration and is reported ({@link
     *     dev.confab.client.webmessaging.sdk.SessionListener#onListenerError}); one that drops tasks silently stops the client in the end.
     */
    public void addSessionListener(
            dev.confab.client.webmessaging.sdk.SessionListener sessionListener, Executor executor) {
        listeners.add(
                Objects.requireNonNull(sessionListener, "sessionListener"),
                Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Takes a listener away; a call that has begun runs to its end. Does nothing when there is none such.
     *
     * @param sessionListener the listener
     */
    public void removeSessionListener(dev.confab.client.webmessaging.sdk.SessionListener sessionListener) {
        listeners.remove(Objects.requireNonNull(sessionListener, "sessionListener"));
    }

    /**
     * Reads the history of the session, all pages, and waits for that. The service answers ten pages of a hundred messages a minute; when it has
     * had enough and says for how long, the client waits and goes on, so that a long history takes minutes.
     *
     * @return the messages, the newest first; page number and size are those of this one list
     * @throws WebMessagingException when it fails: {@code NotConnected} without a session, the status of the service when it refuses
     */
    public WebMessagingMessageEntityList getHistory() {
        return Futures.await(getHistoryAsync(), "Reading the history");
    }

    /**
     * Reads the history of the session without waiting.
     *
     * @return as {@link #getHistory()}, perhaps after minutes; cancelling it, or {@code orTimeout}, stops the reading
     */
    public CompletableFuture<WebMessagingMessageEntityList> getHistoryAsync() {
        if (apiClient == null) {
            initializeApiClient();
        }
        ApiClient api = Objects.requireNonNull(apiClient);
        String sent = origin;
        String given = api.accessToken();
        HistoryReader reader = new HistoryReader(
                (number, size, jwt) -> api.page(confab, number, size, jwt, sent),
                () -> given == null ? requestJwt() : CompletableFuture.completedFuture(given));
        CompletableFuture<WebMessagingMessageEntityList> history = Futures.typed(reader.read());
        history.whenComplete((read, failure) -> reader.stop());
        return history;
    }

    /** Makes the REST client of the service's region the one that is used; that is so from the start. */
    public void initializeApiClient() {
        apiClient = ApiClient.Builder.standard()
                .withBasePath(address.api())
                .withConfab(confab)
                .build();
    }

    /**
     * Sets the REST client: another address, token, header or HTTP client.
     *
     * @param apiClient the client
     */
    public void setApiClient(ApiClient apiClient) {
        this.apiClient = Objects.requireNonNull(apiClient, "apiClient");
    }

    /**
     * Ends the client for good: the connection politely, then the listeners, who are told what is left for at most a second. Returns within ten
     * seconds; may be called again, and inside of a callback.
     */
    @Override
    public void close() {
        try {
            closing(Thread.currentThread()).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // What is left ends by itself; there is nothing that the caller could do.
        }
    }

    /**
     * As {@link #close()}, without waiting.
     *
     * @return completes when the client is closed
     */
    public CompletableFuture<Void> closeAsync() {
        return closing(null);
    }

    /** The given thread waits; a callback that runs on it is the last of its listener. */
    private CompletableFuture<Void> closing(@Nullable Thread waiting) {
        return session.close(LEAVING).handle((done, failure) -> null).thenCompose(done -> listeners.finish(waiting));
    }

    private CompletableFuture<String> requestJwt() {
        String tracingId = ClientSession.newId();
        return session.ask(
                        tracingId,
                        "the request for a token of the history",
                        JWT_MILLIS,
                        token -> Frames.jwt(token, tracingId))
                .thenApply(answer -> {
                    JwtResponse response = JsonModel.of(answer.getBody(), JwtResponse.class);
                    String jwt = response == null ? null : response.getJwt();
                    if (jwt == null) {
                        throw new WebMessagingException(
                                ErrorCode.HISTORY_FETCH_FAILURE,
                                "The service answered the request for a token of the history with none.");
                    }
                    return jwt;
                });
    }

    private static void checkText(String text, List<String> files) {
        Objects.requireNonNull(text, "message");
        if (text.isEmpty() && files.isEmpty()) {
            throw new IllegalArgumentException("The message is empty: give it a text or files.");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_TEXT_BYTES) {
            throw new WebMessagingException(
                    ErrorCode.MESSAGE_TOO_LONG,
                    "The message has " + bytes + " bytes of UTF-8; the service takes " + MAX_TEXT_BYTES
                            + ": split it.");
        }
    }

    private static void checkGiven(String value, String what) {
        if (Objects.requireNonNull(value, what).trim().isEmpty()) {
            throw new IllegalArgumentException("The " + what + " is empty.");
        }
    }

    private static String tracingId(String id) {
        checkGiven(id, "tracing id");
        return id;
    }
}
