package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.ConnectVerdict;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.BoundedBody;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where CometD clients come in (Engage chat protocol notes §2.1, §2.2): long polling by POST, callback polling by GET, and
 * WebSockets. Client libraries append the kind of a message to the path, so all below it is the same.
 */
final class BayeuxRoutes {

    static final String PATH = "/genesys/cometd";

    private static final Pattern CALLBACK = Pattern.compile("[A-Za-z_$][\\w$.]{0,127}");

    private final Surroundings around;
    private final BayeuxServer server;
    private final BayeuxLines lines;

    BayeuxRoutes(Surroundings around, BayeuxServer server, BayeuxLines lines) {
        this.around = around;
        this.server = server;
        this.lines = lines;
    }

    void mount(Router router) {
        CookieCors.mount(router, PATH + "/*");
        router.route(PATH + "/*").handler(this::take);
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.canUpgradeToWebSocket()) {
            lines.open(request);
        } else if (HttpMethod.POST.equals(request.method())) {
            BoundedBody.read(request, ChatRoutes.MAX_BODY, body -> {
                String type = Fields.plainType(request.getHeader(HttpHeaders.CONTENT_TYPE));
                boolean form = type.equals(Fields.FORM);
                if (body == null) {
                    refuse(context, 413, "No more than " + ChatRoutes.MAX_BODY + " bytes a request");
                } else if (form || type.endsWith("/json")) {
                    List<JsonNode> messages =
                            form ? ofForm(body.toString()) : BayeuxLines.parse(List.of(body.toString()));
                    answer(context, messages, new HttpPort(context, around, server, ""));
                } else {
                    refuse(context, 415, "Send application/json");
                }
            });
        } else if (HttpMethod.GET.equals(request.method()) && request.getParam("jsonp") != null) {
            String callback = request.getParam("jsonp");
            if (CALLBACK.matcher(callback).matches()) {
                List<JsonNode> messages = BayeuxLines.parse(request.params().getAll("message"));
                answer(context, messages, new HttpPort(context, around, server, callback));
            } else {
                refuse(context, 400, "jsonp names a function");
            }
        } else {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, POST");
            refuse(context, 405, "Send messages by POST, by GET with jsonp, or open a WebSocket");
        }
    }

    private void answer(RoutingContext context, @Nullable List<JsonNode> messages, HttpPort port) {
        if (messages == null) {
            refuse(context, 400, "Send an array of Bayeux messages");
            return;
        }
        String session = messages.isEmpty() ? "" : server.sessionOf(messages.get(0));
        ArrayNode all = BoundedJson.array();
        messages.forEach(all::add);
        port.received(session, all);
        boolean handshakes = messages.stream()
                .anyMatch(message -> message.path("channel").asText("").equals("/meta/handshake"));
        if (!handshakes || admitted(context)) {
            server.take(port, messages);
        }
    }

    private static @Nullable List<JsonNode> ofForm(String body) {
        try {
            List<String> texts = new QueryStringDecoder(body, StandardCharsets.UTF_8, false)
                    .parameters()
                    .get("message");
            return texts == null ? null : BayeuxLines.parse(texts);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A handshake is what a new connection is to others. */
    private boolean admitted(RoutingContext context) {
        ConnectVerdict verdict = new ConnectVerdict();
        around.faults().connecting(verdict);
        Integer refusal = verdict.status();
        if (verdict.resets()) {
            Wire.reset(around.loop(), context.request().remoteAddress());
            return false;
        }
        if (refusal != null) {
            if (verdict.retryAfterSeconds() > 0) {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(verdict.retryAfterSeconds()));
            }
            refuse(context, refusal, "Refused on purpose");
            return false;
        }
        return true;
    }

    private void refuse(RoutingContext context, int status, String error) {
        around.journal()
                .sent(
                        "",
                        BoundedJson.text(BoundedJson.object()
                                .put("method", context.request().method().name())
                                .put("path", context.request().uri())
                                .put("status", status)));
        JsonReply.error(context, status, error, "GET / lists what there is");
    }
}
