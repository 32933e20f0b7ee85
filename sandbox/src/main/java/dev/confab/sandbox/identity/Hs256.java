package dev.confab.sandbox.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs and opens JWTs with HMAC-SHA-256 and a key that dies with the process. Each kind of token has a key of its own. */
public final class Hs256 {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final SecretKeySpec key;

    /** Makes a key. */
    public Hs256() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Signs claims.
     *
     * @param claims what the token says
     * @return the JWT
     */
    public String sign(ObjectNode claims) {
        String unsigned = HEADER + "." + encode(BoundedJson.text(claims).getBytes(StandardCharsets.UTF_8));
        return unsigned + "." + encode(mac(unsigned));
    }

    /**
     * Opens a JWT. Times are not looked at.
     *
     * @param jwt what was presented as one
     * @return its claims, null when this key did not sign it
     */
    public @Nullable JsonNode open(String jwt) {
        int firstDot = jwt.indexOf('.');
        int lastDot = jwt.lastIndexOf('.');
        if (firstDot < 0 || firstDot == lastDot) {
            return null;
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            byte[] signature = decoder.decode(jwt.substring(lastDot + 1));
            if (!MessageDigest.isEqual(signature, mac(jwt.substring(0, lastDot)))) {
                return null;
            }
            byte[] claims = decoder.decode(jwt.substring(firstDot + 1, lastDot));
            return BoundedJson.parse(new String(claims, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return null;
        }
    }

    private byte[] mac(String unsigned) {
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
