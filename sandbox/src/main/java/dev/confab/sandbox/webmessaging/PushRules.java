package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.PushDevice;
import dev.confab.sandbox.json.BoundedJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registering devices for push notifications (Web Messaging protocol notes §2.10, §7.5). The statuses beside the codes are
 * a choice; the notes give only the codes. Mobile clients put the session token into the path in lower case, so tokens are
 * compared without regard to case.
 */
final class PushRules {

    private static final Set<String> TYPES = Set.of("android", "ios");
    private static final Set<String> PROVIDERS = Set.of("FCM", "APNS");

    /** Mobile clients compare all of this sentence, and nothing else tells them what is wrong (§2.10). */
    private static final String MISMATCH =
            "Deployment Id in the request does not match the expected deployment Id for the given TokenId";

    private record Key(String deploymentId, String token) {}

    private final Realm realm;
    private final Map<Key, PushDevice> devices = new LinkedHashMap<>();

    PushRules(Realm realm) {
        this.realm = realm;
    }

    List<PushDevice> devices() {
        return List.copyOf(devices.values());
    }

    /** Registers a device. */
    RestAnswer register(String deploymentId, String pathToken, @Nullable JsonNode body) {
        Session session = find(deploymentId, pathToken);
        if (session == null) {
            return refuse(deploymentId, pathToken);
        }
        String deviceToken = text(body, "deviceToken");
        String language = text(body, "language");
        String type = text(body, "deviceType");
        String provider = text(body, "notificationProvider");
        if (deviceToken == null || language == null || type == null || provider == null) {
            return error(
                    400,
                    "required.fields.missing",
                    "deviceToken, language, deviceType and notificationProvider are required");
        }
        if (!TYPES.contains(type) || !PROVIDERS.contains(provider)) {
            return error(
                    400,
                    "device.registration.failure",
                    "deviceType is android or ios, notificationProvider is FCM or APNS");
        }
        PushDevice device = new PushDevice(deploymentId, session.token(), deviceToken, language, type, provider);
        return devices.putIfAbsent(key(session), device) == null
                ? RestAnswer.empty()
                : error(409, "device.already.registered", "A device is registered for this token already");
    }

    /** Changes the device token or the language of a device. */
    RestAnswer update(String deploymentId, String pathToken, @Nullable JsonNode body) {
        Session session = find(deploymentId, pathToken);
        if (session == null) {
            return refuse(deploymentId, pathToken);
        }
        PushDevice device = devices.get(key(session));
        if (device == null) {
            return notFound();
        }
        String deviceToken = text(body, "deviceToken");
        String language = text(body, "language");
        if (deviceToken == null && language == null) {
            return error(400, "update.fields.missing", "deviceToken or language is required");
        }
        devices.put(
                key(session),
                new PushDevice(
                        deploymentId,
                        session.token(),
                        deviceToken == null ? device.deviceToken() : deviceToken,
                        language == null ? device.language() : language,
                        device.deviceType(),
                        device.notificationProvider()));
        return RestAnswer.empty();
    }

    /** Removes a device. */
    RestAnswer remove(String deploymentId, String pathToken) {
        Session session = find(deploymentId, pathToken);
        if (session == null) {
            // A client cleans up behind itself, also after its session is gone.
            boolean known = devices.keySet()
                    .removeIf(key -> key.deploymentId().equals(deploymentId)
                            && key.token().equalsIgnoreCase(pathToken));
            return known ? RestAnswer.empty() : refuse(deploymentId, pathToken);
        }
        return devices.remove(key(session)) == null ? notFound() : RestAnswer.empty();
    }

    /** An answer that a fault demands. */
    static RestAnswer failure(RestVerdict.Failure failure) {
        if (failure.status() == RestAnswer.RESET) {
            return new RestAnswer(RestAnswer.RESET, "", "", "", 0);
        }
        String message = failure.retryAfterSeconds() > 0
                ? "Too many requests, retry after " + failure.retryAfterSeconds() + " seconds"
                : "This request fails on purpose";
        return error(failure.status(), failure.code(), message).retryAfter(failure.retryAfterSeconds());
    }

    static RestAnswer error(int status, String code, String message) {
        ObjectNode body = BoundedJson.object()
                .put("message", message)
                .put("code", code)
                .put("status", status)
                .put("contextId", Ids.RANDOM.uuid().toString());
        body.putArray("details");
        return RestAnswer.json(status, body);
    }

    private static RestAnswer notFound() {
        return error(404, "device.not.found", "No device is registered for this token");
    }

    private @Nullable Session find(String deploymentId, String pathToken) {
        Deployment deployment = realm.deployments().find(deploymentId);
        if (deployment == null || !deployment.active() || !deployment.push()) {
            return null;
        }
        return withToken(pathToken).stream()
                .filter(session -> session.deployment() == deployment)
                .findFirst()
                .orElse(null);
    }

    private RestAnswer refuse(String deploymentId, String pathToken) {
        Deployment deployment = realm.deployments().find(deploymentId);
        if (deployment == null || !deployment.active()) {
            return error(404, "deployment.not.found", "The deployment is unknown");
        }
        if (!deployment.push()) {
            return error(403, "feature.toggle.disabled", "Push notifications are switched off for this deployment");
        }
        return withToken(pathToken).isEmpty()
                ? error(400, "invalid.path.parameter", "The token id belongs to no session")
                : error(400, "invalid.path.parameter", MISMATCH);
    }

    private List<Session> withToken(String pathToken) {
        return realm.sessions().all().stream()
                .filter(session -> !session.expired() && session.token().equalsIgnoreCase(pathToken))
                .toList();
    }

    private static Key key(Session session) {
        return new Key(session.deployment().id(), session.token());
    }

    private static @Nullable String text(@Nullable JsonNode body, String name) {
        String value = body == null ? null : body.path(name).textValue();
        return value == null || value.isBlank() ? null : value;
    }
}
