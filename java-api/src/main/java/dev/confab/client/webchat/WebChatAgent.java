package dev.confab.client.webchat;

import org.jspecify.annotations.Nullable;

/** An agent or supervisor who is, or was, in the chat. Immutable. */
public final class WebChatAgent {

    private final @Nullable String name;
    private final boolean connected;
    private final boolean supervisor;
    private final long connectedTime;
    private final long disconnectedTime;

    WebChatAgent(
            @Nullable String name, boolean connected, boolean supervisor, long connectedTime, long disconnectedTime) {
        this.name = name;
        this.connected = connected;
        this.supervisor = supervisor;
        this.connectedTime = connectedTime;
        this.disconnectedTime = disconnectedTime;
    }

    WebChatAgent since(long atMillis) {
        return new WebChatAgent(name, connected, supervisor, atMillis, disconnectedTime);
    }

    WebChatAgent left(long atMillis) {
        return new WebChatAgent(name, false, supervisor, connectedTime, atMillis);
    }

    /**
     * Returns the name to show.
     *
     * @return the name, or null where the service tells none
     */
    public @Nullable String name() {
        return name;
    }

    /**
     * Tells whether the agent is in the chat.
     *
     * @return whether
     */
    public boolean connected() {
        return connected;
    }

    /**
     * Tells whether it is a supervisor.
     *
     * @return whether
     */
    public boolean supervisor() {
        return supervisor;
    }

    /**
     * Returns when the agent came.
     *
     * @return milliseconds since the epoch; 0 for who came before anything was read
     */
    public long connectedTime() {
        return connectedTime;
    }

    /**
     * Returns when the agent left.
     *
     * @return milliseconds since the epoch; 0 while the agent is there
     */
    public long disconnectedTime() {
        return disconnectedTime;
    }

    /** Names are personal data and stay out of logs. */
    @Override
    public String toString() {
        return "WebChatAgent(connected=" + connected + ", supervisor=" + supervisor + ")";
    }
}
