package dev.confab.client.webchat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonElement;
import kotlinx.serialization.json.JsonObject;
import kotlinx.serialization.json.JsonPrimitive;

/** The facts in an answer of the v3 service: what stands directly in its {@code data}. */
final class Payload {

    private Payload() {}

    static Map<String, String> facts(String raw) {
        JsonElement root;
        try {
            root = Json.Default.parseToJsonElement(raw);
        } catch (IllegalArgumentException none) {
            return Collections.emptyMap();
        }
        JsonElement data = root instanceof JsonObject ? ((JsonObject) root).get("data") : null;
        if (!(data instanceof JsonObject)) {
            return Collections.emptyMap();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        ((JsonObject) data).forEach((name, value) -> {
            if (value instanceof JsonPrimitive) {
                facts.put(name, ((JsonPrimitive) value).getContent());
            }
        });
        return Collections.unmodifiableMap(facts);
    }
}
