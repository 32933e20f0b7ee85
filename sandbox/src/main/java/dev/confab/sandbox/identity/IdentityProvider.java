package dev.confab.sandbox.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider behind the service, as far as a login needs one: it gives out authorization codes (RFC 6749 §4.1,
 * with PKCE by RFC 7636) and id tokens with a nonce, and tells who they stand for (Web Messaging protocol notes §2.9,
 * §11.1). A code is spent by the first attempt to redeem it, whether that succeeds or not.
 */
public final class IdentityProvider {

    /** How long codes and id tokens are good: the longest that RFC 6749 §4.1.2 recommends for a code. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private final List<User> users;
    private final Hs256 signature = new Hs256();
    private final Map<String, Grant> grants = new HashMap<>();

    /**
     * Makes a provider.
     *
     * @param users who can log in
     */
    public IdentityProvider(List<User> users) {
        this.users = List.copyOf(users);
    }

    private record Grant(
            User user,
            @Nullable String redirectUri,
            @Nullable String challenge,
            Instant expires) {}

    /**
     * Finds a user.
     *
     * @param id of the user, null for the first
     * @return the user, null when there is none of that id
     */
    public @Nullable User user(@Nullable String id) {
        return users.stream()
                .filter(user -> id == null || user.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /**
     * Gives out an authorization code.
     *
     * @param user who logged in
     * @param redirectUri where the code is sent to and must be said to have been sent to; null for any
     * @param challenge the S256 challenge of PKCE; null when the login was begun without
     * @param now the time
     * @return the code
     */
    public String issueCode(User user, @Nullable String redirectUri, @Nullable String challenge, Instant now) {
        grants.values().removeIf(grant -> !now.isBefore(grant.expires()));
        String code = UUID.randomUUID().toString();
        grants.put(code, new Grant(user, redirectUri, challenge, now.plus(LIFETIME)));
        return code;
    }

    /**
     * Gives out an id token.
     *
     * @param user who logged in
     * @param nonce what binds it to the login
     * @param now the time
     * @return the token, a JWT
     */
    public String issueIdToken(User user, String nonce, Instant now) {
        return signature.sign(BoundedJson.object()
                .put("sub", user.id())
                .put("given_name", user.firstName())
                .put("family_name", user.lastName())
                .put("nonce", nonce)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond()));
    }

    /**
     * Redeems a code.
     *
     * @param code the code
     * @param redirectUri where it is said to have been sent to
     * @param verifier the verifier of PKCE, null without
     * @param now the time
     * @return who it stood for
     */
    public Identified redeem(String code, String redirectUri, @Nullable String verifier, Instant now) {
        Grant grant = grants.remove(code);
        if (grant == null || !now.isBefore(grant.expires())) {
            return new Identified.Nobody("The authorization code is unknown, expired or was used already");
        }
        if (grant.redirectUri() != null && !grant.redirectUri().equals(redirectUri)) {
            return new Identified.Nobody("redirectUri is not the one that the code was issued for");
        }
        if (grant.challenge() == null) {
            // A verifier out of nowhere is the sign of a downgrade (RFC 9700 §2.1.1).
            return verifier == null
                    ? new Identified.As(grant.user())
                    : new Identified.Nobody("There is a codeVerifier, but the code was issued without a challenge");
        }
        boolean proved = verifier != null && grant.challenge().equals(challengeOf(verifier));
        return proved
                ? new Identified.As(grant.user())
                : new Identified.Nobody("codeVerifier does not match the challenge that the code was issued with");
    }

    /**
     * Opens an id token.
     *
     * @param idToken the token
     * @param nonce what the login was bound to
     * @param now the time
     * @return who it stands for
     */
    public Identified open(String idToken, String nonce, Instant now) {
        JsonNode claims = signature.open(idToken);
        if (claims == null) {
            return new Identified.Nobody("The id token was not signed by the identity provider");
        }
        if (now.getEpochSecond() >= claims.path("exp").asLong()) {
            return new Identified.Nobody("The id token has expired");
        }
        if (!nonce.equals(claims.path("nonce").textValue())) {
            return new Identified.Nobody("nonce is not the one in the id token");
        }
        User user = user(claims.path("sub").asText());
        return user == null ? new Identified.Nobody("The user of the id token is unknown") : new Identified.As(user);
    }

    /**
     * Computes the S256 challenge of a verifier (RFC 7636 §4.2).
     *
     * @param verifier the verifier
     * @return the challenge
     */
    public static String challengeOf(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
