package dev.confab.sandbox.testing;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket that only listens, on the client of the JDK. Every wait has a deadline. */
public final class EventStream implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile String closeReason = "";
    private final WebSocket socket;

    /** Connects; a refusal is thrown as the cause of a {@code CompletionException}. */
    public EventStream(String uri) {
        this(uri, "", "");
    }

    /** Connects with one header more, unless its name is empty. */
    public EventStream(String uri, String header, String value) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(Guest.DEADLINE);
        if (!header.isEmpty()) {
            builder.header(header, value);
        }
        socket = builder.buildAsync(URI.create(uri), this)
                .orTimeout(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** The next frame. */
    public JsonNode next() {
        String text = poll();
        if (text == null) {
            return fail("No frame came");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return fail("Not JSON: " + text);
        }
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public void ping() {
        socket.sendPing(ByteBuffer.allocate(0)).join();
    }

    /** Waits for the end and returns the close code; 1006 when there was no close frame. */
    public int awaitEnd() {
        long deadline = System.nanoTime() + Guest.DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return ended.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The client of the JDK overlooks the end of TCP right after a frame; sending makes it notice.
                socket.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> {
                    ended.complete(1006);
                    return socket;
                });
            } catch (InterruptedException | ExecutionException e) {
                return fail("The waiting was disturbed", e);
            }
        }
        return fail("The connection did not end");
    }

    public String closeReason() {
        return closeReason;
    }

    public boolean hasFrame() {
        return !frames.isEmpty();
    }

    @Override
    public void close() {
        socket.abort();
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
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        ended.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(1006);
    }

    private @Nullable String poll() {
        try {
            return frames.poll(Guest.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
