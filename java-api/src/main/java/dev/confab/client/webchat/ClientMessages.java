package dev.confab.client.webchat;

import dev.confab.client.webchat.WebChatMessage.From;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Participant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the neutral client as entries of a chat. */
final class ClientMessages {

    private ClientMessages() {}

    static WebChatMessage of(Message message) {
        StringBuilder words = new StringBuilder();
        Map<String, String> facts = new LinkedHashMap<>();
        for (MessagePart part : message.getParts()) {
            if (part instanceof MessagePart.Text) {
                words.append(words.length() == 0 ? "" : "\n").append(((MessagePart.Text) part).getText());
            } else if (part instanceof MessagePart.Attachment && facts.isEmpty()) {
                facts.putAll(file(((MessagePart.Attachment) part).getAttachment()));
            }
        }
        boolean isFile = words.length() == 0 && !facts.isEmpty();
        String id = message.getServerId() == null ? message.getId().getValue() : message.getServerId();
        return new WebChatMessage(
                id,
                null,
                isFile ? WebChatMessage.FILE_UPLOADED : WebChatMessage.MESSAGE,
                isFile ? facts.get("file-name") : words.toString(),
                message.getTimeMillis(),
                party(message.getFrom(), message.getDirection()),
                facts);
    }

    private static Map<String, String> file(Attachment file) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file-id", file.getId().getValue());
        if (file.getFileName() != null) {
            facts.put("file-name", file.getFileName());
        }
        if (file.getSizeBytes() != null) {
            facts.put("file-size", file.getSizeBytes().toString());
        }
        return facts;
    }

    /** An entry that only tells something about a party. */
    static WebChatMessage notice(String type, From from) {
        return new WebChatMessage(null, null, type, null, null, from, new LinkedHashMap<>());
    }

    static From party(@Nullable Participant from, Direction direction) {
        String name = from == null ? null : from.getName();
        if (direction == Direction.INBOUND) {
            return new From(name, From.CLIENT, null);
        }
        boolean bot = from != null && from.getKind() == Participant.Kind.BOT;
        return new From(name, bot ? From.EXTERNAL : From.AGENT, null);
    }
}
