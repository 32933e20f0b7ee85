package dev.confab.sandbox.amm;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.net.Outbox;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A channel that is an event stream; its commands come by POST (AMM notes B.8.6). */
final class StreamLine extends Line implements Outbox.Port, Seam.Standing {

    private final String name = UUID.randomUUID().toString();
    private final Surroundings around;
    private final HintService service;
    private final HttpServerResponse response;
    private final Wire wire;
    private final Outbox outbox;
    private boolean open = true;
    private boolean silent;

    StreamLine(Caller caller, HttpServerRequest request, Surroundings around, HintService service) {
        super(caller);
        this.around = around;
        this.service = service;
        response = request.response();
        outbox = new Outbox(around.loop(), around.faults(), this);
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        wire = Wire.tap(around.loop(), request.remoteAddress());
        response.closeHandler(nothing -> gone());
        response.exceptionHandler(failure -> gone());
        around.faults().opened(wire::cutAfter);
    }

    /** What its commands are addressed to. */
    String name() {
        return name;
    }

    /** Shows that the stream lives, from now on until its end. */
    void live(Duration pause) {
        if (open) {
            if (!silent) {
                response.write("event: Ping\ndata: {}\n\n");
            }
            around.loop().after(pause, () -> live(pause));
        }
    }

    @Override
    void send(String frame) {
        if (open && !silent) {
            outbox.send(caller().login(), frame);
        }
    }

    @Override
    public void write(@Nullable String session, String frame) {
        if (open && !silent) {
            around.journal().sent(caller().login(), frame);
            response.write("event: CASNotification\ndata: " + frame + "\n\n");
        }
    }

    @Override
    public @Nullable String kindOf(String frame) {
        return Frames.kindOf(frame);
    }

    @Override
    void close(String reason) {
        if (open && !silent) {
            gone();
            response.end();
        }
    }

    /** An event stream has no close codes; it ends. */
    @Override
    public void close(int code, String reason) {
        close(reason);
    }

    @Override
    public void stall() {
        silent = true;
        wire.silence();
    }

    /** Nothing is read on an event stream. */
    @Override
    public void readSlowly(Duration pause) {}

    @Override
    public void cut() {
        gone();
        wire.cut();
    }

    @Override
    void goAway() {
        close("");
        cut();
    }

    private void gone() {
        open = false;
        service.channels().gone(this);
    }
}
