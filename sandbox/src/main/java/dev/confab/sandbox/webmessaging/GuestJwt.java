package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The bearer for the history call: signed with a key that dies with the process, so that nothing needs to be remembered.
 * It lives about a minute (Web Messaging protocol notes §2.7) and names the session by its id, not by its secret token.
 */
final class GuestJwt {

    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final SecretKeySpec key;

    GuestJwt() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    String issue(Session session, Instant now) {
        String claims = BoundedJson.text(BoundedJson.object()
                .put("sub", session.id())
                .put("deploymentId", session.deployment().id())
                .put("iat", now.getEpochSecond())
                .put("exp", expiry(now)));
        String unsigned = HEADER + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return unsigned + "." + encode(sign(unsigned));
    }

    static long expiry(Instant now) {
        return now.plus(LIFETIME).getEpochSecond();
    }

    /** Returns the id of the session that a JWT stands for, null when it is forged or has expired. */
    @Nullable
    String verify(String jwt, Instant now) {
        int lastDot = jwt.lastIndexOf('.');
        int firstDot = jwt.indexOf('.');
        if (firstDot < 0 || firstDot == lastDot) {
            return null;
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            byte[] signature = decoder.decode(jwt.substring(lastDot + 1));
            if (!MessageDigest.isEqual(signature, sign(jwt.substring(0, lastDot)))) {
                return null;
            }
            String claims = new String(decoder.decode(jwt.substring(firstDot + 1, lastDot)), StandardCharsets.UTF_8);
            JsonNode json = BoundedJson.parse(claims);
            boolean live = now.getEpochSecond() < json.path("exp").asLong();
            return live ? json.path("sub").textValue() : null;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return null;
        }
    }

    private byte[] sign(String unsigned) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(unsigned.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
