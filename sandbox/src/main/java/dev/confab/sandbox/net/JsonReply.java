package dev.confab.sandbox.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers HTTP requests with JSON. */
public final class JsonReply {

    private JsonReply() {}

    /**
     * Answers with a value.
     *
     * @param context the request
     * @param status the HTTP status
     * @param json the body
     */
    public static void send(RoutingContext context, int status, JsonNode json) {
        send(context, status, BoundedJson.text(json));
    }

    /**
     * Answers with the text of a value.
     *
     * @param context the request
     * @param status the HTTP status
     * @param json the body
     */
    public static void send(RoutingContext context, int status, String json) {
        send(context.response(), status, json);
    }

    /**
     * Answers with the text of a value.
     *
     * @param response the response of the request
     * @param status the HTTP status
     * @param json the body
     */
    public static void send(HttpServerResponse response, int status, String json) {
        // A client that went away in the meantime needs no answer.
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                    .end(json);
        }
    }

    /**
     * Answers with an error.
     *
     * @param context the request
     * @param status the HTTP status
     * @param error what is wrong
     * @param hint what to do
     */
    public static void error(RoutingContext context, int status, String error, String hint) {
        send(context, status, BoundedJson.object().put("error", error).put("hint", hint));
    }
}
