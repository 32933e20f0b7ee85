package dev.confab.sandbox.webmessaging;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other hosts use the REST services (Web Messaging protocol notes §2.1, §10). The public files are for all.
 * Everything else is for pages that a deployment allows: the one in the path, or any when the path names none. It only
 * tells browsers so, and a request without an origin, or from a client that does not care, is served all the same.
 */
final class Cors {

    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String HEADERS = "Authorization, Content-Type";
    private static final String EXPOSED = "Retry-After, ETag";

    private final Deployments deployments;

    Cors(Deployments deployments) {
        this.deployments = deployments;
    }

    /** Adds itself in front of what is mounted after it. */
    void mount(Router router) {
        router.route("/webdeployments/*").handler(this::forAll);
        WebMessagingRoutes.API.forEach(path -> router.route(path).handler(this::forAllowed));
        router.route("/uploads/*").handler(this::forAllowed);
    }

    private void forAll(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        proceed(context, true);
    }

    private void forAllowed(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        boolean allowed = allows(context, origin);
        context.response().putHeader(HttpHeaders.VARY, "Origin");
        if (allowed) {
            context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin == null ? "*" : origin);
        }
        proceed(context, allowed);
    }

    private boolean allows(RoutingContext context, @Nullable String origin) {
        String[] path = context.request().path().split("/", -1);
        boolean named = path.length > 5 && path[3].equals("webmessaging") && path[4].equals("deployments");
        Deployment deployment = named ? deployments.find(path[5]) : null;
        return deployment == null
                ? deployments.all().stream().anyMatch(any -> any.active() && OriginRule.admits(any, origin))
                : OriginRule.admits(deployment, origin);
    }

    private static void proceed(RoutingContext context, boolean allowed) {
        HttpServerResponse response = context.response();
        if (allowed) {
            String wanted = context.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted == null ? HEADERS : wanted)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
        }
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            response.setStatusCode(allowed ? 204 : 403).end();
        } else {
            context.next();
        }
    }
}
