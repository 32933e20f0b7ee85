package dev.confab.client.webchat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event of the {@link WebChatService} by its name in the vendor's service. Immutable. */
public final class WebChatEvent {

    static final String READY = "ready";
    static final String RESTORED = "restored";
    static final String RESTORE_TIMEOUT = "restoreTimeout";
    static final String RESTORE_FAILED = "restoreFailed";
    static final String RESTORED_OFFLINE = "restoredOffline";
    static final String MESSAGE_RECEIVED = "messageReceived";
    static final String ERROR = "error";
    static final String STARTED = "started";
    static final String ENDED = "ended";
    static final String AGENT_TYPING_STARTED = "agentTypingStarted";
    static final String AGENT_TYPING_STOPPED = "agentTypingStopped";
    static final String POLLING_STARTED = "pollingStarted";
    static final String POLLING_STOPPED = "pollingStopped";
    static final String CLIENT_CONNECTED = "clientConnected";
    static final String CLIENT_DISCONNECTED = "clientDisconnected";
    static final String AGENT_CONNECTED = "agentConnected";
    static final String AGENT_DISCONNECTED = "agentDisconnected";
    static final String SUPERVISOR_CONNECTED = "supervisorConnected";
    static final String SUPERVISOR_DISCONNECTED = "supervisorDisconnected";
    static final String BOT_CONNECTED = "botConnected";
    static final String BOT_DISCONNECTED = "botDisconnected";
    static final String CLIENT_TYPING_STARTED = "clientTypingStarted";
    static final String CLIENT_TYPING_STOPPED = "clientTypingStopped";
    static final String DISCONNECTED = "disconnected";
    static final String RECONNECTED = "reconnected";
    static final String CHAT_SERVER_WENT_OFFLINE = "chatServerWentOffline";
    static final String CHAT_SERVER_BACK_ONLINE = "chatServerBackOnline";
    static final String CONNECTION_PENDING = "connectionPending";
    static final String CONNECTION_RESTORED = "connectionRestored";

    private static final Set<String> NAMES = Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(
            READY,
            RESTORED,
            RESTORE_TIMEOUT,
            RESTORE_FAILED,
            RESTORED_OFFLINE,
            MESSAGE_RECEIVED,
            ERROR,
            STARTED,
            ENDED,
            AGENT_TYPING_STARTED,
            AGENT_TYPING_STOPPED,
            POLLING_STARTED,
            POLLING_STOPPED,
            CLIENT_CONNECTED,
            CLIENT_DISCONNECTED,
            AGENT_CONNECTED,
            AGENT_DISCONNECTED,
            SUPERVISOR_CONNECTED,
            SUPERVISOR_DISCONNECTED,
            BOT_CONNECTED,
            BOT_DISCONNECTED,
            CLIENT_TYPING_STARTED,
            CLIENT_TYPING_STOPPED,
            DISCONNECTED,
            RECONNECTED,
            CHAT_SERVER_WENT_OFFLINE,
            CHAT_SERVER_BACK_ONLINE,
            CONNECTION_PENDING,
            CONNECTION_RESTORED)));

    private final String name;
    private final @Nullable Object data;

    WebChatEvent(String name, @Nullable Object data) {
        this.name = name;
        this.data = data;
    }

    /**
     * Returns the names of all events.
     *
     * @return the 29 names; unmodifiable
     */
    public static Set<String> names() {
        return NAMES;
    }

    /**
     * Returns the name without the prefix {@code WebChatService.}.
     *
     * @return one of {@link #names()}
     */
    public String name() {
        return name;
    }

    /**
     * Returns what the event brings: what the method of {@link WebChatListener} for it takes, or null where it takes nothing.
     *
     * @return the data
     */
    public @Nullable Object data() {
        return data;
    }

    /** Without the data. */
    @Override
    public String toString() {
        return "WebChatEvent(" + name + ")";
    }
}
