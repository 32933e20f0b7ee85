package dev.confab.sandbox.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in: gives out auth JWTs and refresh tokens and knows them again (Web Messaging protocol notes §2.9, §3.9).
 * Refreshing gives a new JWT and leaves the refresh token and its end as they are.
 */
public final class Logins {

    private final IdentityOptions options;
    private final Hs256 signature = new Hs256();
    private final Map<String, Login> byId = new HashMap<>();
    private final Map<String, Login> byRefreshToken = new HashMap<>();

    /**
     * Begins without anybody logged in.
     *
     * @param options the lifetimes
     */
    public Logins(IdentityOptions options) {
        this.options = options;
    }

    /**
     * A login.
     *
     * @param id tells logins apart
     * @param user who
     * @param deploymentId where
     * @param refreshUntil when its refresh token ends
     */
    public record Login(String id, User user, String deploymentId, Instant refreshUntil) {}

    /**
     * What a login yields.
     *
     * @param jwt the auth JWT
     * @param refreshToken the refresh token, null without one
     */
    public record Tokens(String jwt, @Nullable String refreshToken) {}

    /** What a bearer is worth. */
    public sealed interface Bearer {

        /**
         * It is good.
         *
         * @param login what it stands for
         */
        record Good(Login login) implements Bearer {}

        /** It was good once. */
        record Expired() implements Bearer {}

        /** It is forged, or its login was ended. */
        record Bad() implements Bearer {}
    }

    /**
     * Logs somebody in.
     *
     * @param user who
     * @param deploymentId where
     * @param refreshable whether there is a refresh token; the implicit flow has none
     * @param now the time
     * @return the tokens
     */
    public Tokens begin(User user, String deploymentId, boolean refreshable, Instant now) {
        Login login = new Login(UUID.randomUUID().toString(), user, deploymentId, now.plus(options.refreshLifetime()));
        byId.put(login.id(), login);
        if (!refreshable) {
            return new Tokens(jwt(login, now), null);
        }
        String refreshToken = UUID.randomUUID().toString();
        byRefreshToken.put(refreshToken, login);
        return new Tokens(jwt(login, now), refreshToken);
    }

    /**
     * Gives a new JWT for a refresh token.
     *
     * @param refreshToken the token
     * @param now the time
     * @return the JWT, null when the token is unknown, ended or expired
     */
    public @Nullable String refresh(String refreshToken, Instant now) {
        Login login = byRefreshToken.get(refreshToken);
        return login == null || !now.isBefore(login.refreshUntil()) ? null : jwt(login, now);
    }

    /**
     * Looks at a JWT.
     *
     * @param jwt what was presented as one
     * @param now the time
     * @return what it is worth
     */
    public Bearer check(String jwt, Instant now) {
        JsonNode claims = signature.open(jwt);
        Login login = claims == null ? null : byId.get(claims.path("sid").asText());
        if (claims == null || login == null) {
            return new Bearer.Bad();
        }
        boolean live = now.getEpochSecond() < claims.path("exp").asLong();
        return live ? new Bearer.Good(login) : new Bearer.Expired();
    }

    /**
     * Logs a user out everywhere in a deployment; all their tokens are bad from now on.
     *
     * @param user who
     * @param deploymentId where
     */
    public void end(User user, String deploymentId) {
        byId.values().removeIf(login -> belongs(login, user, deploymentId));
        byRefreshToken.values().removeIf(login -> belongs(login, user, deploymentId));
    }

    private static boolean belongs(Login login, User user, String deploymentId) {
        return login.user().equals(user) && login.deploymentId().equals(deploymentId);
    }

    private String jwt(Login login, Instant now) {
        return signature.sign(BoundedJson.object()
                .put("sub", login.user().id())
                .put("sid", login.id())
                .put("deploymentId", login.deploymentId())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(options.jwtLifetime()).getEpochSecond()));
    }
}
