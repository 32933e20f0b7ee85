package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The REST paths of logins and push registrations (Web Messaging protocol notes §2.1, §2.9, §2.10). */
final class AccountRoutes {

    private static final String TOKEN = "/api/v2/webdeployments/token/";
    private static final String DEVICE = "/api/v2/webmessaging/deployments/:deployment/pushdevices/:token";
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final Realm realm;
    private final LoginRules logins;
    private final PushRules push;
    private final SandboxLoop loop;
    private final Consumer<List<Effect>> effects;

    AccountRoutes(Realm realm, LoginRules logins, PushRules push, SandboxLoop loop, Consumer<List<Effect>> effects) {
        this.realm = realm;
        this.logins = logins;
        this.push = push;
        this.loop = loop;
        this.effects = effects;
    }

    void mount(Router router) {
        for (String path : List.of(TOKEN + "*", DEVICE)) {
            router.route(path).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        }
        login(router, HttpMethod.POST, "oauthcodegrantjwtexchange", context -> logins.exchange(body(context)));
        login(router, HttpMethod.POST, "refresh", context -> logins.refresh(body(context)));
        login(router, HttpMethod.DELETE, "revoke", this::revoke);
        device(router, HttpMethod.POST, context -> push.register(deployment(context), token(context), body(context)));
        device(router, HttpMethod.PATCH, context -> push.update(deployment(context), token(context), body(context)));
        device(router, HttpMethod.DELETE, context -> push.remove(deployment(context), token(context)));
    }

    private void login(Router router, HttpMethod method, String name, Function<RoutingContext, RestAnswer> rule) {
        router.route(method, TOKEN + name).handler(context -> {
            RestVerdict verdict = new RestVerdict();
            realm.faults().rest(null, Fault.Surface.LOGIN, verdict);
            RestVerdict.Failure failure = verdict.failure();
            send(
                    context,
                    failure == null
                            ? rule.apply(context)
                            : RestAnswer.text(failure.status(), "This request fails on purpose"));
        });
    }

    private void device(Router router, HttpMethod method, Function<RoutingContext, RestAnswer> rule) {
        router.route(method, DEVICE).handler(context -> {
            RestVerdict verdict = new RestVerdict();
            realm.faults().rest(token(context), Fault.Surface.PUSH, verdict);
            RestVerdict.Failure failure = verdict.failure();
            RestAnswer answer = failure == null ? rule.apply(context) : PushRules.failure(failure);
            send(context, answer.about(token(context)));
        });
    }

    private RestAnswer revoke(RoutingContext context) {
        Effects told = new Effects();
        RestAnswer answer = logins.revoke(context.request().getHeader(HttpHeaders.AUTHORIZATION), told);
        effects.accept(told.list());
        return answer;
    }

    private void send(RoutingContext context, RestAnswer answer) {
        if (answer.status() == RestAnswer.RESET) {
            Wire.reset(loop, context.request().remoteAddress());
            return;
        }
        context.put(WebMessagingRoutes.SESSION, answer.session());
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(answer.retryAfterSeconds()));
        }
        if (answer.type().isEmpty()) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type()).end(answer.body());
        }
    }

    /** The body, null when it is no JSON object. */
    private static @Nullable JsonNode body(RoutingContext context) {
        String text = context.body().asString();
        try {
            JsonNode json = BoundedJson.parse(text == null ? "" : text);
            return json.isObject() ? json : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String deployment(RoutingContext context) {
        return context.pathParam("deployment");
    }

    private static String token(RoutingContext context) {
        return context.pathParam("token");
    }
}
