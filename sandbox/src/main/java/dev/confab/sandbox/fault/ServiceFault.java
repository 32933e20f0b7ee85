package dev.confab.sandbox.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Faults of the REST services beside the conversation: logins and push registrations. The request has no effect. */
public sealed interface ServiceFault extends Fault {

    /**
     * Fails a login, a refresh or a logout.
     *
     * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
     */
    record FailLogin(int status) implements ServiceFault {
        /**
         * Checks the parameters.
         *
         * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
         */
        public FailLogin {
            Bounds.errorStatusOrReset(status);
        }

        @Override
        public String verb() {
            return "failLogin";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("status", status);
        }

        @Override
        public boolean knowsSession() {
            return false;
        }

        @Override
        public @Nullable Consumer<Seam.Rest> onRest(Surface surface) {
            return surface == Surface.LOGIN ? seam -> seam.fail(status, "", 0) : null;
        }
    }

    /**
     * Fails a push registration, update or removal.
     *
     * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
     * @param code the error code in the body, such as {@code contacts.stitching.error}
     * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
     */
    record FailPush(int status, String code, int retryAfterSeconds) implements ServiceFault {
        /**
         * Checks the parameters.
         *
         * @param status the HTTP status to answer with, from 400 to 599; 0 to reset the TCP connection instead
         * @param code the error code in the body, such as {@code contacts.stitching.error}
         * @param retryAfterSeconds what the answer says about when to try again, 0 for nothing
         */
        public FailPush {
            Bounds.errorStatusOrReset(status);
            Bounds.atLeast(0, retryAfterSeconds, "retryAfterSeconds");
        }

        @Override
        public String verb() {
            return "failPush";
        }

        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("status", status);
            parameters.put("code", code);
            parameters.put("retryAfterSeconds", retryAfterSeconds);
            return parameters;
        }

        @Override
        public @Nullable Consumer<Seam.Rest> onRest(Surface surface) {
            return surface == Surface.PUSH ? seam -> seam.fail(status, code, retryAfterSeconds) : null;
        }
    }
}
