package dev.confab.sandbox.amm;

import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Puts answers on the wire. */
final class Replies {

    private static final List<String> CHALLENGES = List.of("Basic realm=\"amm\"", "Bearer realm=\"amm\"");

    private final SandboxLoop loop;

    Replies(SandboxLoop loop) {
        this.loop = loop;
    }

    /** Lets pages of all hosts call, with cookies: clients call "with credentials" (AMM notes B.2). */
    void cors(RoutingContext context) {
        HttpServerResponse response = context.response();
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            String wanted = context.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE, OPTIONS")
                    .putHeader(
                            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                            wanted == null ? "Authorization, Content-Type" : wanted)
                    .putHeader(
                            HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                            "ETag, Retry-After, WWW-Authenticate, Content-Disposition")
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            response.setStatusCode(204).end();
        } else {
            context.next();
        }
    }

    void retryAfter(HttpServerResponse response, int seconds) {
        if (seconds > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        }
    }

    void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (answer.status() == 0) {
            Wire.reset(loop, context.request().remoteAddress());
            return;
        }
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.status() == 401) {
            response.putHeader("WWW-Authenticate", CHALLENGES);
        }
        if (answer.entityTag() != null) {
            response.putHeader(HttpHeaders.ETAG, '"' + answer.entityTag() + '"');
        }
        if (answer.body() == null) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, Media.type(answer.media()))
                    .end(BoundedJson.text(answer.body()));
        }
    }
}
