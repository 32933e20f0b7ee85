package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames that tell of sessions and connections (Web Messaging protocol notes §2.7). */
final class SessionFrames {

    static final int MAX_CUSTOM_DATA_BYTES = 2048;

    /** Extensions that are refused whatever the content profile says (§4.4). */
    private static final List<String> BLOCKED_EXTENSIONS =
            List.of(".exe", ".bat", ".cmd", ".com", ".js", ".msi", ".scr", ".vbs", ".ps1", ".jar");

    private SessionFrames() {}

    static Envelope sessionResponse(
            Session session, @Nullable String tracingId, boolean connected, boolean newSession, boolean readOnly) {
        ObjectNode body = BoundedJson.object();
        body.put("connected", connected)
                .put("newSession", newSession)
                .put("readOnly", readOnly)
                .put("clearedExistingSession", false);
        limits(body);
        body.put("durationSeconds", session.deployment().sessionDuration().toSeconds())
                .put("expirationDate", session.expiresAt().getEpochSecond());
        return Envelope.response("SessionResponse", tracingId, body);
    }

    static Envelope configuration(Deployment deployment, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object();
        limits(body);
        body.put("messageRoutingEnabled", true)
                .put("sessionDurationSeconds", deployment.sessionDuration().toSeconds());
        return Envelope.response("GetConfigurationResponse", tracingId, body);
    }

    static Envelope jwt(String jwt, long expEpochSeconds, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object().put("jwt", jwt).put("exp", expEpochSeconds);
        return Envelope.response("JwtResponse", tracingId, body);
    }

    static Envelope sessionExpired() {
        return Envelope.message("SessionExpiredEvent", null, BoundedJson.object());
    }

    /** The same as the answer to a request that came too late. */
    static Envelope sessionExpired(@Nullable String tracingId) {
        return Envelope.response("SessionExpiredEvent", tracingId, BoundedJson.object());
    }

    static Envelope sessionCleared() {
        return Envelope.message("SessionClearedEvent", null, BoundedJson.object());
    }

    /** Without a reason: too many connections, or the session was closed or cleared. */
    static Envelope connectionClosed() {
        return Envelope.message("ConnectionClosedEvent", null, BoundedJson.object());
    }

    private static void limits(ObjectNode body) {
        body.put("maxCustomDataBytes", MAX_CUSTOM_DATA_BYTES);
        // The content profile allows nothing while attachments are off (§4.2: no type and no size means disabled).
        ObjectNode inbound = body.putObject("allowedMedia").putObject("inbound");
        inbound.putArray("fileTypes");
        inbound.put("maxFileSizeKB", 0);
        ArrayNode blocked = body.putArray("blockedExtensions");
        BLOCKED_EXTENSIONS.forEach(blocked::add);
    }
}
