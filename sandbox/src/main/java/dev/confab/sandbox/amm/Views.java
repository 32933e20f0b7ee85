package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How conversations and messages stand on the wire, as one member sees them (AMM notes B.5.1, B.6.1). */
final class Views {

    private final Hrefs at;

    Views(Hrefs at) {
        this.at = at;
    }

    /**
     * Describes a conversation.
     *
     * @param page the entries to show, newest first
     */
    ObjectNode conversation(Conversation conversation, Member member, List<Entry> page) {
        String href = at.http(Hrefs.CONVERSATIONS + "/" + conversation.id());
        List<Entry> seen = conversation.seenBy(member);
        ObjectNode json = BoundedJson.object()
                .put("id", conversation.id())
                .put("href", href)
                .put("subject", conversation.subject())
                .put("type", "THREAD")
                .put("isMultiparty", conversation.present().size() > 2)
                .put("lastAccessedTime", Times.text(member.lastAccessed()))
                .put("lastUpdated", Times.text(member.lastUpdated()))
                .put(
                        "latestEntryTimestamp",
                        Times.text(seen.get(seen.size() - 1).received()));
        json.set("flags", flags(conversation, member));
        json.putObject("participants").put("href", href + "/participants");
        count(json, seen, member);
        ArrayNode messages = json.putArray("messages");
        page.forEach(entry -> messages.add(message(conversation, member, entry)));
        return json;
    }

    ObjectNode flags(Conversation conversation, Member member) {
        return BoundedJson.object()
                .put("active", member.present() && !conversation.closed())
                .put("closed", conversation.closed())
                .put("sensitivity", conversation.sensitivity())
                .put("href", at.http(Hrefs.CONVERSATIONS + "/" + conversation.id() + "/flags"));
    }

    /** Counters of both versions: clients of the newer one still read those of the older. */
    private static void count(ObjectNode json, List<Entry> seen, Member member) {
        int messages = 0;
        int unread = 0;
        int unreadEvents = 0;
        long files = 0;
        long unreadFiles = 0;
        for (Entry entry : seen) {
            boolean isUnread = member.unread(entry.id());
            messages += entry.isMessage() ? 1 : 0;
            unread += isUnread && entry.isMessage() ? 1 : 0;
            unreadEvents += isUnread && !entry.isMessage() ? 1 : 0;
            files += entry.files();
            unreadFiles += isUnread ? entry.files() : 0;
        }
        json.putObject("counts")
                .put("messageCount", messages)
                .put("messageUnreadMessage", unread)
                .put("messageAttachment", files)
                .put("messageUnreadAttachment", unreadFiles)
                .put("eventCount", seen.size() - messages)
                .put("eventUnreadMessage", unreadEvents);
        json.put("totalCount", seen.size())
                .put("unreadCount", unread)
                .put("attachmentCount", files)
                .put("unreadAttachmentCount", unreadFiles);
    }

    ObjectNode message(Conversation conversation, Member member, Entry entry) {
        Entry.Content content = entry.content();
        String href = at.http(Hrefs.MESSAGES + "/" + entry.id());
        ObjectNode json = BoundedJson.object()
                .put("id", entry.id())
                .put("href", href)
                .put("threadId", conversation.id())
                .put("subject", entry.subject())
                .put("body", content.body());
        if (content.inReplyTo() != null) {
            json.put("inReplyTo", content.inReplyTo());
        }
        json.set("from", entry.from().json());
        json.set("to", people(entry.to()));
        ObjectNode event = json.putObject("event").put("type", entry.type());
        event.set("participants", people(entry.concerned()));
        putIfThere(event, "reason", entry.reason());
        putIfThere(event, "sessionType", entry.sessionType());
        json.putObject("flags")
                .put("read", !member.unread(entry.id()))
                .put("doNotForward", content.doNotForward())
                .put("importance", content.importance())
                .put("sensitivity", content.sensitivity())
                .put("href", href + "/flags");
        ArrayNode parts = json.putArray("parts");
        content.parts().forEach(part -> parts.addObject()
                .put("partId", part.id())
                .put("mimeType", part.type())
                .put("disposition", part.disposition())
                .put("size", part.content().size())
                .put("duration", 0)
                .put("media", href + "/parts/" + part.id()));
        return json.put("receivedDate", Times.text(entry.received()))
                .put("lastModifiedDate", Times.text(member.changed(entry)));
    }

    static ArrayNode people(List<Person> people) {
        ArrayNode json = BoundedJson.array();
        people.forEach(person -> json.add(person.json()));
        return json;
    }

    private static void putIfThere(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
