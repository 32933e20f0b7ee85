package dev.confab.sandbox.net;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of a guest: carries frames between the socket and its service, writes them into the journal, and lets
 * faults at both ends. To be used on the event loop.
 */
public final class SocketLine implements Outbox.Port, MessageAssembler.Sink {

    /** The largest message; far above anything the protocol allows. */
    public static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private static final int GOING_AWAY = 1001;

    /** What a line asks and tells the one who keeps it. */
    public interface Keeper {
        /**
         * Asks for the session that the line serves.
         *
         * @return the session, null while or when there is none
         */
        @Nullable
        String session();

        /**
         * Asks what kind of thing a frame tells, so that a fault can pick frames by it.
         *
         * @param frame its text
         * @return the kind as the service names it, null when it has none
         */
        @Nullable
        String kindOf(String frame);

        /**
         * A text message came.
         *
         * @param text the message
         */
        void text(String text);

        /**
         * A binary message came.
         *
         * @param length its size in bytes
         */
        void binary(int length);

        /** A ping came; it is answered already. */
        void pinged();

        /** The line serves nobody any more. May be told more than once. */
        void gone();
    }

    private final ServerWebSocket socket;
    private final SandboxLoop loop;
    private final Journal journal;
    private final Keeper keeper;
    private final Wire wire;
    private final Outbox outbox;
    private final MessageAssembler assembler = new MessageAssembler(MAX_MESSAGE_BYTES, this);
    private boolean open = true;
    private boolean silent;
    private String lastSession = "";

    /**
     * Takes over a WebSocket whose handshake is over.
     *
     * @param socket the socket
     * @param loop the loop that serves it
     * @param journal where frames are written down
     * @param faults the faults to ask
     * @param keeper takes what comes
     */
    public SocketLine(ServerWebSocket socket, SandboxLoop loop, Journal journal, FaultPlan faults, Keeper keeper) {
        this.socket = socket;
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

    /**
     * Sends a frame, or does to it what faults demand.
     *
     * @param session the session it is about, null while unknown
     * @param frame its text
     */
    public void send(@Nullable String session, String frame) {
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

    @Override
    public @Nullable String kindOf(String frame) {
        return keeper.kindOf(frame);
    }

    /**
     * Closes the connection with a close frame.
     *
     * @param code the close code
     * @param reason the close reason
     */
    public void close(int code, String reason) {
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
    public void goAway() {
        close(GOING_AWAY, "The sandbox is shutting down");
        cut();
    }

    /** Sends nothing from now on, not even a close frame, and keeps TCP open. */
    public void stall() {
        silent = true;
        wire.silence();
    }

    /**
     * Reads nothing for a while.
     *
     * @param pause how long
     */
    public void readSlowly(Duration pause) {
        wire.stopReading();
        loop.after(pause, wire::resumeReading);
    }

    @Override
    public void text(String text) {
        if (open) {
            keeper.text(text);
        }
    }

    @Override
    public void binary(int length) {
        if (open) {
            keeper.binary(length);
        }
    }

    @Override
    public void violation(int closeCode, String reason) {
        close(closeCode, reason);
    }

    private void frame(WebSocketFrame frame) {
        if (frame.isPing()) {
            keeper.pinged();
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
        keeper.gone();
    }

    private String session() {
        String token = keeper.session();
        return token == null ? lastSession : token;
    }

    private static String closePayload(int code, @Nullable String reason) {
        return BoundedJson.text(
                BoundedJson.object().put("closeCode", code).put("closeReason", reason == null ? "" : reason));
    }
}
