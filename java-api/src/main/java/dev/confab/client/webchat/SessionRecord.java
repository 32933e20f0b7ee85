package dev.confab.client.webchat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonArray;
import kotlinx.serialization.json.JsonElement;
import kotlinx.serialization.json.JsonElementKt;
import kotlinx.serialization.json.JsonObject;
import kotlinx.serialization.json.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** What is kept of a chat, as text. The values of the session stand at the top, as the vendor's service writes them. Immutable. */
final class SessionRecord {

    private static final String FILTERS = "filters";
    private static final String SEEN_AT = "seenAt";
    private static final String READ_UP_TO = "readUpTo";

    private final WebChatSessionData session;
    private final List<String> filters;
    private final long seenAt;
    private final int readUpTo;

    SessionRecord(WebChatSessionData session, List<String> filters, long seenAt, int readUpTo) {
        this.session = session;
        this.filters = Collections.unmodifiableList(new ArrayList<>(filters));
        this.seenAt = seenAt;
        this.readUpTo = readUpTo;
    }

    WebChatSessionData session() {
        return session;
    }

    List<String> filters() {
        return filters;
    }

    /** When the chat was there for the last time, in milliseconds since the epoch; 0: that is not known. */
    long seenAt() {
        return seenAt;
    }

    int readUpTo() {
        return readUpTo;
    }

    String encode() {
        Map<String, JsonElement> values = new LinkedHashMap<>();
        session.asMap().forEach((name, value) -> values.put(name, JsonElementKt.JsonPrimitive(value)));
        List<JsonElement> texts = new ArrayList<>();
        filters.forEach(filter -> texts.add(JsonElementKt.JsonPrimitive(filter)));
        values.put(FILTERS, new JsonArray(texts));
        values.put(SEEN_AT, JsonElementKt.JsonPrimitive(seenAt));
        values.put(READ_UP_TO, JsonElementKt.JsonPrimitive(readUpTo));
        return new JsonObject(values).toString();
    }

    /** Null for what is no such text. */
    static @Nullable SessionRecord decode(String text, ChatWire wire) {
        // Our own text holds a token, too, and has the two dots of it.
        WebChatSessionData ofToken = text.indexOf('{') >= 0 ? null : wire.ofToken(text.trim());
        if (ofToken != null) {
            return new SessionRecord(ofToken, Collections.emptyList(), 0, 0);
        }
        JsonElement root;
        try {
            root = Json.Default.parseToJsonElement(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
        return root instanceof JsonObject ? of((JsonObject) root, wire) : null;
    }

    private static @Nullable SessionRecord of(JsonObject root, ChatWire wire) {
        Map<String, String> session = new LinkedHashMap<>();
        List<String> filters = new ArrayList<>();
        root.forEach((name, value) -> {
            if (name.equals(FILTERS) && value instanceof JsonArray) {
                ((JsonArray) value).forEach(filter -> addText(filter, filters));
            } else if (value instanceof JsonPrimitive && !name.equals(SEEN_AT) && !name.equals(READ_UP_TO)) {
                session.put(name, ((JsonPrimitive) value).getContent());
            }
        });
        String token = session.get("token");
        WebChatSessionData known = token == null ? null : wire.ofToken(token);
        WebChatSessionData data = known != null ? known : new WebChatSessionData(session);
        return data.isEmpty()
                ? null
                : new SessionRecord(data, filters, number(root.get(SEEN_AT)), (int) number(root.get(READ_UP_TO)));
    }

    private static void addText(JsonElement element, List<String> to) {
        if (element instanceof JsonPrimitive && ((JsonPrimitive) element).isString()) {
            to.add(((JsonPrimitive) element).getContent());
        }
    }

    private static long number(@Nullable JsonElement element) {
        if (!(element instanceof JsonPrimitive)) {
            return 0;
        }
        Long value = JsonElementKt.getLongOrNull((JsonPrimitive) element);
        return value == null || value < 0 ? 0 : value;
    }

    /** Without anything of it. */
    @Override
    public String toString() {
        return "SessionRecord";
    }
}
