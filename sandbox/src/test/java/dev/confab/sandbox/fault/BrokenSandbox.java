package dev.confab.sandbox.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.testing.Guest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A sandbox whose agents are silent, to be broken on purpose. */
final class BrokenSandbox implements AutoCloseable {

    final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .agentDelay(Duration.ZERO)
            .build());

    final Faults faults = sandbox.faults();

    int port() {
        return sandbox.port();
    }

    Guest guest(String token) {
        return Guest.inSession(sandbox.port(), token);
    }

    /** The stored texts. */
    List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    /** How many frames were sent; the handshake is none. */
    long sent() {
        return sandbox.ledger().stream()
                .filter(entry -> entry.direction().equals("sent"))
                .filter(entry -> entry.payload().startsWith("{\"type\""))
                .count();
    }

    long received() {
        return sandbox.ledger().stream()
                .map(LedgerEntry::direction)
                .filter("received"::equals)
                .count();
    }

    void awaitStored(int count) {
        long deadline = System.nanoTime() + Guest.DEADLINE.toNanos();
        while (sandbox.messages().size() < count) {
            assertTrue(System.nanoTime() < deadline, "not stored");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
