package dev.confab.sandbox.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import dev.confab.sandbox.testing.RawSocket;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault of connections over real sockets. */
@Timeout(240)
class ConnectionFaultTest {

    private final BrokenSandbox broken = new BrokenSandbox();

    @AfterEach
    void stop() {
        broken.close();
    }

    @Test
    void refuseConnect_answers_with_a_status_until_its_count_is_used_up() {
        broken.faults.add(
                new ConnectionFault.RefuseConnect(503), FaultScope.always().times(2));
        for (int i = 0; i < 2; i++) {
            CompletionException e = assertThrows(CompletionException.class, () -> Guest.connect(broken.port()));
            assertEquals(
                    503,
                    e.getCause() instanceof WebSocketHandshakeException refused
                            ? refused.getResponse().statusCode()
                            : 0);
        }
        broken.guest("t").close();
        assertEquals(
                List.of(2),
                broken.faults.list().stream().map(FaultView::applied).toList());
        assertFalse(broken.faults.list().get(0).active());
    }

    @Test
    void refuseConnect_can_say_when_to_come_back() {
        broken.faults.add(new ConnectionFault.RefuseConnect(503, 7), FaultScope.once());
        CompletionException e = assertThrows(CompletionException.class, () -> Guest.connect(broken.port()));
        assertEquals(
                "7",
                e.getCause() instanceof WebSocketHandshakeException refused
                        ? refused.getResponse()
                                .headers()
                                .firstValue("Retry-After")
                                .orElse("")
                        : "");
    }

    @Test
    void refuseConnect_can_reset_the_connection() {
        broken.faults.add(new ConnectionFault.RefuseConnect(0), FaultScope.once());
        try (RawSocket raw = RawSocket.open(broken.port())) {
            assertReset(raw);
        }
        broken.guest("t").close();
    }

    @Test
    void dropAfterFrames_sent_lets_exactly_so_many_frames_out() {
        broken.faults.add(new ConnectionFault.DropAfterFrames(2, Fault.Direction.SENT), FaultScope.once());
        try (Guest guest = broken.guest("t")) {
            guest.say("m1", "one");
            assertEquals("m1", guest.next().path("tracingId").asText());
            assertEquals(1006, guest.awaitEnd());
        }
        assertEquals(2, broken.sent());
    }

    @Test
    void dropAfterFrames_received_obeys_exactly_so_many_frames() {
        broken.faults.add(new ConnectionFault.DropAfterFrames(2, Fault.Direction.RECEIVED), FaultScope.once());
        try (Guest guest = broken.guest("t")) {
            guest.say("m1", "one");
            assertEquals("m1", guest.next().path("tracingId").asText());
            assertEquals(1006, guest.awaitEnd());
        }
        assertEquals(List.of("one"), broken.stored());
        try (Guest back = broken.guest("t")) {
            back.say("m2", "two");
            assertEquals("m2", back.next().path("tracingId").asText());
        }
    }

    @Test
    void dropAtByte_cuts_in_the_middle_of_a_frame() {
        broken.faults.add(new ConnectionFault.DropAtByte(57), FaultScope.once());
        try (RawSocket raw = RawSocket.connect(broken.port())) {
            raw.text("{\"action\":\"fly\",\"token\":\"x\",\"tracingId\":\"a-rather-long-tracing-id\"}");
            byte[] got = raw.readToEnd();
            assertEquals(57, got.length);
            assertTrue(new String(got, StandardCharsets.UTF_8).contains("{\"type\":\"response\""));
        }
    }

    @Test
    void dropAtByte_zero_cuts_right_after_the_handshake() {
        broken.faults.add(new ConnectionFault.DropAtByte(0), FaultScope.once());
        try (RawSocket raw = RawSocket.connect(broken.port())) {
            assertEquals(-1, raw.read());
        }
    }

    @Test
    void stallAnswers_silences_an_open_connection_even_its_pongs_while_frames_are_obeyed() {
        try (Guest guest = broken.guest("t");
                Guest other = broken.guest("other")) {
            broken.faults.add(
                    new ConnectionFault.StallAnswers(), FaultScope.always().inSession("t"));
            guest.ping();
            guest.say("m1", "one");
            broken.awaitStored(1);
            other.assertNothingElse();
            assertFalse(guest.hasPong());
            assertFalse(guest.hasFrame());
            assertFalse(guest.hasEnded());
            broken.sandbox.dropConnections();
            assertEquals(1006, guest.awaitEnd());
            assertFalse(guest.hasFrame());
        }
    }

    @Test
    void stallAnswers_can_wait_for_a_number_of_frames() {
        broken.faults.add(new ConnectionFault.StallAnswers(), FaultScope.once().startingAfter(2));
        try (Guest guest = broken.guest("t")) {
            guest.say("m1", "one");
            assertEquals("m1", guest.next().path("tracingId").asText());
            guest.say("m2", "two");
            broken.awaitStored(2);
            assertFalse(guest.hasFrame());
        }
    }

    @Test
    void closeWith_closes_an_open_connection_at_once() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new ConnectionFault.CloseWith(1011, "out of order"), FaultScope.once());
            assertEquals(1011, guest.awaitEnd());
            assertEquals("out of order", guest.closeReason());
        }
    }

    @Test
    void closeWith_closes_at_a_frame_which_then_has_no_effect() {
        broken.faults.add(
                new ConnectionFault.CloseWith(4029, "slow down"),
                FaultScope.once().startingAfter(1));
        try (Guest guest = broken.guest("t")) {
            guest.say("m1", "one");
            assertEquals(4029, guest.awaitEnd());
        }
        assertEquals(List.of(), broken.stored());
    }

    @Test
    void slowReader_makes_the_guest_wait() {
        try (RawSocket raw = RawSocket.connect(broken.port())) {
            broken.faults.add(new ConnectionFault.SlowReader(Duration.ofHours(1)), FaultScope.once());
            long before = broken.received();
            raw.text("{\"action\":\"fly\",\"token\":\"x\",\"tracingId\":\"later\"}");
            assertEquals(200, Http.get(broken.sandbox, "/sandbox/health").status());
            assertEquals(before, broken.received());
            assertEquals(0, raw.available());
            broken.sandbox.advanceClock(Duration.ofHours(1));
            assertTrue(raw.readFrame().text().contains("later"));
            assertEquals(before + 1, broken.received());
        }
    }

    @Test
    void random_cuts_at_the_same_frames_for_the_same_seed() {
        long seed = 42;
        assertEquals(survivedFrames(seed), survivedFrames(seed));
    }

    private int survivedFrames(long seed) {
        String id = broken.faults.add(new ConnectionFault.RandomDrop(seed, 0.05));
        int survived = 0;
        for (int i = 0; i < 5; i++) {
            try (Guest guest = Guest.connect(broken.port())) {
                while (!guest.hasEnded() && survived < 10_000) {
                    guest.send("x");
                    survived += guest.nextOrEnd() ? 1 : 0;
                }
            }
        }
        broken.faults.remove(id);
        return survived;
    }

    private static void assertReset(RawSocket raw) {
        UncheckedIOException e = assertThrows(UncheckedIOException.class, raw::readToEnd);
        assertTrue(e.getCause() instanceof SocketException, e.toString());
    }
}
