package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the text frames of guests. Any text gives a value, none an exception. */
final class GuestFrameReader {

    /** The longest session token (Web Messaging protocol notes §10). */
    static final int MAX_TOKEN_CHARACTERS = 2048;

    private GuestFrameReader() {}

    static GuestFrame read(String text) {
        JsonNode json;
        try {
            json = BoundedJson.parse(text);
        } catch (JsonProcessingException e) {
            return salvage(text);
        }
        String action = string(json, "action");
        String token = string(json, "token");
        String tracingId = string(json, "tracingId");
        String complaint = complaint(json, action, token);
        if (complaint != null || action == null || token == null) {
            return new GuestFrame.Unreadable(complaint == null ? "" : complaint, action, token, tracingId);
        }
        return new GuestFrame.Request(action, token, tracingId, json);
    }

    private static @Nullable String complaint(JsonNode json, @Nullable String action, @Nullable String token) {
        if (!json.isObject()) {
            return "a frame must be a JSON object";
        }
        if (action == null) {
            return "action is missing or not a string";
        }
        if (token == null || token.isEmpty()) {
            return "token is missing or not a string";
        }
        if (token.length() > MAX_TOKEN_CHARACTERS) {
            return "token is longer than " + MAX_TOKEN_CHARACTERS + " characters";
        }
        return null;
    }

    /** Text that is no JSON, or too deep, may still tell its tracingId before it goes wrong, so that its sender learns of it. */
    private static GuestFrame salvage(String text) {
        Map<String, String> strings = new HashMap<>();
        try (JsonParser parser = BoundedJson.stream(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken() == JsonToken.VALUE_STRING) {
                        strings.put(name, parser.getText());
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // Where it goes wrong is where the salvage ends.
        }
        String token = strings.get("token");
        boolean plausible = token != null && !token.isEmpty() && token.length() <= MAX_TOKEN_CHARACTERS;
        return new GuestFrame.Unreadable(
                "the frame is not valid JSON, or nested deeper than " + BoundedJson.MAX_NESTING,
                strings.get("action"),
                plausible ? token : null,
                strings.get("tracingId"));
    }

    private static @Nullable String string(JsonNode json, String name) {
        return json.path(name).textValue();
    }
}
