package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request: a form with bracket keys for maps (Engage chat protocol notes §1.1), or the {@code data} of a
 * publish (§2.3).
 *
 * @param plain the fields by name
 * @param userData what stood in {@code userData}
 */
record Fields(Map<String, String> plain, Map<String, String> userData) {

    static final Fields NONE = new Fields(Map.of(), Map.of());

    static final String FORM = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    private static final int MAX_FIELDS = 1000;
    private static final String USER_DATA = "userData";

    /** Stands for a {@code transcriptPosition} that is none. */
    static final int BAD_POSITION = -1;

    /** The type of a body without its parameters. */
    static String plainType(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType;
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Reads a form, null when it is broken. */
    static @Nullable Fields ofForm(String body) {
        Map<String, String> all = new LinkedHashMap<>();
        try {
            new QueryStringDecoder(body, StandardCharsets.UTF_8, false, MAX_FIELDS)
                    .parameters()
                    .forEach((key, values) -> all.put(key, values.get(values.size() - 1)));
        } catch (IllegalArgumentException e) {
            return null;
        }
        return of(all);
    }

    static Fields of(Map<String, String> all) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> userData = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(USER_DATA + "[") && key.endsWith("]")) {
                userData.put(key.substring(USER_DATA.length() + 1, key.length() - 1), value);
            } else {
                plain.put(key, value);
            }
        });
        return new Fields(plain, userData);
    }

    /** Reads what was published. A value that is no text counts by its JSON. */
    static Fields ofJson(JsonNode data) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> userData = new LinkedHashMap<>();
        data.properties().forEach(field -> {
            if (field.getKey().equals(USER_DATA)) {
                field.getValue().properties().forEach(one -> userData.put(one.getKey(), text(one.getValue())));
            } else if (!field.getValue().isNull()) {
                plain.put(field.getKey(), text(field.getValue()));
            }
        });
        return new Fields(plain, userData);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : BoundedJson.text(value);
    }

    /** The field of that name, empty when it is missing. */
    String get(String name) {
        return plain.getOrDefault(name, "");
    }

    boolean has(String name) {
        return plain.containsKey(name);
    }

    /** From which entry on the transcript is asked for; 1 for all of it, {@link #BAD_POSITION} for nonsense. */
    int position() {
        try {
            int position = has("transcriptPosition") ? Integer.parseInt(get("transcriptPosition")) : 0;
            return position < 0 ? BAD_POSITION : Math.max(position, 1);
        } catch (NumberFormatException e) {
            return BAD_POSITION;
        }
    }

    /** How the fields stand in the journal. */
    ObjectNode json() {
        ObjectNode json = BoundedJson.object();
        plain.forEach(json::put);
        if (!userData.isEmpty()) {
            ObjectNode data = json.putObject(USER_DATA);
            userData.forEach(data::put);
        }
        return json;
    }
}
