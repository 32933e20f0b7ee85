package dev.confab.sandbox.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a fault applies, and when it does not. */
class FaultPlanTest {

    private static final Fault DUPLICATE = new FrameFault.Duplicate();

    private final FaultPlan plan = new FaultPlan();

    @Test
    void a_fault_applies_every_time_unless_told_otherwise() {
        plan.add(DUPLICATE, FaultScope.always());
        assertEquals("duplicate duplicate duplicate", sends("t", 3));
    }

    @Test
    void a_fault_skips_the_first_times_and_stops_after_its_count() {
        plan.add(DUPLICATE, FaultScope.always().startingAfter(2).times(2));
        assertEquals("- - duplicate duplicate - -", sends("t", 6));
        FaultView view = plan.views().get(0);
        assertEquals(2, view.applied());
        assertFalse(view.active());
    }

    @Test
    void what_happens_in_other_sessions_neither_applies_nor_counts() {
        plan.add(DUPLICATE, FaultScope.once().inSession("mine").startingAfter(1));
        assertEquals("-", sends("mine", 1));
        assertEquals("- -", sends("other", 2));
        assertEquals("-", sends(null, 1));
        assertEquals("duplicate -", sends("mine", 2));
    }

    @Test
    void a_fault_may_be_limited_to_one_service() {
        FaultPlan chat = plan.of("chat");
        FaultPlan other = plan.of("other");
        plan.add(DUPLICATE, FaultScope.once().at("chat"));
        assertEquals("-", sends(other, "t", 1));
        assertEquals("duplicate -", sends(chat, "t", 2));
        assertEquals(1, other.views().get(0).applied());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> plan.add(DUPLICATE, FaultScope.once().at("nowhere")));
        assertEquals("There is no service nowhere; there are chat, other", refused.getMessage());
    }

    @Test
    void several_faults_apply_to_the_same_frame_in_their_order() {
        plan.add(new FrameFault.Delay(Duration.ofMillis(5)), FaultScope.always());
        plan.add(DUPLICATE, FaultScope.once());
        assertEquals("delay+duplicate delay", sends("t", 2));
    }

    @Test
    void random_faults_are_the_same_for_the_same_seed_and_about_as_frequent_as_asked() {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            plan.clear();
            plan.add(new ConnectionFault.RandomDrop(7, 0.1), FaultScope.always());
            runs.add(sends("t", 10_000));
        }
        assertEquals(runs.get(0), runs.get(1));
        int cuts = runs.get(0).split("cut", -1).length - 1;
        assertTrue(cuts > 800 && cuts < 1200, "cuts: " + cuts);
    }

    @Test
    void a_new_fault_acts_on_open_connections_unless_it_waits_and_older_ones_do_not_again() {
        Recorder seam = new Recorder();
        plan.watch(offer -> offer.accept("t", seam));
        plan.add(new ConnectionFault.StallAnswers(), FaultScope.always());
        assertEquals(List.of("stall"), seam.calls);
        plan.add(DUPLICATE, FaultScope.once());
        plan.add(new ConnectionFault.CloseWith(1011, ""), FaultScope.always().startingAfter(1));
        plan.add(new ConnectionFault.CloseWith(1011, ""), FaultScope.always().inSession("other"));
        assertEquals(List.of("stall"), seam.calls);
    }

    @Test
    void a_ping_reaches_only_what_needs_no_frame() {
        plan.add(new ConnectionFault.StallAnswers(), FaultScope.always());
        plan.add(new ConnectionFault.SlowReader(Duration.ofMillis(1)), FaultScope.always());
        plan.add(new ConnectionFault.CloseWith(1011, ""), FaultScope.always());
        plan.add(new ConnectionFault.RandomDrop(1, 1), FaultScope.always());
        Recorder seam = new Recorder();
        plan.pinged("t", seam);
        assertEquals(List.of("stall", "slow"), seam.calls);
    }

    @Test
    void each_fault_acts_only_at_its_own_seams() {
        plan.add(new SessionFault.RateLimit(1), FaultScope.always());
        plan.add(new SessionFault.Expire(), FaultScope.always());
        assertEquals("refuseRate+expire", receives("onMessage", 1));
        assertEquals("expire", receives("echo", 2));
        assertEquals("-", receives("configureSession", 3));
        assertEquals("-", receives(null, 4));
    }

    @Test
    void dropAfterFrames_counts_in_its_direction_only() {
        plan.add(new ConnectionFault.DropAfterFrames(2, Fault.Direction.RECEIVED), FaultScope.always());
        assertEquals("-", receives("echo", 1));
        assertEquals("cutAfterwards", receives("echo", 2));
        assertEquals("- -", sends("t", 2));
    }

    @Test
    void parameters_that_make_no_sense_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.RefuseConnect(200));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.DropAtByte(-1));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.RandomDrop(1, 1.1));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.RandomDrop(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.CloseWith(1006, ""));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.CloseWith(5000, ""));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionFault.CloseWith(1000, "ü".repeat(62)));
        assertThrows(
                IllegalArgumentException.class, () -> new ConnectionFault.DropAfterFrames(0, Fault.Direction.SENT));
        assertThrows(IllegalArgumentException.class, () -> FaultScope.always().times(-1));
        assertThrows(IllegalArgumentException.class, () -> FaultScope.always().startingAfter(-1));
    }

    private String sends(@Nullable String session, int frames) {
        return sends(plan, session, frames);
    }

    private static String sends(FaultPlan plan, @Nullable String session, int frames) {
        List<String> results = new ArrayList<>();
        for (int i = 1; i <= frames; i++) {
            Recorder seam = new Recorder();
            plan.sending(session, new Seam.Frame(i, null), seam);
            results.add(seam.toString());
        }
        return String.join(" ", results);
    }

    private String receives(@Nullable String action, long number) {
        Recorder seam = new Recorder();
        plan.receiving("t", new Seam.Frame(number, action), seam);
        return seam.toString();
    }

    private static final class Recorder implements Seam.Sending, Seam.Receiving {

        private final List<String> calls = new ArrayList<>();

        @Override
        public String toString() {
            return calls.isEmpty() ? "-" : String.join("+", calls);
        }

        @Override
        public void cut() {
            calls.add("cut");
        }

        @Override
        public void cutAfterwards() {
            calls.add("cutAfterwards");
        }

        @Override
        public void delay(Duration delay) {
            calls.add("delay");
        }

        @Override
        public void duplicate() {
            calls.add("duplicate");
        }

        @Override
        public void swallow() {
            calls.add("swallow");
        }

        @Override
        public void swapWithNext() {
            calls.add("swap");
        }

        @Override
        public void refuseRate(int retryAfterSeconds) {
            calls.add("refuseRate");
        }

        @Override
        public void expire() {
            calls.add("expire");
        }

        @Override
        public void close(int code, String reason) {
            calls.add("close");
        }

        @Override
        public void stall() {
            calls.add("stall");
        }

        @Override
        public void readSlowly(Duration pause) {
            calls.add("slow");
        }
    }
}
