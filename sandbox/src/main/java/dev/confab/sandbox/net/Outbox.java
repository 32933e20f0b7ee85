package dev.confab.sandbox.net;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.loop.SandboxLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one connection, and the seam of faults on frames that are sent: here they are delayed, doubled, swapped
 * or made the last. Without faults a frame goes straight through.
 */
public final class Outbox {

    /** What an outbox needs of its connection. */
    public interface Port {
        /**
         * Puts a frame on the wire.
         *
         * @param session the session it belongs to, null while unknown
         * @param frame its text
         */
        void write(@Nullable String session, String frame);

        /**
         * Tells what kind of thing a frame tells, so that a fault can pick frames by it.
         *
         * @param frame its text
         * @return the kind as the service names it, null when it has none
         */
        @Nullable
        String kindOf(String frame);

        /** Cuts the TCP connection. */
        void cut();
    }

    /** How long a swapped frame waits for the next one: it is to come late, not to be lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SandboxLoop loop;
    private final FaultPlan faults;
    private final Port port;
    private final List<Outgoing> held = new ArrayList<>();
    private Instant freeAt = Instant.MIN;
    private int delayed;
    private long sent;

    /**
     * Makes the way out of a connection.
     *
     * @param loop the loop that owns the connection
     * @param faults the faults to ask
     * @param port the connection
     */
    public Outbox(SandboxLoop loop, FaultPlan faults, Port port) {
        this.loop = loop;
        this.faults = faults;
        this.port = port;
    }

    /**
     * Sends a frame, or does to it what faults demand.
     *
     * @param session the session it belongs to, null while unknown
     * @param text its text
     */
    public void send(@Nullable String session, String text) {
        Outgoing frame = new Outgoing(session, text);
        Verdict verdict = new Verdict();
        String kind = faults.hasActive() ? port.kindOf(text) : null;
        faults.sending(session, new Seam.Frame(++sent, null, kind), verdict);
        if (verdict.cut) {
            port.cut();
            return;
        }
        if (verdict.swallowed) {
            return;
        }
        List<Outgoing> frames = new ArrayList<>();
        frames.add(frame);
        if (verdict.duplicated) {
            frames.add(frame);
        }
        if (verdict.swapped && held.isEmpty()) {
            held.addAll(frames);
            loop.after(PATIENCE, this::releaseHeld);
            return;
        }
        frames.addAll(held);
        held.clear();
        pass(frames, verdict);
    }

    private void pass(List<Outgoing> frames, Verdict verdict) {
        Instant now = loop.clock().instant();
        Instant wanted = now.plus(verdict.delay);
        freeAt = wanted.isAfter(freeAt) ? wanted : freeAt;
        if (delayed == 0 && !freeAt.isAfter(now)) {
            write(frames, verdict.last);
            return;
        }
        delayed++;
        loop.at(freeAt, () -> {
            delayed--;
            write(frames, verdict.last);
        });
    }

    private void write(List<Outgoing> frames, boolean last) {
        frames.forEach(this::write);
        if (last) {
            port.cut();
        }
    }

    private void releaseHeld() {
        List<Outgoing> late = List.copyOf(held);
        held.clear();
        late.forEach(this::write);
    }

    private void write(Outgoing frame) {
        port.write(frame.session(), frame.text());
    }

    private record Outgoing(@Nullable String session, String text) {}

    private static final class Verdict implements Seam.Sending {

        private Duration delay = Duration.ZERO;
        private boolean cut;
        private boolean last;
        private boolean duplicated;
        private boolean swapped;
        private boolean swallowed;

        @Override
        public void cut() {
            cut = true;
        }

        @Override
        public void cutAfterwards() {
            last = true;
        }

        @Override
        public void delay(Duration more) {
            delay = delay.plus(more);
        }

        @Override
        public void duplicate() {
            duplicated = true;
        }

        @Override
        public void swallow() {
            swallowed = true;
        }

        @Override
        public void swapWithNext() {
            swapped = true;
        }
    }
}
