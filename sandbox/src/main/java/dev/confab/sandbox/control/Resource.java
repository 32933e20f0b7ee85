package dev.confab.sandbox.control;

import dev.confab.sandbox.net.JsonReply;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** One path of the control API with its methods; all others are answered with 405 and what is allowed. */
final class Resource {

    private final Router router;
    private final String path;
    private final Set<HttpMethod> methods = new LinkedHashSet<>();

    private Resource(Router router, String path) {
        this.router = router;
        this.path = path;
    }

    static Resource at(Router router, String path) {
        return new Resource(router, path);
    }

    Resource get(Handler<RoutingContext> answer) {
        return on(HttpMethod.GET, answer);
    }

    Resource post(Handler<RoutingContext> answer) {
        return on(HttpMethod.POST, answer);
    }

    Resource delete(Handler<RoutingContext> answer) {
        return on(HttpMethod.DELETE, answer);
    }

    /** To be called last: refuses what no method was given for. */
    void andNothingElse() {
        String allowed = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        router.route(path).handler(context -> {
            context.response().putHeader("Allow", allowed);
            JsonReply.error(
                    context, 405, context.request().method() + " is not possible here", "Use one of: " + allowed);
        });
    }

    private Resource on(HttpMethod method, Handler<RoutingContext> answer) {
        methods.add(method);
        router.route(method, path).handler(answer);
        return this;
    }
}
