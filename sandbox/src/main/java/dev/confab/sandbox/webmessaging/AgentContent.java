package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What agents send besides words: rich content, files, events (Web Messaging protocol notes §2.7, §2.8). */
final class AgentContent {

    private final Realm realm;

    AgentContent(Realm realm) {
        this.realm = realm;
    }

    /** Sends contents as they are, also such as no guest may know. */
    void show(Session session, AgentProfile agent, @Nullable String text, ArrayNode content, Effects effects) {
        send(session, agent, "Structured", text, content, effects);
    }

    /** Sends files; they are attachments of the session, so their addresses can be refreshed. */
    void files(
            Session session,
            AgentProfile agent,
            @Nullable String text,
            List<AgentAct.OutgoingFile> files,
            Effects effects) {
        ArrayNode content = BoundedJson.array();
        for (AgentAct.OutgoingFile file : files) {
            content.add(attach(session, file));
        }
        send(session, agent, "Text", text, content, effects);
    }

    /** Sends an event as it is. History keeps all but typing (§11.3.13). */
    void signal(Session session, AgentProfile agent, ObjectNode event, Effects effects) {
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        ObjectNode entry = MessageFrames.agentEvent(event, agent, realm.ids().hex(), time);
        if (!"Typing".equals(event.path("eventType").textValue())) {
            conversation.add(entry);
        }
        effects.broadcast(session, Envelope.message("StructuredMessage", null, entry));
    }

    private void send(
            Session session,
            AgentProfile agent,
            String type,
            @Nullable String text,
            ArrayNode content,
            Effects effects) {
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        ObjectNode entry = MessageFrames.agentContent(
                type, text, content, agent, realm.ids().hex(), time);
        conversation.add(entry);
        session.touch(realm.now());
        effects.broadcast(session, Envelope.message("StructuredMessage", null, entry));
    }

    private ObjectNode attach(Session session, AgentAct.OutgoingFile file) {
        Instant now = realm.now();
        long size = file.content().size();
        Attachment attachment = new Attachment(
                realm.ids().uuid().toString(),
                session.id(),
                new Attachment.Announced(file.name(), file.type(), size, null),
                now);
        String sha256 = file.content() instanceof FileContent.InMemory memory
                ? Fingerprint.of(memory.bytes()).sha256()
                : "";
        attachment.uploaded(new Attachment.Stored(file.content(), sha256));
        attachment.sent();
        realm.attachments().put(attachment);
        return AttachmentFrames.part(attachment, size, realm.attachments().grantDownload(session, attachment, now));
    }
}
