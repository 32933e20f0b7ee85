package dev.confab.sandbox.fault;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the parameters of faults may be. */
final class Bounds {

    private static final int MAX_REASON_BYTES = 123;

    private Bounds() {}

    static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }

    static void errorStatusOrReset(int status) {
        if (status != 0 && (status < 400 || status > 599)) {
            throw new IllegalArgumentException(
                    "status must be an HTTP error from 400 to 599, or 0 for a TCP reset, not " + status);
        }
    }

    /** RFC 6455 §7.4: 1004, 1005, 1006 and 1015 must not stand in a frame, and a control frame carries 125 bytes. */
    static void closeFrame(int code, String reason) {
        boolean reserved = code == 1004 || code == 1005 || code == 1006 || code == 1015;
        if (code < 1000 || code > 4999 || reserved) {
            throw new IllegalArgumentException(
                    "code must be a close code from 1000 to 4999 that may stand in a frame, not " + code);
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException("reason must not exceed " + MAX_REASON_BYTES + " bytes");
        }
    }

    static Map<String, Object> ordered(String name1, Object value1, String name2, Object value2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(name1, value1);
        map.put(name2, value2);
        return map;
    }
}
