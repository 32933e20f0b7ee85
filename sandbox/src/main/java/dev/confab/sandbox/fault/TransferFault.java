package dev.confab.sandbox.fault;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults of files on their way to the service and back. */
public sealed interface TransferFault extends Fault {

    /**
     * Tells which way is hit.
     *
     * @return the way
     */
    Transfer way();

    /**
     * What it does to a transfer.
     *
     * @param seam what can be done
     */
    void act(Seam.Transferring seam);

    @Override
    default @Nullable Consumer<Seam.Transferring> onTransferring(Transfer transfer) {
        return transfer == way() ? this::act : null;
    }

    /**
     * Answers with an error instead of taking or giving the bytes.
     *
     * @param way which way is hit
     * @param status the HTTP status, from 400 to 599; 0 to reset the TCP connection instead
     */
    record Fail(Transfer way, int status) implements TransferFault {
        /**
         * Checks the parameters.
         *
         * @param way which way is hit
         * @param status the HTTP status, from 400 to 599; 0 to reset the TCP connection instead
         */
        public Fail {
            Bounds.errorStatusOrReset(status);
        }

        @Override
        public String verb() {
            return "fail" + way.title();
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("status", status);
        }

        @Override
        public void act(Seam.Transferring seam) {
            if (status == 0) {
                seam.reset();
            } else {
                seam.fail(status);
            }
        }
    }

    /**
     * Ends the TCP connection in the middle of the bytes; of an upload nothing remains.
     *
     * @param way which way is hit
     * @param bytes after how many bytes of the body, not negative
     */
    record Cut(Transfer way, int bytes) implements TransferFault {
        /**
         * Checks the parameters.
         *
         * @param way which way is hit
         * @param bytes after how many bytes of the body, not negative
         */
        public Cut {
            Bounds.atLeast(0, bytes, "bytes");
        }

        @Override
        public String verb() {
            return "cut" + way.title();
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("bytes", bytes);
        }

        @Override
        public void act(Seam.Transferring seam) {
            seam.cutAfter(bytes);
        }
    }

    /**
     * Holds back the answer, and with it what follows from an upload.
     *
     * @param way which way is hit
     * @param delay how long, not negative
     */
    record Slow(Transfer way, Duration delay) implements TransferFault {
        /**
         * Checks the parameters.
         *
         * @param way which way is hit
         * @param delay how long, not negative
         */
        public Slow {
            Bounds.atLeast(0, delay.toMillis(), "millis");
        }

        @Override
        public String verb() {
            return "delay" + way.title();
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("millis", delay.toMillis());
        }

        @Override
        public void act(Seam.Transferring seam) {
            seam.delay(delay);
        }
    }

    /**
     * Takes an upload and then tells that it failed, as a virus scanner does.
     *
     * @param errorCode what the failure says, from 4000 to 4999
     */
    record RefuseFile(int errorCode) implements TransferFault {
        /**
         * Checks the parameters.
         *
         * @param errorCode what the failure says, from 4000 to 4999
         */
        public RefuseFile {
            if (errorCode < 4000 || errorCode > 4999) {
                throw new IllegalArgumentException("errorCode must be from 4000 to 4999, not " + errorCode);
            }
        }

        @Override
        public String verb() {
            return "refuseFile";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("errorCode", errorCode);
        }

        @Override
        public Transfer way() {
            return Transfer.UPLOAD;
        }

        @Override
        public void act(Seam.Transferring seam) {
            seam.refuseFile(errorCode);
        }
    }
}
