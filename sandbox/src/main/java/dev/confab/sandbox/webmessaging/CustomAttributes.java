package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client tells the other side of its guest, together with something said or done (Web Messaging protocol notes
 * §6.4). Mobile clients put it into the message (§2.4); the official Java SDK and web clients of others put it beside the
 * message, where the schema of the request has it.
 *
 * @param values by name, from both places; where they disagree, the message is right
 */
record CustomAttributes(ObjectNode values) {

    /** Reads both places of an {@code onMessage} request; null when one of them holds something else than an object. */
    static @Nullable CustomAttributes read(JsonNode message, JsonNode besideMessage) {
        ObjectNode values = BoundedJson.object();
        for (JsonNode channel : new JsonNode[] {besideMessage, message.path("channel")}) {
            JsonNode attributes = channel.path("metadata").path("customAttributes");
            if (attributes instanceof ObjectNode object) {
                values.setAll(object);
            } else if (!attributes.isMissingNode() && !attributes.isNull()) {
                return null;
            }
        }
        return new CustomAttributes(values);
    }

    /** §6.4: the UTF-8 bytes of all names and values. */
    int bytes() {
        int bytes = 0;
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            JsonNode value = entry.getValue();
            bytes += utf8Length(entry.getKey()) + utf8Length(value.isTextual() ? value.textValue() : value.toString());
        }
        return bytes;
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
