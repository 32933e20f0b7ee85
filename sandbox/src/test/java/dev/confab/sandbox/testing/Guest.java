package dev.confab.sandbox.testing;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A guest on the WebSocket client of the JDK. Every wait has a deadline. {@link #assertNothingElse} proves silence without
 * waiting, by a health check whose answer must be the next frame.
 */
public final class Guest implements WebSocket.Listener, AutoCloseable {

    public static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final String END = "the end";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable String closeReason;
    private String token = UUID.randomUUID().toString();
    private @Nullable WebSocket socket;

    private Guest() {}

    /** Connects to the default deployment. */
    public static Guest connect(int port) {
        return connect(port, "deploymentId=" + DEPLOYMENT + "&application=test", null);
    }

    /** Connects with a query and an origin of choice; a refusal is thrown as a {@code WebSocketHandshakeException}. */
    public static Guest connect(int port, String query, @Nullable String origin) {
        Guest guest = new Guest();
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(DEADLINE);
        if (origin != null) {
            builder.header("Origin", origin);
        }
        guest.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1?" + query), guest)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return guest;
    }

    /** Connects and configures a session with a token. */
    public static Guest inSession(int port, String token) {
        Guest guest = connect(port).withToken(token);
        guest.configure(false);
        return guest;
    }

    public Guest withToken(String newToken) {
        token = newToken;
        return this;
    }

    public String token() {
        return token;
    }

    /** Configures the session and returns the body of the answer. */
    public JsonNode configure(boolean startNew) {
        send(request("configureSession", "c", "\"deploymentId\":\"" + DEPLOYMENT + "\",\"startNew\":" + startNew));
        JsonNode frame = next();
        if (!"SessionResponse".equals(frame.path("class").asText())) {
            fail("Expected a SessionResponse but got " + frame);
        }
        return frame.path("body");
    }

    public void say(String tracingId, String text) {
        String quoted = JSON.getNodeFactory().textNode(text).toString();
        send(request("onMessage", tracingId, "\"message\":{\"type\":\"Text\",\"text\":" + quoted + "}"));
    }

    public void presence(String tracingId, String type) {
        send(request(
                "onMessage",
                tracingId,
                "\"message\":{\"type\":\"Event\",\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\""
                        + type + "\"}}]}"));
    }

    public void typing(String tracingId) {
        send(
                request(
                        "onMessage",
                        tracingId,
                        "\"message\":{\"type\":\"Event\",\"events\":[{\"eventType\":\"Typing\",\"typing\":{\"type\":\"On\"}}]}"));
    }

    public void healthCheck(String tracingId) {
        send(request("echo", tracingId, "\"message\":{\"type\":\"Text\",\"text\":\"ping\"}"));
    }

    /** A frame with what every frame has, and more fields. */
    public String request(String action, String tracingId, String moreFields) {
        return "{\"action\":\"" + action + "\",\"token\":\"" + token + "\",\"tracingId\":\"" + tracingId + "\""
                + (moreFields.isEmpty() ? "" : "," + moreFields) + "}";
    }

    public void send(String text) {
        socket().sendText(text, true)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    public void sendBinary(byte[] bytes) {
        socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public void ping() {
        socket().sendPing(ByteBuffer.allocate(4)).join();
    }

    public void awaitPong() {
        if (poll(pongs, DEADLINE) == null) {
            fail("No pong came");
        }
    }

    /** Tells whether a pong is there by now. */
    public boolean hasPong() {
        return !pongs.isEmpty();
    }

    /** The next frame. */
    public JsonNode next() {
        String text = poll(frames, DEADLINE);
        if (text == null || text.equals(END)) {
            return fail(text == null ? "No frame came" : "The connection ended");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return fail("Not JSON: " + text);
        }
    }

    /** The next frame, which must be of a class. */
    public JsonNode next(String bodyClass) {
        JsonNode frame = next();
        if (!bodyClass.equals(frame.path("class").asText())) {
            fail("Expected " + bodyClass + " but got " + frame);
        }
        return frame;
    }

    /** Waits for a frame or the end of the connection, and tells whether it was a frame. */
    public boolean nextOrEnd() {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            String text = poll(frames, Duration.ofMillis(50));
            if (text != null) {
                return !text.equals(END);
            }
            probe();
        }
        return fail("Neither a frame nor the end came");
    }

    public boolean hasFrame() {
        return !frames.isEmpty() && !END.equals(frames.peek());
    }

    public void assertNothingElse() {
        healthCheck("nothing-else");
        JsonNode frame = next();
        if (!"nothing-else".equals(frame.path("tracingId").asText())) {
            fail("Expected nothing else but got " + frame);
        }
    }

    public void closePolitely() {
        socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /**
     * Waits for the end and returns the close code; 1006 when there was no close frame. The client of the JDK overlooks the
     * end of TCP when it comes right after a frame, so it is made to notice by sending.
     */
    public int awaitEnd() {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return ended.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                probe();
            } catch (InterruptedException | ExecutionException e) {
                return fail("The waiting was disturbed", e);
            }
        }
        return fail("The connection did not end");
    }

    private void probe() {
        WebSocket open = socket();
        open.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> {
            onError(open, failure);
            return open;
        });
    }

    public @Nullable String closeReason() {
        return closeReason;
    }

    public boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        socket().abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.add("pong");
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        if (ended.complete(statusCode)) {
            frames.add(END);
        }
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        if (ended.complete(1006)) {
            frames.add(END);
        }
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }

    private static @Nullable String poll(LinkedBlockingQueue<String> queue, Duration patience) {
        try {
            return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
