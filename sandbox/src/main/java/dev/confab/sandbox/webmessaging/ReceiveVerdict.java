package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Seam;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the faults want with a frame that was received, or with a connection as it stands. */
final class ReceiveVerdict implements Seam.Receiving {

    private final GuestConnection connection;
    private final Effects effects;
    private boolean done;
    private boolean cutAfterwards;
    private boolean expired;
    private @Nullable Integer retryAfterSeconds;

    ReceiveVerdict(GuestConnection connection, Effects effects) {
        this.connection = connection;
        this.effects = effects;
    }

    @Override
    public void cut() {
        end(new Effect.Cut(connection));
    }

    @Override
    public void close(int code, String reason) {
        end(new Effect.Close(connection, code, reason));
    }

    @Override
    public void stall() {
        effects.add(new Effect.Stall(connection));
    }

    @Override
    public void readSlowly(Duration pause) {
        effects.add(new Effect.ReadSlowly(connection, pause));
    }

    @Override
    public void cutAfterwards() {
        cutAfterwards = true;
    }

    @Override
    public void refuseRate(int seconds) {
        retryAfterSeconds = seconds;
    }

    @Override
    public void expire() {
        expired = true;
    }

    /** True when the frame has no effect any more. */
    boolean ended() {
        return done;
    }

    boolean cutsAfterwards() {
        return cutAfterwards;
    }

    boolean expires() {
        return expired;
    }

    /** When to try again, null when the frame is not refused for its rate. */
    @Nullable
    Integer refusedForSeconds() {
        return retryAfterSeconds;
    }

    private void end(Effect effect) {
        if (!done) {
            done = true;
            effects.add(effect);
        }
    }
}
