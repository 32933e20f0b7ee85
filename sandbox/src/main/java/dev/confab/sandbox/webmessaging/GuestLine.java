package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.MessageAssembler;
import dev.confab.sandbox.net.Outbox;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a guest: carries frames between the socket and the service, and lets faults at both ends. */
final class GuestLine implements Outbox.Port, MessageAssembler.Sink {

    /** The largest message; far above anything the protocol allows. */
    static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private static final int GOING_AWAY = 1001;

    /** What a line tells the one who keeps it. */
    interface Keeper {
        void text(GuestLine line, String text);

        void binary(GuestLine line, int length);

        void pinged(GuestLine line);

        void gone(GuestLine line);
    }

    private final ServerWebSocket socket;
    private final GuestConnection connection;
    private final SandboxLoop loop;
    private final Journal journal;
    private final Keeper keeper;
    private final Wire wire;
    private final Outbox outbox;
    private final MessageAssembler assembler = new MessageAssembler(MAX_MESSAGE_BYTES, this);
    private boolean open = true;
    private boolean silent;
    private String lastSession = "";

    GuestLine(
            ServerWebSocket socket,
            GuestConnection connection,
            SandboxLoop loop,
            Journal journal,
            FaultPlan faults,
            Keeper keeper) {
        this.socket = socket;
        this.connection = connection;
        this.loop = loop;
        this.journal = journal;
        this.keeper = keeper;
        this.wire = Wire.tap(loop, socket.remoteAddress());
        this.outbox = new Outbox(loop, faults, this);
        socket.frameHandler(this::frame);
        socket.closeHandler(nothing -> gone());
        socket.exceptionHandler(this::failed);
        faults.opened(wire::cutAfter);
    }

    GuestConnection connection() {
        return connection;
    }

    void send(@Nullable String session, String frame) {
        if (open && !silent) {
            outbox.send(session, frame);
        }
    }

    @Override
    public void write(@Nullable String session, String frame) {
        if (open && !silent) {
            journal.sent(session == null ? "" : session, frame);
            socket.writeTextMessage(frame);
        }
    }

    void close(int code, String reason) {
        if (open && !silent) {
            journal.sent(session(), closePayload(code, reason));
            socket.close((short) code, reason);
            gone();
        }
    }

    /** Ends the TCP connection without a close frame. Whoever keeps the line is told at once. */
    @Override
    public void cut() {
        wire.cut();
        gone();
    }

    /** Ends the line as a server that shuts down does, without waiting for the client. */
    void goAway() {
        close(GOING_AWAY, "The sandbox is shutting down");
        cut();
    }

    void stall() {
        silent = true;
        wire.silence();
    }

    void readSlowly(Duration pause) {
        wire.stopReading();
        loop.after(pause, wire::resumeReading);
    }

    @Override
    public void text(String text) {
        if (open) {
            keeper.text(this, text);
        }
    }

    @Override
    public void binary(int length) {
        if (open) {
            keeper.binary(this, length);
        }
    }

    @Override
    public void violation(int closeCode, String reason) {
        close(closeCode, reason);
    }

    private void frame(WebSocketFrame frame) {
        if (frame.isPing()) {
            keeper.pinged(this);
        } else if (frame.isClose()) {
            journal.received(session(), closePayload(frame.closeStatusCode(), frame.closeReason()));
            open = false;
            // A silent line does not answer, so it stays until the client gives up or the sandbox cuts it.
            if (!silent) {
                gone();
            }
        } else {
            assembler.accept(frame);
        }
    }

    /** A frame that is too large or broken; Vert.x would close with 1000. */
    private void failed(Throwable failure) {
        int code = Wire.closeCode(failure);
        if (code == 0) {
            open = false;
        } else {
            close(code, "The frame is broken or too large");
        }
    }

    /** The line serves its session no more, even if the closing handshake still goes on. */
    private void gone() {
        open = false;
        lastSession = session();
        keeper.gone(this);
    }

    private String session() {
        String token = connection.token();
        return token == null ? lastSession : token;
    }

    private static String closePayload(int code, @Nullable String reason) {
        return BoundedJson.text(
                BoundedJson.object().put("closeCode", code).put("closeReason", reason == null ? "" : reason));
    }
}
