package dev.confab.client.webchat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts that are attached to a chat. */
final class UserData {

    private UserData() {}

    /** Names become parts of form fields. */
    static boolean isWellFormed(Map<String, String> values) {
        return values.entrySet().stream().allMatch(entry -> isName(entry.getKey()) && hasValue(entry.getValue()));
    }

    private static boolean isName(@Nullable String name) {
        return name != null && !name.trim().isEmpty() && name.indexOf('[') < 0 && name.indexOf(']') < 0;
    }

    private static boolean hasValue(@Nullable String value) {
        return value != null;
    }

    /** Null for what is no map of names and plain values. */
    static @Nullable Map<String, String> of(@Nullable Object source) {
        Map<String, String> values = new LinkedHashMap<>();
        if (source == null) {
            return values;
        }
        if (!(source instanceof Map)) {
            return null;
        }
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) source).entrySet()) {
            Object value = entry.getValue();
            boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
            if (!(entry.getKey() instanceof String) || !plain) {
                return null;
            }
            values.put((String) entry.getKey(), String.valueOf(value));
        }
        return isWellFormed(values) ? values : null;
    }
}
