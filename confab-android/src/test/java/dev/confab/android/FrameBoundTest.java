package dev.confab.android;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
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

@Timeout(120)
class FrameBoundTest {

    private final CompletableFuture<String> message = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    @Test
    void SEC5_a_message_longer_than_a_mebibyte_breaks_the_connection_off() throws Exception {
        String asked = serve(header(FrameBound.MAX_BYTES + 1));
        assertInstanceOf(ProtocolException.class, failure.get(60, TimeUnit.SECONDS));
        assertFalse(message.isDone());
        assertFalse(asked.toLowerCase(java.util.Locale.ROOT).contains("permessage-deflate"), asked);
    }

    @Test
    void aMessageOfAMebibyteComesThrough() throws Exception {
        byte[] header = header(FrameBound.MAX_BYTES);
        byte[] frame = new byte[header.length + (int) FrameBound.MAX_BYTES];
        java.util.Arrays.fill(frame, (byte) 'x');
        System.arraycopy(header, 0, frame, 0, header.length);
        serve(frame);
        assertEquals(FrameBound.MAX_BYTES, message.get(60, TimeUnit.SECONDS).length());
    }

    /** Answers one handshake, sends the bytes, and keeps the connection until the client has seen an outcome. */
    private String serve(byte[] bytes) throws Exception {
        OkHttpClient client =
                new OkHttpClient.Builder().addInterceptor(new FrameBound()).build();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Request request = new Request.Builder()
                    .url("http://127.0.0.1:" + server.getLocalPort() + "/")
                    .build();
            WebSocket opened = client.newWebSocket(request, new Outcome());
            try (Socket socket = server.accept()) {
                String asked = Handshake.answer(socket);
                OutputStream out = socket.getOutputStream();
                out.write(bytes);
                out.flush();
                CompletableFuture.anyOf(message, failure).get(60, TimeUnit.SECONDS);
                return asked;
            } finally {
                opened.cancel();
                client.dispatcher().executorService().shutdown();
            }
        }
    }

    private static byte[] header(long length) {
        return new okio.Buffer()
                .writeByte(0x81)
                .writeByte(127)
                .writeLong(length)
                .readByteArray();
    }

    private final class Outcome extends WebSocketListener {
        @Override
        public void onMessage(WebSocket webSocket, String text) {
            message.complete(text);
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable thrown, @Nullable Response response) {
            failure.complete(thrown);
        }
    }
}
