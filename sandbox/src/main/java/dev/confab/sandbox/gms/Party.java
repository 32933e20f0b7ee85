package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/**
 * Somebody in a chat (Engage chat protocol notes §1.3).
 *
 * @param participantId from 1, who is the guest; 0 is the system
 * @param nickname the name shown
 * @param type one of the constants; a bot is {@code External}
 */
record Party(int participantId, String nickname, String type) {

    static final String CLIENT = "Client";
    static final String AGENT = "Agent";
    static final String SUPERVISOR = "Supervisor";
    static final String EXTERNAL = "External";

    /** Who sends notices of the service itself (§1.6). */
    static final Party SYSTEM = new Party(0, "system", EXTERNAL);

    boolean isGuest() {
        return type.equals(CLIENT);
    }

    Party named(String newName) {
        return new Party(participantId, newName, type);
    }

    ObjectNode json() {
        return BoundedJson.object()
                .put("nickname", nickname)
                .put("participantId", participantId)
                .put("type", type);
    }
}
