package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import org.jspecify.annotations.Nullable;

/** The frames that tell of sessions and connections (Web Messaging protocol notes §2.7). */
final class SessionFrames {

    static final int MAX_CUSTOM_DATA_BYTES = 2048;

    private SessionFrames() {}

    static Envelope sessionResponse(
            Session session, @Nullable String tracingId, boolean connected, boolean newSession, boolean readOnly) {
        ObjectNode body = BoundedJson.object();
        body.put("connected", connected)
                .put("newSession", newSession)
                .put("readOnly", readOnly)
                .put("clearedExistingSession", false);
        limits(body, session.deployment().attachments());
        if (session.conversation().hasJoined()) {
            body.put("autoStarted", true);
        }
        body.put("durationSeconds", session.deployment().sessionDuration().toSeconds())
                .put("expirationDate", session.expiresAt().getEpochSecond());
        return Envelope.response("SessionResponse", tracingId, body);
    }

    /** The same, telling that another session of the user was closed for this one (§11.3.3). */
    static Envelope clearedExisting(Envelope sessionResponse) {
        ObjectNode body = ((ObjectNode) sessionResponse.body()).put("clearedExistingSession", true);
        return Envelope.response("SessionResponse", sessionResponse.tracingId(), body);
    }

    static Envelope configuration(Deployment deployment, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object();
        limits(body, deployment.attachments());
        body.put("messageRoutingEnabled", true)
                .put("sessionDurationSeconds", deployment.sessionDuration().toSeconds());
        return Envelope.response("GetConfigurationResponse", tracingId, body);
    }

    static Envelope jwt(String jwt, long expEpochSeconds, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object().put("jwt", jwt).put("exp", expEpochSeconds);
        return Envelope.response("JwtResponse", tracingId, body);
    }

    static Envelope resumeToken(String token, long expEpochSeconds, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object().put("resumeToken", token).put("exp", expEpochSeconds);
        return Envelope.response("ResumeTokenResponse", tracingId, body);
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

    /** With a reason, under both names that are in use (§2.7). */
    static Envelope connectionClosed(String reason) {
        ObjectNode body = BoundedJson.object().put("reason", reason).put("reasonCode", reason);
        return Envelope.message("ConnectionClosedEvent", null, body);
    }

    /** The user logged out, on this device or another. */
    static Envelope loggedOut() {
        return Envelope.message("LogoutEvent", null, BoundedJson.object());
    }

    /** The content profile; without a type and a size clients take attachments for switched off (§4.2). */
    private static void limits(ObjectNode body, AttachmentRules rules) {
        body.put("maxCustomDataBytes", MAX_CUSTOM_DATA_BYTES);
        ObjectNode inbound = body.putObject("allowedMedia").putObject("inbound");
        ArrayNode types = inbound.putArray("fileTypes");
        rules.allowedTypes().forEach(type -> types.addObject().put("type", type));
        inbound.put("maxFileSizeKB", rules.maxFileSizeKb());
        ArrayNode blocked = body.putArray("blockedExtensions");
        rules.blockedExtensions().forEach(blocked::add);
    }
}
