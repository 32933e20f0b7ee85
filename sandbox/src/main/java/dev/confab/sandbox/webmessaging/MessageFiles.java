package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files in a guest's message: they must be uploaded and not yet sent (Web Messaging protocol notes §4.1, §4.5); echo and
 * history tell more of them than the guest did (§2.7, §11.3.4).
 */
final class MessageFiles {

    /** What came of looking for the files of a message. */
    sealed interface Found {}

    /** They are there, in the order of the message; perhaps none. */
    record Ready(List<Attachment> files) implements Found {}

    /** One is not. */
    record Refused(int code, String text) implements Found {}

    private MessageFiles() {}

    static Found find(Realm realm, Session session, GuestMessage.Said said) {
        List<Attachment> files = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode part : said.parts("Attachment")) {
            String id = part.path("attachment").path("id").textValue();
            Attachment file = realm.attachments().find(session, id, realm.now());
            if (file == null || file.state() == Attachment.State.SENT) {
                String detail = file == null ? "" : ": it was sent already";
                return new Refused(ErrorCodes.ATTACHMENT_NOT_FOUND, "Attachment not found" + detail);
            }
            if (file.state() == Attachment.State.DELETED) {
                return new Refused(ErrorCodes.ATTACHMENT_HAS_EXPIRED, "Attachment has expired");
            }
            if (!file.downloadable()) {
                return new Refused(ErrorCodes.ATTACHMENT_NOT_UPLOADED, "Attachment was not successfully uploaded");
            }
            if (!ids.add(file.id())) {
                return new Refused(ErrorCodes.BAD_REQUEST, "Bad request: attachment.id stands in the message twice");
            }
            files.add(file);
        }
        return new Ready(List.copyOf(files));
    }

    /** Makes the files part of a message that is being stored: they count as sent, and the message tells all of them. */
    static GuestMessage.Said send(Realm realm, Session session, GuestMessage.Said said, List<Attachment> files) {
        if (files.isEmpty() || said.content() == null) {
            return said;
        }
        Instant now = realm.now();
        ArrayNode content = BoundedJson.array();
        int next = 0;
        for (JsonNode part : said.content()) {
            if (!"Attachment".equals(part.path("contentType").textValue())) {
                content.add(part);
                continue;
            }
            Attachment file = files.get(next++);
            file.sent();
            String url = realm.attachments().grantDownload(session, file, now);
            content.add(AttachmentFrames.part(file, sizeOf(file), url));
        }
        return said.withContent(content);
    }

    /** What an agent learns of the files. */
    static List<Heard.ReceivedFile> heard(List<Attachment> files) {
        List<Heard.ReceivedFile> heard = new ArrayList<>();
        for (Attachment file : files) {
            Attachment.Stored stored = file.stored();
            if (stored != null) {
                heard.add(new Heard.ReceivedFile(
                        file.announced().name(), file.announced().type(), stored.sha256(), stored.content()));
            }
        }
        return List.copyOf(heard);
    }

    private static long sizeOf(Attachment file) {
        Attachment.Stored stored = file.stored();
        return stored == null ? 0 : stored.content().size();
    }
}
