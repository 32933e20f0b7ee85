package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request: {@code data[name]=value} in a form, or {@code {"data":{"name":"value"}}} (Engage chat protocol
 * notes §3.2).
 */
final class Fields {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final int MAX_FIELDS = 1000;

    private Fields() {}

    /** Whether a body of that type can be read. */
    static boolean readable(@Nullable String contentType) {
        String type = plain(contentType);
        return type.equals(FORM) || type.equals(JSON);
    }

    /** The fields by name, null when the body is broken. */
    static @Nullable Map<String, String> read(@Nullable String contentType, String body) {
        return plain(contentType).equals(JSON) ? ofJson(body) : ofForm(body);
    }

    private static String plain(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType;
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Map<String, String> ofForm(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            new QueryStringDecoder(body, StandardCharsets.UTF_8, false, MAX_FIELDS)
                    .parameters()
                    .forEach((key, values) -> {
                        if (key.startsWith("data[") && key.endsWith("]")) {
                            fields.put(key.substring(5, key.length() - 1), values.get(values.size() - 1));
                        }
                    });
        } catch (IllegalArgumentException e) {
            return null;
        }
        return fields;
    }

    private static @Nullable Map<String, String> ofJson(String body) {
        try {
            JsonNode data = BoundedJson.parse(body).path("data");
            if (!data.isObject()) {
                return null;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            data.properties().forEach(field -> {
                JsonNode value = field.getValue();
                fields.put(field.getKey(), value.isValueNode() ? value.asText() : BoundedJson.text(value));
            });
            return fields;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
