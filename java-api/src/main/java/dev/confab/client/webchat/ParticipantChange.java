package dev.confab.client.webchat;

import java.util.Map;

/** What the events of parties who come and leave bring. Immutable. */
public final class ParticipantChange {

    private final WebChatMessage message;
    private final Map<String, WebChatAgent> agents;
    private final int numAgentsConnected;

    /** @param agents unmodifiable */
    ParticipantChange(WebChatMessage message, Map<String, WebChatAgent> agents, int numAgentsConnected) {
        this.message = message;
        this.agents = agents;
        this.numAgentsConnected = numAgentsConnected;
    }

    /**
     * Returns the entry that tells it.
     *
     * @return the entry
     */
    public WebChatMessage message() {
        return message;
    }

    /**
     * Returns who is or was there, with this change.
     *
     * @return agents and supervisors by what names them in the chat; unmodifiable
     */
    public Map<String, WebChatAgent> agents() {
        return agents;
    }

    /**
     * Returns how many agents are there now. Supervisors do not count.
     *
     * @return the number
     */
    public int numAgentsConnected() {
        return numAgentsConnected;
    }

    @Override
    public String toString() {
        return "ParticipantChange(" + message + ", " + numAgentsConnected + " agents connected)";
    }
}
