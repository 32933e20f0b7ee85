package dev.confab.sandbox.amm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a body. One that is of the wrong kind, or that there is not, is refused by its name (AMM notes B.11). */
final class Fields {

    private final JsonNode json;
    private final String where;

    private Fields(JsonNode json, String where) {
        this.json = json;
        this.where = where;
    }

    static Fields parse(String text) {
        try {
            return of(BoundedJson.parse(text), "");
        } catch (JsonProcessingException e) {
            throw Refusal.malformed("The body is no JSON: " + e.getOriginalMessage());
        }
    }

    private static Fields of(JsonNode node, String where) {
        if (!node.isObject()) {
            throw Refusal.malformed((where.isEmpty() ? "The body" : where) + " must be an object");
        }
        return new Fields(node, where);
    }

    /** Refuses fields of other names. */
    Fields only(String... names) {
        Set<String> known = Set.of(names);
        for (Iterator<String> all = json.fieldNames(); all.hasNext(); ) {
            String name = all.next();
            if (!known.contains(name)) {
                throw Refusal.malformed(
                        "There is no field " + path(name) + " here; there are " + String.join(", ", names));
            }
        }
        return this;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    @Nullable
    String optional(String name) {
        JsonNode value = value(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Refusal.malformed(path(name) + " must be a string");
        }
        return value.textValue();
    }

    String text(String name, String otherwise) {
        String value = optional(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = optional(name);
        if (value == null || value.isBlank()) {
            throw Refusal.malformed(path(name) + " is missing");
        }
        return value;
    }

    boolean flag(String name) {
        JsonNode value = value(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw Refusal.malformed(path(name) + " must be true or false");
        }
        return value.asBoolean(false);
    }

    String oneOf(String name, String... values) {
        String value = text(name, values[0]);
        if (!List.of(values).contains(value)) {
            throw Refusal.malformed(path(name) + " must be one of " + String.join(", ", values) + ", not " + value);
        }
        return value;
    }

    /** An object that may be missing. */
    Fields object(String name) {
        JsonNode value = value(name);
        return value.isMissingNode() ? of(BoundedJson.object(), path(name)) : of(value, path(name));
    }

    List<Fields> objects(String name) {
        List<Fields> all = new ArrayList<>();
        list(name).forEach(element -> all.add(of(element, path(name) + "[]")));
        return all;
    }

    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        list(name).forEach(element -> {
            if (!element.isTextual()) {
                throw Refusal.malformed(path(name) + " must be a list of strings");
            }
            all.add(element.textValue());
        });
        return all;
    }

    private JsonNode list(String name) {
        JsonNode value = value(name);
        if (!value.isArray() || value.isEmpty()) {
            throw Refusal.malformed(path(name) + " must be a list with something in it");
        }
        return value;
    }

    private JsonNode value(String name) {
        JsonNode value = json.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }
}
