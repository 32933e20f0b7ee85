package dev.confab.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import dev.confab.sandbox.testing.RawSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Starting, embedding and ending a sandbox. */
@Timeout(240)
class SandboxTest {

    @Test
    void two_sandboxes_live_side_by_side_and_know_nothing_of_each_other() {
        try (Sandbox one = Sandbox.start();
                Sandbox two = Sandbox.start()) {
            try (Guest guest = Guest.inSession(one.port(), "t")) {
                guest.say("m", "only here");
                guest.next();
            }
            assertEquals(1, one.messages().size());
            assertEquals(List.of(), two.messages());
            assertEquals("http://127.0.0.1:" + one.port(), one.url());
        }
    }

    @Test
    void a_port_is_free_again_after_close() {
        Sandbox first = Sandbox.start();
        int port = first.port();
        first.close();
        try (Sandbox second = Sandbox.start(SandboxOptions.builder().port(port).build())) {
            assertEquals(port, second.port());
            assertEquals(200, Http.get(second, "/sandbox/health").status());
        }
    }

    @Test
    void a_port_in_use_is_a_clear_error() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            SandboxOptions options =
                    SandboxOptions.builder().port(taken.getLocalPort()).build();
            String message = failure(() -> Sandbox.start(options));
            assertTrue(message.startsWith("Cannot listen on 127.0.0.1:" + taken.getLocalPort()), message);
            assertTrue(message.contains("Choose another port"), message);
        }
    }

    @Test
    void a_host_that_is_not_here_is_a_clear_error() {
        SandboxOptions options = SandboxOptions.builder().host("192.0.2.1").build();
        String message = failure(() -> Sandbox.start(options));
        assertTrue(message.startsWith("Cannot listen on 192.0.2.1:0"), message);
    }

    @Test
    void close_may_be_repeated_and_what_was_recorded_stays_readable() {
        Sandbox sandbox = Sandbox.start();
        try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
            guest.say("m", "remember me");
            guest.next();
            sandbox.close();
            sandbox.close();
            assertEquals(1001, guest.awaitEnd());
        }
        assertEquals("remember me", sandbox.messages().get(0).text());
        assertTrue(sandbox.ledger().size() > 4);
    }

    @Test
    void close_does_not_wait_for_clients_that_do_not_play_along() {
        Sandbox sandbox = Sandbox.start();
        try (Guest leaving = Guest.inSession(sandbox.port(), "leaving");
                RawSocket deaf = RawSocket.connect(sandbox.port())) {
            sandbox.faults()
                    .add(new ConnectionFault.StallAnswers(), FaultScope.always().inSession("leaving"));
            leaving.closePolitely();
            sandbox.faults().add(new ConnectionFault.CloseWith(1011, "out of order"));
            assertEquals(1011, deaf.readFrame().closeCode());
            assertTimeoutPreemptively(Duration.ofSeconds(60), sandbox::close);
        }
    }

    @Test
    void close_leaves_no_thread() throws InterruptedException {
        // Another one is running meanwhile, so that threads which all share are there before.
        try (Sandbox other = Sandbox.start()) {
            Guest.connect(other.port()).close();
            Set<Thread> before = threads();
            for (int i = 0; i < 5; i++) {
                Sandbox sandbox = Sandbox.start();
                try (Guest guest = Guest.inSession(sandbox.port(), "t")) {
                    guest.say("m", "hi");
                    guest.next();
                    sandbox.faults().add(new ConnectionFault.StallAnswers());
                    sandbox.close();
                    guest.awaitEnd();
                }
            }
            Set<Thread> left = threads();
            left.removeAll(before);
            left.removeIf(thread -> thread.getName().startsWith("HttpClient"));
            for (Thread thread : left) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
                assertFalse(thread.isAlive(), "still alive: " + thread);
            }
        }
    }

    private static String failure(Executable call) {
        String message = assertThrows(SandboxException.class, call).getMessage();
        return message == null ? "" : message;
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    @Test
    void an_agent_can_be_made_to_speak() {
        try (Sandbox sandbox = Sandbox.start(
                        SandboxOptions.builder().scenario(Scenario.SILENT).build());
                Guest one = Guest.inSession(sandbox.port(), "t");
                Guest two = Guest.inSession(sandbox.port(), "t")) {
            sandbox.agentSay("t", "Hello from the desk");
            for (Guest guest : List.of(one, two)) {
                assertEquals(
                        "Hello from the desk",
                        guest.next("StructuredMessage")
                                .path("body")
                                .path("text")
                                .asText());
            }
            String message = failure(() -> sandbox.agentSay("nobody", "hi"));
            assertTrue(message.contains("nobody"));
        }
    }

    @Test
    void the_clock_can_be_advanced_to_expire_a_session() {
        try (Sandbox sandbox = Sandbox.start();
                Guest guest = Guest.inSession(sandbox.port(), "t")) {
            sandbox.advanceClock(Duration.ofDays(3));
            guest.next("SessionExpiredEvent");
            assertThrows(SandboxException.class, () -> sandbox.agentSay("t", "too late"));
            assertThrows(IllegalArgumentException.class, () -> sandbox.advanceClock(Duration.ofMillis(-1)));
        }
    }

    @Test
    void dropping_connections_leaves_the_session_to_come_back_to() {
        try (Sandbox sandbox = Sandbox.start();
                Guest one = Guest.inSession(sandbox.port(), "a");
                Guest two = Guest.inSession(sandbox.port(), "b")) {
            assertEquals(2, sandbox.dropConnections());
            assertEquals(1006, one.awaitEnd());
            assertEquals(1006, two.awaitEnd());
            assertEquals(0, sandbox.dropConnections());
            try (Guest back = Guest.connect(sandbox.port()).withToken("a")) {
                assertEquals(false, back.configure(false).path("newSession").booleanValue());
            }
        }
    }

    @Test
    void the_ledger_forgets_the_oldest_and_says_so() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
                        .scenario(Scenario.SILENT)
                        .ledgerEntries(10)
                        .messagesPerSecond(0)
                        .build());
                Guest guest = Guest.inSession(sandbox.port(), "t")) {
            for (int i = 0; i < 20; i++) {
                guest.say("m" + i, "text " + i);
            }
            guest.say("last", "last");
            while (!guest.next().path("tracingId").asText().equals("last")) {}
            List<LedgerEntry> ledger = sandbox.ledger();
            assertEquals(10, ledger.size());
            assertEquals(ledger.get(0).seq() - 1, sandbox.ledgerDiscarded());
        }
    }

    @Test
    void options_refuse_what_makes_no_sense() {
        SandboxOptions.Builder builder = SandboxOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.port(65536));
        assertThrows(IllegalArgumentException.class, () -> builder.messagesPerSecond(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.requestsPerMinute(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.agentDelay(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.ledgerEntries(0));
        assertThrows(IllegalArgumentException.class, () -> builder.deployment(" "));
    }

    @Test
    void scenarios_have_names() {
        assertEquals(Scenario.CONCIERGE, Scenario.parse("concierge"));
        assertEquals(Scenario.ECHO, Scenario.parse("Echo"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Scenario.parse("nobody"));
        assertEquals("There is no scenario \"nobody\"; choose one of echo, concierge, silent", e.getMessage());
    }
}
