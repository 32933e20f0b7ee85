package dev.confab.sandbox.net;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Lets pages of all hosts use a service, as services do that know their clients by keys and not by origins. */
public final class OpenCors {

    private OpenCors() {}

    /**
     * Adds itself in front of what is mounted after it.
     *
     * @param router where to
     * @param path for which paths
     */
    public static void mount(Router router, String path) {
        router.route(path).handler(OpenCors::allow);
    }

    private static void allow(RoutingContext context) {
        HttpServerResponse response = context.response();
        String wanted = context.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE, OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted == null ? "*" : wanted)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            response.setStatusCode(204).end();
        } else {
            context.next();
        }
    }
}
