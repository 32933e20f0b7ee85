package dev.confab.sample.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way from the emulator to the machine around it. */
@Timeout(120)
class HostRelayTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aConversationGoesThroughIt() throws Exception {
        SandboxOptions options = SandboxOptions.builder().scenario(Scenario.SILENT).build();
        try (Sandbox sandbox = Sandbox.start(options);
                HostRelay relay = HostRelay.open("127.0.0.1", sandbox.port())) {
            ServiceSettings settings = Backend.WEB_MESSAGING.sandbox("http://10.0.2.2:8088");
            AsyncMessagingClient client = AsyncMessagingClient.create(settings.options(relay.address()));
            client.connect().thenCompose(state -> client.send("Through the wall")).get(60, TimeUnit.SECONDS);
            assertEquals("Through the wall", sandbox.messages().get(0).text());
            client.closeAsync().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void oneSideMayEndBeforeTheOther() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                HostRelay relay = HostRelay.open("127.0.0.1", server.getLocalPort());
                Socket near = new Socket(LOOPBACK, relay.address().port());
                Socket far = server.accept()) {
            near.getOutputStream().write('q');
            near.shutdownOutput();
            assertEquals('q', far.getInputStream().read());
            assertEquals(-1, far.getInputStream().read());
            far.getOutputStream().write('a');
            far.shutdownOutput();
            assertEquals('a', near.getInputStream().read());
            assertEquals(-1, near.getInputStream().read());
        }
    }

    @Test
    void whatCannotBeReachedIsCutOff() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            nobody = free.getLocalPort();
        }
        try (HostRelay relay = HostRelay.open("127.0.0.1", nobody);
                Socket near = new Socket(LOOPBACK, relay.address().port())) {
            assertEquals(-1, readOrEnd(near));
        }
    }

    @Test
    void closingEndsWhatIsOpen() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            HostRelay relay = HostRelay.open("127.0.0.1", server.getLocalPort());
            try (Socket near = new Socket(LOOPBACK, relay.address().port());
                    Socket far = server.accept()) {
                relay.close();
                assertEquals(-1, readOrEnd(far));
                assertEquals(-1, readOrEnd(near));
                int port = relay.address().port();
                assertThrows(IOException.class, () -> {
                    try (Socket late = new Socket(LOOPBACK, port)) {
                        if (late.getInputStream().read() < 0) {
                            throw new IOException("cut");
                        }
                    }
                });
            }
        }
    }

    private static int readOrEnd(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }
}
