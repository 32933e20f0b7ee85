package dev.confab.sandbox.gms;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.Guest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket to the CometD side on the client of the JDK. Every wait has a deadline. */
final class BayeuxLine implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    BayeuxLine(Sandbox sandbox) {
        socket = CLIENT.newWebSocketBuilder()
                .connectTimeout(Guest.DEADLINE)
                .buildAsync(URI.create("ws://127.0.0.1:" + sandbox.port() + "/genesys/cometd"), this)
                .orTimeout(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void send(String text) {
        socket.sendText(text, true)
                .orTimeout(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** The messages of the next frame. */
    JsonNode next() {
        try {
            String text = frames.poll(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return text == null ? fail("No frame came") : BayeuxGuest.parse(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(e);
        }
    }

    /** Waits for the end; 1006 when there was no close frame. */
    int awaitEnd() {
        return ended.orTimeout(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
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
        ended.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
