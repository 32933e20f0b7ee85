package dev.confab.sandbox.fault;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose. A fault is plain data; {@link FaultScope} says for whom, when and how often it
 * applies. What it does at a {@linkplain Seam seam} of the service is what the {@code on…} method of that seam returns;
 * null means that the fault does not concern itself with what happens there. A new kind of fault is a new record and
 * a line in {@link FaultJson}.
 */
public sealed interface Fault
        permits CallFault, ConnectionFault, FrameFault, ServiceFault, SessionFault, TransferFault {

    /** Which way a frame goes, from the service's point of view. */
    enum Direction {
        /** From the guest. */
        RECEIVED,
        /** To the guest. */
        SENT
    }

    /** Which way a file goes, from the guest's point of view. */
    enum Transfer {
        /** To the service. */
        UPLOAD("Upload"),
        /** From the service. */
        DOWNLOAD("Download");

        private final String title;

        Transfer(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** A REST service beside the conversation. */
    enum Surface {
        /** Logging in and out. */
        LOGIN,
        /** Registering devices for push notifications. */
        PUSH
    }

    /**
     * Tells the name of this kind of fault in JSON.
     *
     * @return the name
     */
    String verb();

    /**
     * Tells the parameters of this fault in JSON.
     *
     * @return the parameters by name, in the order in which they are shown
     */
    default Map<String, Object> parameters() {
        return Map.of();
    }

    /**
     * Tells whether the fault can be limited to one session.
     *
     * @return false when it acts where no session is known yet
     */
    default boolean knowsSession() {
        return true;
    }

    /**
     * Tells how likely the fault applies each time that it could.
     *
     * @return a probability from 0 to 1
     */
    default double probability() {
        return 1;
    }

    /**
     * Tells where the dice for {@link #probability} start.
     *
     * @return the seed
     */
    default long seed() {
        return 0;
    }

    /**
     * A client asks for a connection.
     *
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Connecting> onConnecting() {
        return null;
    }

    /**
     * A connection was opened.
     *
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Opened> onOpened() {
        return null;
    }

    /**
     * The fault was just switched on and finds a connection open.
     *
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Standing> onStanding() {
        return null;
    }

    /**
     * A ping of the guest was received.
     *
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Standing> onPing() {
        return null;
    }

    /**
     * A frame of the guest was received; what acts on any open connection acts now, unless said otherwise.
     *
     * @param frame which
     * @return what to do, or null
     */
    default @Nullable Consumer<? super Seam.Receiving> onReceiving(Seam.Frame frame) {
        return onStanding();
    }

    /**
     * A guest made a REST call of the conversation, and may.
     *
     * @param call which
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Calling> onCalling(Seam.Call call) {
        return null;
    }

    /**
     * A message is about to be stored.
     *
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Storing> onStoring() {
        return null;
    }

    /**
     * A frame is about to be sent.
     *
     * @param frame which
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Sending> onSending(Seam.Frame frame) {
        return null;
    }

    /**
     * A page of history was asked for.
     *
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.History> onHistory() {
        return null;
    }

    /**
     * A file is about to be taken or given.
     *
     * @param transfer which way it goes
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Transferring> onTransferring(Transfer transfer) {
        return null;
    }

    /**
     * A REST service was asked for something.
     *
     * @param surface which
     * @return what to do, or null
     */
    default @Nullable Consumer<Seam.Rest> onRest(Surface surface) {
        return null;
    }
}
