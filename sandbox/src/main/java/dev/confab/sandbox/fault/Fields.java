package dev.confab.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The fields of a fault in JSON. Each is read by its type; what nobody read is a mistake of the writer. */
final class Fields {

    private final JsonNode json;
    private final Set<String> read = new HashSet<>();

    Fields(JsonNode json) {
        this.json = json;
    }

    String string(String name, String absent) {
        JsonNode value = field(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" must be a string");
        }
        return value.textValue();
    }

    int integer(String name) {
        JsonNode value = field(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException("\"" + name + "\" must be given as a whole number");
        }
        return value.intValue();
    }

    int integer(String name, int absent) {
        return field(name).isMissingNode() ? absent : integer(name);
    }

    long whole(String name, long absent) {
        JsonNode value = field(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("\"" + name + "\" must be a whole number");
        }
        return value.longValue();
    }

    double number(String name) {
        JsonNode value = field(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("\"" + name + "\" must be given as a number");
        }
        return value.doubleValue();
    }

    Duration millis() {
        return Duration.ofMillis(integer("millis"));
    }

    Fault.Direction direction() {
        return switch (string("direction", "sent")) {
            case "sent" -> Fault.Direction.SENT;
            case "received" -> Fault.Direction.RECEIVED;
            default -> throw new IllegalArgumentException("\"direction\" must be \"sent\" or \"received\"");
        };
    }

    void refuseOthers() {
        json.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw new IllegalArgumentException("Unknown field \"" + name + "\" for this fault");
            }
        });
    }

    private JsonNode field(String name) {
        read.add(name);
        JsonNode value = json.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }
}
