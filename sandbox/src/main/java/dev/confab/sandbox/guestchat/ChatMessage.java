package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation (guest chat protocol notes §4.4).
 *
 * @param id its id
 * @param conversation the id of its conversation
 * @param sender the id of the member who sent it
 * @param body what it says; null for who came and went, which the wire leaves out
 * @param bodyType what kind of message it is
 * @param time when; later than every message before it
 */
record ChatMessage(
        String id,
        String conversation,
        String sender,
        @Nullable String body,
        String bodyType,
        Instant time) {

    /** {@code WebChatMessage}, as full as answers were seen to be. */
    ObjectNode json() {
        ObjectNode json = BoundedJson.object().put("id", id);
        json.putObject("conversation").put("id", conversation).put("selfUri", "/api/v2/conversations/" + conversation);
        json.putObject("sender").put("id", sender);
        if (body != null) {
            json.put("body", body);
        }
        return json.put("bodyType", bodyType)
                .put("timestamp", Times.text(time))
                .put("selfUri", GuestChatRoutes.PREFIX + "/" + conversation + "/messages/" + id);
    }
}
