package dev.confab.sandbox.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client made of bytes, for what proper clients do not let through. */
public final class RawSocket implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Opens a TCP connection and sends an upgrade request for the default deployment. */
    public static RawSocket open(int port) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setReceiveBufferSize(4096);
            socket.setSendBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MILLIS);
            socket.setSoTimeout(DEADLINE_MILLIS);
            RawSocket raw = new RawSocket(socket);
            raw.write(("GET /v1?deploymentId=" + Guest.DEPLOYMENT + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a WebSocket; its handshake has been read. */
    public static RawSocket connect(int port) {
        RawSocket raw = open(port);
        String head = raw.readHead();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IllegalStateException(head);
        }
        return raw;
    }

    /** Reads the head of an HTTP answer. */
    public String readHead() {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = read();
            if (next < 0) {
                throw new IllegalStateException("The connection ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Sends a masked frame; the mask is zero, so the payload stands in the clear. */
    public void frame(int opcode, boolean last, byte[] payload) {
        header(opcode, last, payload.length);
        write(payload);
    }

    /** Sends only the header of a masked frame. */
    public void header(int opcode, boolean last, long length) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write((last ? 0x80 : 0) | opcode);
        if (length < 126) {
            header.write(0x80 | (int) length);
        } else if (length < 65536) {
            header.write(0x80 | 126);
            header.write((int) (length >> 8));
            header.write((int) length);
        } else {
            header.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                header.write((int) (length >> shift));
            }
        }
        header.writeBytes(new byte[4]);
        write(header.toByteArray());
    }

    public void text(String text) {
        frame(1, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a frame of less than 64 KiB. */
    public Frame readFrame() {
        int first = read();
        int length = read();
        if (length == 126) {
            length = (read() << 8) | read();
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            payload.write(read());
        }
        byte[] bytes = payload.toByteArray();
        int opcode = first & 0xf;
        int closeCode = opcode == 8 ? ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff) : 0;
        return new Frame(opcode, new String(bytes, StandardCharsets.UTF_8), closeCode);
    }

    /** A frame of the server; the close code is 0 unless it is a close frame. */
    public record Frame(int opcode, String text, int closeCode) {}

    /** Reads all that comes until the server ends the connection properly; a reset is an exception. */
    public byte[] readToEnd() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte, or -1 at the end of the connection. */
    public int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells how many bytes can be read without waiting. */
    public int available() {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
