package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the envelope of the service (Engage chat protocol notes §3.2).
 *
 * @param status the HTTP status
 * @param code {@code SUCCESS} or the name of the error
 * @param message what is wrong, for a person; empty for nothing
 * @param data what was asked for, or null
 */
record Reply(
        int status, String code, String message, @Nullable ObjectNode data) {

    static final String SUCCESS = "SUCCESS";

    /** Stands for a TCP reset in place of an answer. */
    static final Reply NONE = new Reply(0, "", "", null);

    static Reply done(@Nullable ObjectNode data) {
        return new Reply(200, SUCCESS, "", data);
    }

    static Reply refused(int status, String code, String message) {
        return new Reply(status, code, message, null);
    }

    boolean resets() {
        return status == 0;
    }

    ObjectNode json() {
        ObjectNode json = BoundedJson.object();
        ObjectNode told = json.putObject("status").put("code", code);
        if (!message.isEmpty()) {
            told.put("message", message);
        }
        if (data != null) {
            json.set("data", data);
        }
        return json;
    }
}
