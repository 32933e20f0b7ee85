package dev.confab.sandbox.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The places of a service where a {@link Fault} can act, each with what can be done there. A service asks the
 * {@link FaultPlan} whenever it comes to one of them and does what the faults demand.
 */
public interface Seam {

    /** A client asks for a connection; nothing is known of its session yet. */
    interface Connecting {
        /**
         * Answers the request with an error.
         *
         * @param status the HTTP status
         * @param retryAfterSeconds when to try again, 0 for no word about it
         */
        void refuse(int status, int retryAfterSeconds);

        /** Resets the TCP connection instead of an answer. */
        void reset();
    }

    /** A connection was just opened; nothing is known of its session yet. */
    interface Opened {
        /**
         * Cuts the TCP connection once so many bytes were sent, in the middle of a frame if need be.
         *
         * @param bytes how many bytes still go out, counted after the handshake
         */
        void cutAtByte(long bytes);
    }

    /** An open connection, at any moment. */
    interface Standing {
        /**
         * Closes the connection with a close frame.
         *
         * @param code the close code
         * @param reason the close reason
         */
        void close(int code, String reason);

        /** Sends nothing any more, not even pongs or a close frame, while TCP stays open. */
        void stall();

        /**
         * Reads nothing for a while.
         *
         * @param pause how long
         */
        void readSlowly(Duration pause);
    }

    /** A frame of the guest was received and not yet looked at by the service. */
    interface Receiving extends Standing {
        /** Cuts the TCP connection; the frame has no effect. */
        void cut();

        /** Cuts the TCP connection after the frame had its effect. */
        void cutAfterwards();

        /**
         * Refuses the frame because of its rate; it has no effect.
         *
         * @param retryAfterSeconds when to try again
         */
        void refuseRate(int retryAfterSeconds);

        /** Lets the session expire before the frame is looked at. */
        void expire();
    }

    /** A guest made a REST call of the conversation, and may; it was not yet looked at otherwise. */
    interface Calling {
        /**
         * Answers with an error; the call has no effect.
         *
         * @param status the HTTP status
         * @param code the error code in the body, empty for the usual one of the status
         * @param retryAfterSeconds when to try again, 0 for no word about it
         */
        void fail(int status, String code, int retryAfterSeconds);

        /** Resets the TCP connection; the call has no effect. */
        void reset();

        /** Resets the TCP connection after the call had its effect. */
        void loseAnswer();

        /**
         * Holds back the answer; the call has its effect at once.
         *
         * @param delay how long
         */
        void delay(Duration delay);

        /** Lets the session expire before the call is looked at. */
        void expire();
    }

    /** A message passed all rules and is about to be stored. */
    interface Storing {
        /** Cuts the TCP connection of the sender; the message is not stored. */
        void cutBefore();

        /** Cuts the TCP connection of the sender after storing, before the acknowledgement. */
        void cutAfter();

        /** Sends nobody the acknowledgement. */
        void suppressEcho();
    }

    /** A frame is about to be sent. */
    interface Sending {
        /** Cuts the TCP connection; the frame is not sent. */
        void cut();

        /** Cuts the TCP connection after the frame was sent. */
        void cutAfterwards();

        /**
         * Holds back this frame, and all that follow it on the connection.
         *
         * @param delay how long
         */
        void delay(Duration delay);

        /** Sends the frame twice. */
        void duplicate();

        /** Does not send the frame, and goes on as if it had. */
        void swallow();

        /** Sends the frame after the next one of the connection, or after a moment if none follows. */
        void swapWithNext();
    }

    /** A page of history was asked for by someone entitled to it. */
    interface History {
        /**
         * Answers with an error.
         *
         * @param status the HTTP status
         * @param retryAfterSeconds when to try again, 0 for no word about it
         */
        void fail(int status, int retryAfterSeconds);

        /** Resets the TCP connection instead of an answer. */
        void reset();
    }

    /** A file is about to be taken or given. */
    interface Transferring {
        /**
         * Answers with an error.
         *
         * @param status the HTTP status
         */
        void fail(int status);

        /** Resets the TCP connection instead of an answer. */
        void reset();

        /**
         * Ends the TCP connection in the middle of the bytes.
         *
         * @param bytes how many bytes still go through
         */
        void cutAfter(long bytes);

        /**
         * Holds back the answer.
         *
         * @param delay how long
         */
        void delay(Duration delay);

        /**
         * Takes the bytes and then tells that they are not good. Means nothing for a download.
         *
         * @param errorCode why, as the protocol numbers it
         */
        void refuseFile(int errorCode);
    }

    /** A REST service beside the conversation was asked for something. */
    interface Rest {
        /**
         * Answers with an error; the request has no effect.
         *
         * @param status the HTTP status; 0 to reset the TCP connection instead
         * @param code the error code in the body, empty for none
         * @param retryAfterSeconds when to try again, 0 for no word about it
         */
        void fail(int status, String code, int retryAfterSeconds);
    }

    /**
     * A REST call, as far as faults care.
     *
     * @param operation its name as the service calls it
     * @param message whether it brings a message of the guest
     */
    record Call(String operation, boolean message) {}

    /**
     * A frame, as far as faults care.
     *
     * @param number the how manyth frame of its connection and direction it is, from 1
     * @param action what it asks for; null when it asks for nothing readable, or was not sent by a guest
     * @param bodyClass what kind of thing it tells; null when it was sent by a guest
     */
    record Frame(
            long number, @Nullable String action, @Nullable String bodyClass) {

        /**
         * Describes a frame of a guest.
         *
         * @param number the how manyth frame of its connection and direction it is, from 1
         * @param action what it asks for; null when it asks for nothing readable
         */
        public Frame(long number, @Nullable String action) {
            this(number, action, null);
        }
    }
}
