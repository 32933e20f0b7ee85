package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.identity.Hs256;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JWTs of conversations: the only credential of the calls and of the event stream (guest chat protocol notes §4.2).
 * They carry the claims of the real ones; clients must not look at them, so the signature may be HS256.
 */
final class ChatTokens {

    private static final String ISSUER = "urn:purecloud:webchat";
    private static final String SCHEME = "bearer ";

    private final Hs256 key = new Hs256();
    private final Duration life;
    private final Map<String, Chat> chats;

    /**
     * Makes tokens for conversations.
     *
     * @param life how long one lives
     * @param chats the conversations by id
     */
    ChatTokens(Duration life, Map<String, Chat> chats) {
        this.life = life;
        this.chats = chats;
    }

    void issue(Chat chat, String organization, Instant now) {
        ObjectNode claims = BoundedJson.object();
        claims.putObject("data")
                .put("conv", chat.id())
                .put("did", chat.deployment().id())
                .put("sub", chat.guest().id());
        claims.put("org", organization)
                .put("iss", ISSUER)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(life).getEpochSecond());
        chat.bind(key.sign(claims));
    }

    /** The conversation that a token was issued for, expired or not; null when this is no token of ours. */
    @Nullable
    Chat chatOf(String jwt) {
        JsonNode claims = key.open(jwt);
        Chat chat = claims == null ? null : chats.get(claims.at("/data/conv").asText());
        return chat != null && chat.jwt().equals(jwt) ? chat : null;
    }

    boolean expired(Chat chat, Instant now) {
        JsonNode claims = key.open(chat.jwt());
        long end = claims == null ? 0 : claims.path("exp").longValue();
        return chat.expired() || now.getEpochSecond() >= end;
    }

    /** Looks at an {@code Authorization} header: no header, no token of ours and an old one are told apart (§5). */
    Chat authenticate(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            throw new RefusedException(Refusals.noToken());
        }
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        Chat chat = bearer ? chatOf(header.substring(SCHEME.length()).strip()) : null;
        if (chat == null) {
            throw new RefusedException(Refusals.badToken());
        }
        if (expired(chat, now)) {
            throw new RefusedException(Refusals.expiredToken());
        }
        return chat;
    }
}
