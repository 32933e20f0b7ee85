package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.OAuthParams;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a session is configured with, and is again on each connection that comes back. Holds secrets. */
final class SessionSetup {

    /** The service takes no longer ones (protocol notes §10). */
    private static final int MAX_TOKEN_LENGTH = 2048;

    private final String deploymentId;
    private final String token;
    private final @Nullable OAuthParams oauth;

    SessionSetup(String deploymentId, String token, @Nullable OAuthParams oauth) {
        this.deploymentId = Objects.requireNonNull(deploymentId, "deploymentId");
        this.token = Objects.requireNonNull(token, "token");
        this.oauth = oauth == null ? null : (OAuthParams) oauth.copy();
        if (deploymentId.isEmpty()) {
            throw new IllegalArgumentException(
                    "The deployment id is empty: it is the UUID that Genesys Cloud shows under Message > Messenger Deployments.");
        }
        if (token.trim().isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
            throw new IllegalArgumentException("A session token has 1 to " + MAX_TOKEN_LENGTH
                    + " characters; this one has " + token.length() + ".");
        }
        if (oauth != null && (oauth.getCode() == null || oauth.getCode().isEmpty())) {
            throw new IllegalArgumentException("The OAuthParams have no code: set the JWT of the signed-in guest.");
        }
    }

    String deploymentId() {
        return deploymentId;
    }

    String token() {
        return token;
    }

    @Nullable
    OAuthParams oauth() {
        return oauth;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SessionSetup(" + deploymentId + ")";
    }
}
