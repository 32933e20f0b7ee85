package dev.confab.sandbox.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.testing.Guest;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault of frames, messages and sessions over real sockets, and the scope of faults. */
@Timeout(240)
class MessageFaultTest {

    private final BrokenSandbox broken = new BrokenSandbox();

    @AfterEach
    void stop() {
        broken.close();
    }

    @Test
    void suppressEcho_stores_and_tells_nobody() {
        try (Guest guest = broken.guest("t");
                Guest other = broken.guest("t")) {
            broken.faults.add(new SessionFault.SuppressEcho(), FaultScope.once().startingAfter(1));
            guest.say("m1", "one");
            guest.say("m2", "two");
            guest.say("m3", "three");
            for (Guest each : List.of(guest, other)) {
                assertEquals("m1", each.next().path("tracingId").asText());
                assertEquals("m3", each.next().path("tracingId").asText());
            }
        }
        assertEquals(List.of("one", "two", "three"), broken.stored());
    }

    @Test
    void dropBeforeStore_cuts_and_stores_nothing() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new SessionFault.DropBeforeStore(), FaultScope.once());
            guest.say("m1", "one");
            assertEquals(1006, guest.awaitEnd());
        }
        assertEquals(List.of(), broken.stored());
    }

    @Test
    void dropAfterStore_stores_and_cuts_before_the_echo_which_others_still_get() {
        try (Guest guest = broken.guest("t");
                Guest other = broken.guest("t")) {
            broken.faults.add(new SessionFault.DropAfterStore(), FaultScope.once());
            guest.say("m1", "one");
            assertEquals(1006, guest.awaitEnd());
            assertFalse(guest.hasFrame());
            assertEquals("m1", other.next().path("tracingId").asText());
        }
        assertEquals(List.of("one"), broken.stored());
    }

    @Test
    void delay_holds_back_a_frame_and_those_behind_it() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new FrameFault.Delay(Duration.ofHours(1)), FaultScope.once());
            guest.say("m1", "one");
            guest.say("m2", "two");
            broken.awaitStored(2);
            assertEquals(1, broken.sent());
            broken.sandbox.advanceClock(Duration.ofHours(1));
            assertEquals("m1", guest.next().path("tracingId").asText());
            assertEquals("m2", guest.next().path("tracingId").asText());
        }
    }

    @Test
    void duplicate_sends_a_frame_twice() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new FrameFault.Duplicate(), FaultScope.once());
            guest.say("m1", "one");
            JsonNode first = guest.next();
            assertEquals(first, guest.next());
            guest.assertNothingElse();
        }
        assertEquals(List.of("one"), broken.stored());
    }

    @Test
    void reorder_swaps_a_frame_with_the_next() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new FrameFault.Reorder(), FaultScope.once());
            guest.say("m1", "one");
            guest.say("m2", "two");
            guest.say("m3", "three");
            assertEquals("m2", guest.next().path("tracingId").asText());
            assertEquals("m1", guest.next().path("tracingId").asText());
            assertEquals("m3", guest.next().path("tracingId").asText());
        }
    }

    @Test
    void reorder_lets_a_frame_go_that_no_other_follows() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new FrameFault.Reorder(), FaultScope.once());
            guest.say("m1", "one");
            broken.awaitStored(1);
            broken.sandbox.advanceClock(Duration.ofSeconds(1));
            assertEquals("m1", guest.next().path("tracingId").asText());
        }
    }

    @Test
    void rateLimit_refuses_a_message_without_storing_it() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new SessionFault.RateLimit(7), FaultScope.once());
            guest.say("m1", "one");
            JsonNode refused = guest.next("TooManyRequestsErrorMessage");
            assertEquals("m1", refused.path("tracingId").asText());
            assertEquals(429, refused.path("code").intValue());
            assertEquals(7, refused.path("body").path("retryAfter").intValue());
            assertEquals(4029, refused.path("body").path("errorCode").intValue());
            guest.say("m2", "two");
            assertEquals("m2", guest.next().path("tracingId").asText());
        }
        assertEquals(List.of("two"), broken.stored());
    }

    @Test
    void expire_ends_the_session_under_a_message() {
        try (Guest guest = broken.guest("t")) {
            broken.faults.add(new SessionFault.Expire(), FaultScope.once());
            guest.say("m1", "one");
            guest.next("SessionExpiredEvent");
            assertTrue(guest.configure(false).path("newSession").booleanValue());
        }
        assertEquals(List.of(), broken.stored());
    }

    @Test
    void failHistory_fails_a_page_and_then_lets_it_pass() {
        try (Guest guest = broken.guest("t")) {
            guest.send(guest.request("getJwt", "j", ""));
            String bearer = "bearer "
                    + guest.next("JwtResponse").path("body").path("jwt").asText();
            String path = "/api/v2/webmessaging/messages?pageNumber=1";
            broken.faults.add(new SessionFault.FailHistory(502), FaultScope.once());
            assertEquals(
                    502, Http.get(broken.sandbox, path, "Authorization", bearer).status());
            assertEquals(
                    200, Http.get(broken.sandbox, path, "Authorization", bearer).status());
            broken.faults.add(new SessionFault.FailHistory(503, 7), FaultScope.once());
            assertEquals(
                    "7", Http.get(broken.sandbox, path, "Authorization", bearer).header("Retry-After"));
            // Not only once: the client of the JDK repeats a request whose connection was reset.
            broken.faults.add(new SessionFault.FailHistory(0));
            assertThrows(UncheckedIOException.class, () -> Http.get(broken.sandbox, path, "Authorization", bearer));
            broken.faults.clear();
            assertEquals(
                    200, Http.get(broken.sandbox, path, "Authorization", bearer).status());
        }
    }

    @Test
    void a_fault_may_be_limited_to_one_session() {
        try (Guest one = broken.guest("one");
                Guest two = broken.guest("two")) {
            broken.faults.add(new FrameFault.Duplicate(), FaultScope.always().inSession("two"));
            one.say("m1", "first");
            two.say("m2", "second");
            one.next();
            one.assertNothingElse();
            assertEquals(two.next(), two.next());
        }
    }

    @Test
    void a_fault_without_session_cannot_be_limited_to_one() {
        assertThrows(
                IllegalArgumentException.class,
                () -> broken.faults.add(
                        new ConnectionFault.RefuseConnect(503),
                        FaultScope.once().inSession("t")));
        assertThrows(
                IllegalArgumentException.class,
                () -> broken.faults.add(
                        new ConnectionFault.DropAtByte(1), FaultScope.once().inSession("t")));
    }

    @Test
    void faults_can_be_switched_off() {
        String id = broken.faults.add(new SessionFault.SuppressEcho());
        broken.faults.add(new FrameFault.Duplicate());
        assertTrue(broken.faults.remove(id));
        assertFalse(broken.faults.remove(id));
        broken.faults.clear();
        assertEquals(List.of(), broken.faults.list());
        try (Guest guest = broken.guest("t")) {
            guest.say("m1", "one");
            guest.next();
            guest.assertNothingElse();
        }
    }
}
