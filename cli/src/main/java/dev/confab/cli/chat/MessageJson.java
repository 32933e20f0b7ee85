package dev.confab.cli.chat;

import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as the fields of a JSON object. */
final class MessageJson {

    private MessageJson() {}

    static Map<String, @Nullable Object> fields(Message message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("direction", message.getDirection().name().toLowerCase(Locale.ROOT));
        fields.putAll(content(message));
        return fields;
    }

    /** {@code parts} is there only where the text is not all. */
    static Map<String, @Nullable Object> content(Message message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", message.getText());
        String serverId = message.getServerId();
        fields.put("id", serverId != null ? serverId : message.getId().getValue());
        if (message.getParts().stream().anyMatch(part -> !(part instanceof MessagePart.Text))) {
            fields.put(
                    "parts", message.getParts().stream().map(PartJson::fields).toList());
        }
        return fields;
    }
}
