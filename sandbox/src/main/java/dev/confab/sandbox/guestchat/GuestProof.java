package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the {@code memberAuthToken} by which a guest proves who it is (guest chat protocol notes §4.2). The real one is
 * signed by {@code POST /api/v2/signeddata}, with a key that nobody here has.
 */
final class GuestProof {

    private GuestProof() {}

    /** Whether a token is a JWT that has not expired and, where there is a key, is signed by it. */
    static boolean good(String jwt, @Nullable String key, Instant now) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        JsonNode header = decode(parts[0]);
        JsonNode claims = decode(parts[1]);
        if (header == null || claims == null || !header.path("alg").isTextual()) {
            return false;
        }
        boolean alive = claims.path("exp").isNumber() && claims.path("exp").longValue() > now.getEpochSecond();
        return alive && (key == null || signed(parts, key));
    }

    private static @Nullable JsonNode decode(String part) {
        try {
            JsonNode json = BoundedJson.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
            return json.isObject() ? json : null;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return null;
        }
    }

    private static boolean signed(String[] parts, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] wanted = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(wanted, Base64.getUrlDecoder().decode(parts[2]));
        } catch (IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
