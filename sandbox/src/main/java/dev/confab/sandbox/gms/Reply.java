package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/**
 * An answer of the service (Engage chat protocol notes §1.3): the same object over REST and in the events of CometD.
 *
 * @param status the HTTP status, 200 also for what is refused; 0 stands for a TCP reset
 * @param json the body
 */
record Reply(int status, ObjectNode json) {

    /** Stands for a TCP reset in place of an answer. */
    static final Reply NONE = new Reply(0, BoundedJson.object());

    /** Stands for an answer that is given otherwise. */
    static final Reply SENT = new Reply(-1, BoundedJson.object());

    static Reply of(ObjectNode json) {
        return new Reply(200, json);
    }

    /** The wish is refused and the chat goes on. */
    static Reply refused(int code, String advice) {
        return error(1, false, code, advice);
    }

    /** The chat is lost, or never was. */
    static Reply lost(int code, String advice) {
        return error(2, true, code, advice);
    }

    /** Trouble of the transport; the body is for people. */
    static Reply http(int status, String error, String hint) {
        return new Reply(status, BoundedJson.object().put("error", error).put("hint", hint));
    }

    private static Reply error(int statusCode, boolean ended, int code, String advice) {
        ObjectNode json = BoundedJson.object().put("statusCode", statusCode).put("chatEnded", ended);
        json.putArray("errors").addObject().put("code", code).put("advice", advice);
        return of(json);
    }

    boolean resets() {
        return status == 0;
    }

    /** Whether what was asked for was done. */
    boolean done() {
        return status == 200 && json.path("statusCode").intValue() == 0;
    }
}
