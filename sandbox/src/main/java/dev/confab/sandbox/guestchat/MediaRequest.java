package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** An agent's wish to see the guest's screen (guest chat protocol notes §4.5). */
final class MediaRequest {

    static final Set<String> TYPES = Set.of("COBROWSE", "SCREENSHARE");
    static final String PENDING = "PENDING";

    /** What a guest may answer. */
    static final List<String> ANSWERS = List.of("ACCEPTED", "DECLINED", "ERRORED");

    /** What the agent or the service may make of it. */
    static final List<String> ENDS = List.of("CANCELLED", "TIMEDOUT");

    private final String id = UUID.randomUUID().toString();
    private final String conversation;
    private final List<String> types;
    private String state = PENDING;
    private String communicationId = "";
    private String securityKey = "";

    MediaRequest(String conversation, List<String> types) {
        this.conversation = conversation;
        this.types = List.copyOf(types);
    }

    String id() {
        return id;
    }

    boolean pending() {
        return state.equals(PENDING);
    }

    void become(String next) {
        state = next;
        if (next.equals("ACCEPTED")) {
            communicationId = UUID.randomUUID().toString();
            securityKey = UUID.randomUUID().toString().replace("-", "");
        }
    }

    ObjectNode json() {
        ObjectNode json = BoundedJson.object().put("id", id);
        ArrayNode names = json.putArray("types");
        types.forEach(names::add);
        json.put("state", state);
        if (!communicationId.isEmpty()) {
            json.put("communicationId", communicationId).put("securityKey", securityKey);
        }
        return json.put("selfUri", GuestChatRoutes.PREFIX + "/" + conversation + "/mediarequests/" + id);
    }
}
