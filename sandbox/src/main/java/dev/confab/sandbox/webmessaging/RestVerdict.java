package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Seam;
import org.jspecify.annotations.Nullable;

/** What the faults want with a REST request. */
final class RestVerdict implements Seam.Rest {

    /**
     * What goes wrong.
     *
     * @param status the HTTP status, 0 for a TCP reset
     * @param code the code in the body, empty for none
     * @param retryAfterSeconds when to try again, 0 for no word about it
     */
    record Failure(int status, String code, int retryAfterSeconds) {}

    private @Nullable Failure failure;

    @Override
    public void fail(int status, String code, int retryAfterSeconds) {
        failure = new Failure(status, code, retryAfterSeconds);
    }

    /** What goes wrong, null when nothing does. */
    @Nullable
    Failure failure() {
        return failure;
    }
}
