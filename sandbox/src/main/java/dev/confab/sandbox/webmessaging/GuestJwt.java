package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.identity.Hs256;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bearer for a session that needs not be remembered: for the history call, or for resuming the session. It names the
 * session by its id, not by its secret token. That for history lives about a minute (Web Messaging protocol notes §2.7).
 */
final class GuestJwt {

    static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Hs256 signature = new Hs256();
    private final Duration lifetime;

    GuestJwt() {
        this(LIFETIME);
    }

    GuestJwt(Duration lifetime) {
        this.lifetime = lifetime;
    }

    String issue(Session session, Instant now) {
        return signature.sign(BoundedJson.object()
                .put("sub", session.id())
                .put("deploymentId", session.deployment().id())
                .put("iat", now.getEpochSecond())
                .put("exp", expires(now)));
    }

    long expires(Instant now) {
        return now.plus(lifetime).getEpochSecond();
    }

    /** Returns the id of the session that a JWT stands for, null when it is forged or has expired. */
    @Nullable
    String verify(String jwt, Instant now) {
        JsonNode claims = signature.open(jwt);
        if (claims == null) {
            return null;
        }
        boolean live = now.getEpochSecond() < claims.path("exp").asLong();
        return live ? claims.path("sub").textValue() : null;
    }
}
