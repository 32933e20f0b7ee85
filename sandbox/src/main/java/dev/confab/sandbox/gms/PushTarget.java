package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.PushDevice;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The device that a guest wants to be told on while it is away (Engage chat protocol notes §2.5). */
final class PushTarget {

    private static final String KEY = "push_notification_";
    private static final List<String> TYPES = List.of("fcm", "ios", "customhttp");

    private PushTarget() {}

    /** Why the device cannot be told, null when it can or there is none. */
    static @Nullable Reply objection(Map<String, String> userData) {
        String type = userData.getOrDefault(KEY + "type", "");
        return exists(userData) && !TYPES.contains(type)
                ? Reply.lost(Codes.BAD_FIELD, "push_notification_type is one of fcm, ios, customhttp")
                : null;
    }

    static boolean exists(Map<String, String> userData) {
        return !userData.getOrDefault(KEY + "deviceid", "").isBlank();
    }

    static PushDevice of(Chat chat) {
        Map<String, String> data = chat.userData();
        return new PushDevice(
                chat.key().service(),
                chat.id(),
                data.getOrDefault(KEY + "deviceid", ""),
                data.getOrDefault(KEY + "language", ""),
                data.getOrDefault(KEY + "type", ""),
                data.getOrDefault(KEY + "provider", ""));
    }

    /** A push as it stands in the ledger; nothing leaves the sandbox. */
    static String push(Chat chat, Entry entry) {
        PushDevice device = of(chat);
        ObjectNode json = BoundedJson.object();
        ObjectNode push = json.putObject("push")
                .put("type", device.deviceType())
                .put("deviceid", device.deviceToken())
                .put("language", device.language())
                .put("provider", device.notificationProvider())
                .put("chatId", chat.id());
        push.set("message", entry.json());
        return BoundedJson.text(json);
    }
}
