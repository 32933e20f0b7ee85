package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.identity.IdentityProvider;
import dev.confab.sandbox.identity.User;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The login page of the identity provider, without a page: whoever asks is logged in as the user they name, the first one
 * unless they do, and sent back at once (RFC 6749 §4.1, OpenID Connect Core §3.2). It stands in for the browser part of
 * Web Messaging protocol notes §3.9, and is not recorded, as its answers are secrets.
 */
final class AuthorizePage {

    static final String PATH = "/sandbox/idp/authorize";

    private static final String EXAMPLE =
            PATH + "?response_type=code&client_id=app&redirect_uri=myapp%3A%2F%2Fcb&state=s&user=mira";

    private final IdentityProvider provider;
    private final InstantSource clock;

    AuthorizePage(IdentityProvider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    void mount(Router router) {
        router.get(PATH).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String redirectUri = request.getParam("redirect_uri");
        if (redirectUri == null || redirectUri.isBlank() || redirectUri.contains("#")) {
            JsonReply.error(
                    context, 400, "redirect_uri is missing or has a fragment", "Ask for example GET " + EXAMPLE);
            return;
        }
        boolean implicit = "id_token".equals(request.getParam("response_type"));
        Map<String, String> answer = implicit ? implicit(request) : code(request, redirectUri);
        String state = request.getParam("state");
        if (state != null) {
            answer.put("state", state);
        }
        String parameters = answer.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String separator = implicit ? "#" : redirectUri.contains("?") ? "&" : "?";
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, redirectUri + separator + parameters)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    private Map<String, String> code(HttpServerRequest request, String redirectUri) {
        String challenge = request.getParam("code_challenge");
        String method = request.getParam("code_challenge_method");
        User user = user(request);
        if (!"code".equals(request.getParam("response_type"))) {
            return error("unsupported_response_type");
        }
        // Without a method PKCE means plain (RFC 7636 §4.3), which is not offered.
        if (challenge != null && !"S256".equals(method)) {
            return error("invalid_request");
        }
        return user == null
                ? error("access_denied")
                : parameter("code", provider.issueCode(user, redirectUri, challenge, clock.instant()));
    }

    private Map<String, String> implicit(HttpServerRequest request) {
        String nonce = request.getParam("nonce");
        User user = user(request);
        if (nonce == null) {
            return error("invalid_request");
        }
        return user == null
                ? error("access_denied")
                : parameter("id_token", provider.issueIdToken(user, nonce, clock.instant()));
    }

    private @Nullable User user(HttpServerRequest request) {
        return provider.user(request.getParam("user"));
    }

    private static Map<String, String> error(String error) {
        return parameter("error", error);
    }

    private static Map<String, String> parameter(String name, String value) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(name, value);
        return parameters;
    }
}
