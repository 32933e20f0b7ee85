package dev.confab.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Faults as JSON: {@code {"fault":"dropAfterStore","session":"…","after":2,"count":1}} and the parameters of the fault
 * beside these. What is wrong is said in an {@link IllegalArgumentException}.
 */
public final class FaultJson {

    private static final Map<String, Function<Fields, Fault>> VERBS = new LinkedHashMap<>();

    static {
        VERBS.put(
                "refuseConnect",
                f -> new ConnectionFault.RefuseConnect(f.integer("status", 503), f.integer("retryAfterSeconds", 0)));
        VERBS.put("dropAfterFrames", f -> new ConnectionFault.DropAfterFrames(f.integer("frames"), f.direction()));
        VERBS.put("dropAtByte", f -> new ConnectionFault.DropAtByte(f.integer("bytes")));
        VERBS.put("random", f -> new ConnectionFault.RandomDrop(f.whole("seed", 0), f.number("probability")));
        VERBS.put("stallAnswers", f -> new ConnectionFault.StallAnswers());
        VERBS.put("closeWith", f -> new ConnectionFault.CloseWith(f.integer("code"), f.string("reason", "")));
        VERBS.put("slowReader", f -> new ConnectionFault.SlowReader(f.millis()));
        VERBS.put("delay", f -> new FrameFault.Delay(f.millis()));
        VERBS.put("duplicate", f -> new FrameFault.Duplicate());
        VERBS.put("reorder", f -> new FrameFault.Reorder());
        VERBS.put("swallow", f -> new FrameFault.Swallow(f.string("class", "")));
        VERBS.put("suppressEcho", f -> new SessionFault.SuppressEcho());
        VERBS.put("dropBeforeStore", f -> new SessionFault.DropBeforeStore());
        VERBS.put("dropAfterStore", f -> new SessionFault.DropAfterStore());
        VERBS.put("rateLimit", f -> new SessionFault.RateLimit(f.integer("retryAfterSeconds", 1)));
        VERBS.put("expire", f -> new SessionFault.Expire());
        VERBS.put(
                "failCall",
                f -> new CallFault.Fail(
                        f.string("operation", ""),
                        f.integer("status", 503),
                        f.string("code", ""),
                        f.integer("retryAfterSeconds", 0)));
        VERBS.put("loseAnswer", f -> new CallFault.LoseAnswer(f.string("operation", "")));
        VERBS.put("delayAnswer", f -> new CallFault.DelayAnswer(f.string("operation", ""), f.millis()));
        VERBS.put(
                "failHistory",
                f -> new SessionFault.FailHistory(f.integer("status", 500), f.integer("retryAfterSeconds", 0)));
        for (Fault.Transfer way : Fault.Transfer.values()) {
            VERBS.put("fail" + way.title(), f -> new TransferFault.Fail(way, f.integer("status", 503)));
            VERBS.put("cut" + way.title(), f -> new TransferFault.Cut(way, f.integer("bytes")));
            VERBS.put("delay" + way.title(), f -> new TransferFault.Slow(way, f.millis()));
        }
        VERBS.put("refuseFile", f -> new TransferFault.RefuseFile(f.integer("errorCode", 4003)));
        VERBS.put("failLogin", f -> new ServiceFault.FailLogin(f.integer("status", 503)));
        VERBS.put(
                "failPush",
                f -> new ServiceFault.FailPush(
                        f.integer("status", 500),
                        f.string("code", "internal.server.error"),
                        f.integer("retryAfterSeconds", 0)));
    }

    private FaultJson() {}

    /**
     * A fault with its scope.
     *
     * @param fault what goes wrong
     * @param scope for whom, when and how often
     */
    public record Scoped(Fault fault, FaultScope scope) {}

    /**
     * Reads a fault.
     *
     * @param json the JSON
     * @return the fault and its scope
     * @throws IllegalArgumentException when it is not a fault; the message says why and what would be
     */
    public static Scoped read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("A fault is an object such as {\"fault\":\"suppressEcho\",\"count\":1}");
        }
        Fields fields = new Fields(json);
        Function<Fields, Fault> verb = VERBS.get(fields.string("fault", ""));
        if (verb == null) {
            throw new IllegalArgumentException("\"fault\" must be one of " + String.join(", ", VERBS.keySet()));
        }
        Fault fault = verb.apply(fields);
        String backend = fields.string("backend", "");
        String session = fields.string("session", "");
        FaultScope scope = new FaultScope(
                backend.isEmpty() ? null : backend,
                session.isEmpty() ? null : session,
                fields.integer("after", 0),
                fields.integer("count", 0));
        fields.refuseOthers();
        return new Scoped(fault, scope);
    }

    /**
     * Writes a fault.
     *
     * @param view the fault as it stands
     * @return the JSON
     */
    public static ObjectNode write(FaultView view) {
        ObjectNode json = BoundedJson.object();
        json.put("id", view.id()).put("fault", view.fault().verb());
        view.fault().parameters().forEach(json::putPOJO);
        if (view.scope().backend() != null) {
            json.put("backend", view.scope().backend());
        }
        if (view.scope().session() != null) {
            json.put("session", view.scope().session());
        }
        json.put("after", view.scope().after()).put("count", view.scope().count());
        return json.put("applied", view.applied()).put("active", view.active());
    }
}
