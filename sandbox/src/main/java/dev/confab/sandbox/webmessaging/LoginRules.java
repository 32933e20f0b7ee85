package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.identity.Identified;
import dev.confab.sandbox.identity.IdentityProvider;
import dev.confab.sandbox.identity.Logins;
import dev.confab.sandbox.identity.Logins.Bearer;
import dev.confab.sandbox.json.BoundedJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Logging in, staying logged in, logging out (Web Messaging protocol notes §2.1, §2.9, §3.9). Failures are free text. */
final class LoginRules {

    private static final String BEARER = "bearer ";

    private final Realm realm;
    private final IdentityProvider provider;
    private final SessionLife life;

    LoginRules(Realm realm, IdentityProvider provider, SessionLife life) {
        this.realm = realm;
        this.provider = provider;
        this.life = life;
    }

    /** {@code POST …/token/oauthcodegrantjwtexchange}: a code or an id token for an auth JWT. */
    RestAnswer exchange(@Nullable JsonNode body) {
        JsonNode oauth = body == null ? BoundedJson.object() : body.path("oauth");
        String deploymentId = body == null ? null : body.path("deploymentId").textValue();
        Deployment deployment = realm.deployments().find(deploymentId);
        if (!oauth.isObject() || oauth.isEmpty() || deploymentId == null) {
            return RestAnswer.text(400, "deploymentId and oauth are required");
        }
        if (deployment == null || !deployment.active()) {
            return RestAnswer.text(400, "The deployment is unknown");
        }
        if (!deployment.authentication()) {
            return RestAnswer.text(403, "Authentication is not enabled for this deployment");
        }
        boolean refreshable = oauth.has("code");
        Identified who = refreshable ? byCode(oauth) : byIdToken(oauth);
        if (who instanceof Identified.As as) {
            return RestAnswer.json(
                    200, tokens(realm.logins().begin(as.user(), deployment.id(), refreshable, realm.now())));
        }
        return RestAnswer.text(400, who instanceof Identified.Nobody nobody ? nobody.reason() : "");
    }

    /** {@code POST …/token/refresh}: a new JWT; the refresh token stays. */
    RestAnswer refresh(@Nullable JsonNode body) {
        String refreshToken = body == null ? null : body.path("refreshToken").textValue();
        if (refreshToken == null) {
            return RestAnswer.text(400, "refreshToken is required");
        }
        String jwt = realm.logins().refresh(refreshToken, realm.now());
        return jwt == null
                ? RestAnswer.text(401, "The refresh token is unknown, revoked or expired")
                : RestAnswer.json(200, BoundedJson.object().put("jwt", jwt));
    }

    /** {@code DELETE …/token/revoke}: logs the user out on every device (§2.12). */
    RestAnswer revoke(@Nullable String authorization, Effects effects) {
        boolean bearing =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER);
        Bearer bearer = bearing && authorization != null
                ? realm.logins().check(authorization.substring(BEARER.length()).strip(), realm.now())
                : new Bearer.Bad();
        if (!(bearer instanceof Bearer.Good good)) {
            return RestAnswer.text(401, "The auth JWT is missing, revoked or expired");
        }
        Deployment deployment = realm.deployments().find(good.login().deploymentId());
        realm.logins().end(good.login().user(), good.login().deploymentId());
        if (deployment != null) {
            life.logOut(deployment, good.login().user(), effects);
        }
        return RestAnswer.empty();
    }

    private Identified byCode(JsonNode oauth) {
        String code = oauth.path("code").textValue();
        String redirectUri = oauth.path("redirectUri").textValue();
        return code == null || redirectUri == null
                ? new Identified.Nobody("code and redirectUri are required")
                : provider.redeem(code, redirectUri, oauth.path("codeVerifier").textValue(), realm.now());
    }

    private Identified byIdToken(JsonNode oauth) {
        String idToken = oauth.path("idToken").textValue();
        String nonce = oauth.path("nonce").textValue();
        return idToken == null || nonce == null
                ? new Identified.Nobody("idToken and nonce are required")
                : provider.open(idToken, nonce, realm.now());
    }

    private static ObjectNode tokens(Logins.Tokens tokens) {
        ObjectNode json = BoundedJson.object().put("jwt", tokens.jwt());
        if (tokens.refreshToken() != null) {
            json.put("refreshToken", tokens.refreshToken());
        }
        return json;
    }
}
