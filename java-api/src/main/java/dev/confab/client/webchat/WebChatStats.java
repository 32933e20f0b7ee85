package dev.confab.client.webchat;

import java.util.Map;

/** What a chat comes to in numbers. Immutable; times are milliseconds since the epoch. */
public final class WebChatStats {

    private final Map<String, WebChatAgent> agents;
    private final long startTime;
    private final long endTime;
    private final long duration;

    /** @param agents unmodifiable */
    WebChatStats(Map<String, WebChatAgent> agents, long startTime, long endTime, long duration) {
        this.agents = agents;
        this.startTime = startTime;
        this.endTime = endTime;
        this.duration = duration;
    }

    /**
     * Returns who is or was there.
     *
     * @return agents and supervisors by what names them in the chat; unmodifiable
     */
    public Map<String, WebChatAgent> agents() {
        return agents;
    }

    /**
     * Returns when the chat began.
     *
     * @return the time; 0 when there was none yet
     */
    public long startTime() {
        return startTime;
    }

    /**
     * Returns when it ended.
     *
     * @return the time; 0 while it goes on
     */
    public long endTime() {
        return endTime;
    }

    /**
     * Returns how long it took, or has taken so far.
     *
     * @return milliseconds
     */
    public long duration() {
        return duration;
    }

    @Override
    public String toString() {
        return "WebChatStats(" + duration + " ms, " + agents.size() + " agents)";
    }
}
