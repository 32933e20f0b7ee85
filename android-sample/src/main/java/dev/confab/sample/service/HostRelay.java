package dev.confab.sample.service;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a port of the machine around the emulator a port of the emulator itself. The library sends nothing unencrypted
 * to any other machine, and to it 10.0.2.2 is one: so the bytes go through this, as through {@code adb reverse}.
 *
 * <p>For development only. Runs until it is closed, with two threads for each connection.
 */
final class HostRelay implements Closeable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HostRelay(InetSocketAddress target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    /** Listens on a free port of this device. Does not connect yet. */
    static HostRelay open(String host, int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        HostRelay relay = new HostRelay(InetSocketAddress.createUnresolved(host, port), server);
        relay.start("accept", relay::accept);
        return relay;
    }

    /** Where this device reaches the other machine. */
    Address address() {
        return new Address(Address.Kind.LOCAL, "http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() {
        closed = true;
        end(server);
        open.forEach(HostRelay::end);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = server.accept();
                open.add(near);
                start("connection", () -> connect(near));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        open.add(far);
        try {
            // Whoever closes looks at what is open after saying so: one of both sides sees the other.
            if (closed) {
                throw new IOException("closed");
            }
            far.connect(new InetSocketAddress(target.getHostString(), target.getPort()), CONNECT_MILLIS);
            start("answers", () -> pump(far, near));
            pump(near, far);
        } catch (IOException unreachable) {
            drop(near, far);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException cut) {
            drop(from, to);
            return;
        }
        if (from.isOutputShutdown()) {
            drop(from, to);
        }
    }

    private void drop(Socket one, Socket other) {
        end(one);
        end(other);
        open.remove(one);
        open.remove(other);
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to be closed.
        }
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(task, "host-relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
