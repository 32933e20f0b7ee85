package dev.confab.sandbox.amm;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.net.LineFaults;
import dev.confab.sandbox.net.SocketLine;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A channel that is a WebSocket (AMM notes B.8.1). */
final class WebSocketLine extends Line implements SocketLine.Keeper {

    private static final int NORMAL = 1000;
    private static final int UNREADABLE = 1003;

    private final Surroundings around;
    private final HintService service;
    private final SocketLine socket;
    private long frames;

    @SuppressWarnings("this-escape") // The keeper is told nothing before the constructor has ended.
    WebSocketLine(Caller caller, ServerWebSocket webSocket, Surroundings around, HintService service) {
        super(caller);
        this.around = around;
        this.service = service;
        socket = new SocketLine(webSocket, around.loop(), around.journal(), around.faults(), this);
    }

    Seam.Standing face() {
        return new LineFaults(socket);
    }

    @Override
    void send(String frame) {
        socket.send(session(), frame);
    }

    @Override
    void close(String reason) {
        socket.close(NORMAL, reason);
    }

    @Override
    void cut() {
        socket.cut();
    }

    @Override
    void goAway() {
        socket.goAway();
    }

    @Override
    public String session() {
        return caller().login();
    }

    @Override
    public @Nullable String kindOf(String frame) {
        return Frames.kindOf(frame);
    }

    @Override
    public void text(String text) {
        around.journal().received(session(), text);
        Verdict verdict = new Verdict();
        around.faults().receiving(session(), new Seam.Frame(++frames, Frames.kindOf(text)), verdict);
        if (verdict.expired) {
            service.expire(caller().account());
        } else if (verdict.refused) {
            send(Commands.refused("", "Too many frames"));
        } else if (!verdict.ended) {
            send(service.commands().obey(this, text));
            if (verdict.cutsAfterwards) {
                cut();
            }
        }
    }

    @Override
    public void binary(int length) {
        around.journal().received(session(), "<binary frame of " + length + " bytes>");
        socket.close(UNREADABLE, "Frames are text");
    }

    @Override
    public void pinged() {
        around.faults().pinged(session(), face());
    }

    @Override
    public void gone() {
        service.channels().gone(this);
    }

    /** What the faults want with a frame of the client. */
    private final class Verdict implements Seam.Receiving {
        private final Seam.Standing standing = face();
        private boolean ended;
        private boolean cutsAfterwards;
        private boolean refused;
        private boolean expired;

        @Override
        public void cut() {
            ended = true;
            WebSocketLine.this.cut();
        }

        @Override
        public void cutAfterwards() {
            cutsAfterwards = true;
        }

        @Override
        public void refuseRate(int retryAfterSeconds) {
            refused = true;
        }

        @Override
        public void expire() {
            expired = true;
        }

        @Override
        public void close(int code, String reason) {
            ended = true;
            standing.close(code, Objects.requireNonNull(reason));
        }

        @Override
        public void stall() {
            standing.stall();
        }

        @Override
        public void readSlowly(Duration pause) {
            standing.readSlowly(pause);
        }
    }
}
