package dev.confab.android;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection is kept by pings, and given up when nobody answers them. */
@Timeout(120)
class OkHttpPingTest {

    private static final int PING = 9;
    private static final int SHORT_MILLIS = 100;

    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    @Test
    void REL8_pings_are_sent_while_nothing_else_is() throws Exception {
        connected(SHORT_MILLIS, socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            // One only: for a second one the answer would have to be in time.
            return opcode(in) == PING;
        });
    }

    @Test
    void REL8_a_connection_that_does_not_answer_is_dead() throws Exception {
        connected(SHORT_MILLIS, socket -> {
            Throwable reason = failure.get(60, TimeUnit.SECONDS);
            assertInstanceOf(SocketTimeoutException.class, reason);
            return true;
        });
    }

    @Test
    void REL8_the_interval_is_within_what_is_promised() {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        new OkHttpEngines().forSessions(client, TakenSettings.of(it -> it));
        assertTrue(client.build().pingIntervalMillis() > 0);
        // Dead when a ping is not answered until the next one: 15 s and 10 s of grace are promised for each interval.
        assertTrue(client.build().pingIntervalMillis() <= 25_000);
    }

    private void connected(long pingMillis, Server server) throws Exception {
        OkHttpClient.Builder settings = new OkHttpClient.Builder();
        new OkHttpEngines(pingMillis).forSessions(settings, TakenSettings.of(it -> it));
        OkHttpClient client = settings.build();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Request request = new Request.Builder()
                    .url("http://127.0.0.1:" + listening.getLocalPort() + "/")
                    .build();
            WebSocket opened = client.newWebSocket(request, new Outcome());
            try (Socket socket = listening.accept()) {
                socket.setSoTimeout(60_000);
                Handshake.answer(socket);
                assertTrue(server.serve(socket));
            } finally {
                opened.cancel();
                client.dispatcher().executorService().shutdown();
            }
        }
    }

    /** Reads one frame of a client, which masks what it sends (RFC 6455 §5.3); pings are short. */
    private static int opcode(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        in.readFully(new byte[4 + length]);
        return first & 0x0f;
    }

    private interface Server {
        boolean serve(Socket socket) throws Exception;
    }

    private final class Outcome extends WebSocketListener {
        @Override
        public void onFailure(WebSocket webSocket, Throwable thrown, @Nullable Response response) {
            failure.complete(thrown);
        }
    }
}
