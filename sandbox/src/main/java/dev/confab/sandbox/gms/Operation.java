package dev.confab.sandbox.gms;

import org.jspecify.annotations.Nullable;

/** What a guest can do in a chat (Engage chat protocol notes §1.2, §2.3). */
enum Operation {
    SEND("send", "sendMessage"),
    START_TYPING("startTyping", "startTyping"),
    STOP_TYPING("stopTyping", "stopTyping"),
    REFRESH("refresh", null),
    DISCONNECT("disconnect", "disconnect"),
    PUSH_URL("pushUrl", "pushUrl"),
    UPDATE_NICKNAME("updateNickname", "updateNickname"),
    CUSTOM_NOTICE("customNotice", "customNotice"),
    UPDATE_DATA("updateData", "updateData"),
    READ_RECEIPT("readReceipt", "readReceipt"),
    REQUEST_NOTIFICATIONS(null, "requestNotifications");

    private final @Nullable String path;
    private final @Nullable String event;

    Operation(@Nullable String path, @Nullable String event) {
        this.path = path;
        this.event = event;
    }

    /** Finds it by the last part of its path, null for none. */
    static @Nullable Operation ofPath(String path) {
        for (Operation operation : values()) {
            if (path.equals(operation.path)) {
                return operation;
            }
        }
        return null;
    }

    /** Finds it by its name over CometD, null for none. */
    static @Nullable Operation ofEvent(String name) {
        for (Operation operation : values()) {
            if (name.equals(operation.event)) {
                return operation;
            }
        }
        return null;
    }

    /** Its name for faults, the same over both wires. */
    String callName() {
        return event != null ? event : path != null ? path : name();
    }
}
