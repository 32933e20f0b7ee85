package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Supplier;

/** Sends answers, as the faults let them (guest chat protocol notes §2, §5). */
final class Replies {

    /** Under which name a request remembers its conversation, for the journal. */
    static final String SESSION = "guestchat.session";

    private static final String CORRELATION = "inin-correlation-id";
    private static final String METHODS = "GET, POST, PATCH, DELETE, OPTIONS";
    private static final String HEADERS = "Authorization, Content-Type";

    private final SandboxLoop loop;

    Replies(SandboxLoop loop) {
        this.loop = loop;
    }

    /** What every answer carries: its correlation id, and that pages of anybody may read it (§2). */
    void open(RoutingContext context) {
        HttpServerResponse response = context.response();
        String wanted = context.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        response.putHeader(CORRELATION, UUID.randomUUID().toString())
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, CORRELATION + ", retry-after");
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted == null ? HEADERS : wanted)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
                    .setStatusCode(204)
                    .end();
        } else {
            context.next();
        }
    }

    /** Does what was asked for unless the faults object, and answers as they want. */
    void send(RoutingContext context, CallVerdict verdict, Supplier<Answer> act) {
        if (verdict.resets()) {
            Wire.reset(loop, context.request().remoteAddress());
            return;
        }
        CallVerdict.Failure failure = verdict.failure();
        Answer answer;
        if (failure == null) {
            answer = act(act).orLost(verdict.losesAnswer());
        } else {
            String code = failure.code().isEmpty() ? Refusals.code(failure.status()) : failure.code();
            answer = Answer.error(failure.status(), code, "This call fails on purpose.")
                    .retryAfter(failure.retryAfterSeconds());
        }
        if (verdict.delay().isZero()) {
            send(context, answer);
        } else {
            loop.after(verdict.delay(), () -> send(context, answer));
        }
    }

    void send(RoutingContext context, Answer answer) {
        if (answer.lost()) {
            Wire.reset(loop, context.request().remoteAddress());
            return;
        }
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(answer.retryAfterSeconds()));
        }
        ObjectNode body = answer.body();
        if (body == null) {
            response.end();
            return;
        }
        if (answer.status() >= 400) {
            body.put("contextId", response.headers().get(CORRELATION));
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(BoundedJson.text(body));
    }

    private static Answer act(Supplier<Answer> act) {
        try {
            return act.get();
        } catch (RefusedException refused) {
            return refused.answer();
        }
    }
}
