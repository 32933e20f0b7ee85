package dev.confab.android;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import okio.ByteString;

/** A server's part in the beginning of a WebSocket (RFC 6455 §4.2.2). */
final class Handshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "Sec-WebSocket-Key:";

    private Handshake() {}

    /** Answers the first request of the connection; returns its head. */
    static String answer(Socket socket) throws IOException {
        String asked = readHead(socket.getInputStream());
        String key = asked.lines()
                .filter(line -> line.startsWith(KEY))
                .findFirst()
                .orElseThrow()
                .substring(KEY.length())
                .trim();
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + ByteString.encodeUtf8(key + GUID).sha1().base64() + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        return asked;
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new IOException("The client is gone after: " + text);
            text.append((char) next);
        }
        return text.toString();
    }
}
