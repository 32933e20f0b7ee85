package dev.confab.sandbox.gms;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Lets pages of all hosts use a service that knows its clients by a cookie: browsers demand that the origin is named. */
final class CookieCors {

    private CookieCors() {}

    static void mount(Router router, String path) {
        router.route(path).handler(CookieCors::allow);
    }

    private static void allow(RoutingContext context) {
        HttpServerResponse response = context.response();
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            String wanted = context.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted == null ? "Content-Type" : wanted)
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            response.setStatusCode(204).end();
        } else {
            context.next();
        }
    }
}
