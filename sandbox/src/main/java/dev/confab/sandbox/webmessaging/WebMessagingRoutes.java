package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** The REST paths of the service (Web Messaging protocol notes §2.1). Requests and answers are written into the journal. */
final class WebMessagingRoutes {

    private static final String DEPLOYMENT = "/webdeployments/v1/deployments/:id";
    private static final String HISTORY = "/api/v2/webmessaging/messages";
    static final String SESSION = "session";

    /** What of the platform's API is this service's; other services have theirs beside it. */
    static final List<String> API =
            List.of("/api/v2/webmessaging/*", "/api/v2/webdeployments/*", "/api/v2/downloads/*");

    private final WebMessagingService service;
    private final Journal journal;
    private final SandboxLoop loop;

    WebMessagingRoutes(WebMessagingService service, Journal journal, SandboxLoop loop) {
        this.service = service;
        this.journal = journal;
        this.loop = loop;
    }

    void mount(Router router) {
        router.route("/webdeployments/*").handler(this::record);
        API.forEach(path -> router.route(path).handler(this::record));
        new Cors(service.realm().deployments()).mount(router);
        publicFile(router, "/config.json").handler(context -> file(context, DeploymentDocument::config));
        publicFile(router, "/domains.json")
                .handler(context -> file(context, (deployment, address) -> DeploymentDocument.domains(deployment)));
        router.get(HISTORY).handler(this::history);
    }

    private static Route publicFile(Router router, String name) {
        return router.route(DEPLOYMENT + name).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private void record(RoutingContext context) {
        HttpServerRequest request = context.request();
        journal.received("", HttpPayload.request(request));
        context.addEndHandler(done -> {
            // An answer that never went out is not recorded.
            if (done.succeeded()) {
                String answer = HttpPayload.answer(request, context.response().getStatusCode());
                journal.sent(context.get(SESSION, ""), answer);
            }
        });
        context.next();
    }

    /** An unknown deployment is 403, as the file store behind the service answers (§2.1). */
    private void file(RoutingContext context, BiFunction<Deployment, ServiceAddress, ObjectNode> content) {
        Deployment deployment = service.realm().deployments().find(context.pathParam("id"));
        if (deployment == null) {
            JsonReply.send(context, 403, HistoryAnswer.errorBody(403, "forbidden", "Unknown deployment"));
        } else {
            ServiceAddress address = ServiceAddress.of(context.request());
            send(context, BoundedJson.text(content.apply(deployment, address)));
        }
    }

    /** Clients and networks keep these files, and ask whether theirs is still the one (RFC 9110 §13.1.2). */
    private static void send(RoutingContext context, String file) {
        String tag = "\"" + UUID.nameUUIDFromBytes(file.getBytes(StandardCharsets.UTF_8)) + "\"";
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        context.response().putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (known != null && (known.strip().equals("*") || known.contains(tag))) {
            context.response().setStatusCode(304).end();
        } else {
            JsonReply.send(context, 200, file);
        }
    }

    private void history(RoutingContext context) {
        HttpServerRequest request = context.request();
        HistoryAnswer answer = service.history()
                .page(
                        request.getHeader(HttpHeaders.AUTHORIZATION),
                        request.getParam("pageNumber"),
                        request.getParam("pageSize"));
        context.put(SESSION, answer.session());
        if (answer.status() == HistoryAnswer.RESET) {
            Wire.reset(loop, request.remoteAddress());
            return;
        }
        if (answer.retryAfterSeconds() > 0) {
            context.response().putHeader("Retry-After", Integer.toString(answer.retryAfterSeconds()));
        }
        JsonReply.send(context, answer.status(), answer.body());
    }
}
