package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/**
 * Somebody in a session.
 *
 * @param participantId unlike all others in the session
 * @param nickname the name shown
 * @param type {@code Customer}, {@code Agent} or {@code System} (Engage chat protocol notes §3.4)
 */
record Party(String participantId, String nickname, String type) {

    static final String CUSTOMER = "Customer";
    static final String AGENT = "Agent";

    boolean isAgent(String name) {
        return type.equals(AGENT) && nickname.equals(name);
    }

    ObjectNode json() {
        return BoundedJson.object()
                .put("participantId", participantId)
                .put("nickname", nickname)
                .put("type", type);
    }
}
