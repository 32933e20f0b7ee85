package dev.confab.client.webchat;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which method of a listener an event belongs to. */
final class EventDispatch {

    private static final Map<String, BiConsumer<WebChatListener, WebChatEvent>> METHODS = methods();

    private EventDispatch() {}

    static void tell(WebChatListener listener, WebChatEvent event) {
        requireNonNull(METHODS.get(event.name())).accept(listener, event);
    }

    private static Map<String, BiConsumer<WebChatListener, WebChatEvent>> methods() {
        Map<String, BiConsumer<WebChatListener, WebChatEvent>> of = new HashMap<>();
        of.put(WebChatEvent.READY, (it, event) -> it.onReady());
        of.put(WebChatEvent.RESTORED, (it, event) -> it.onRestored((Boolean) requireNonNull(event.data())));
        of.put(WebChatEvent.RESTORE_TIMEOUT, (it, event) -> it.onRestoreTimeout());
        of.put(WebChatEvent.RESTORE_FAILED, (it, event) -> it.onRestoreFailed());
        of.put(WebChatEvent.RESTORED_OFFLINE, (it, event) -> it.onRestoredOffline());
        of.put(
                WebChatEvent.MESSAGE_RECEIVED,
                (it, event) -> it.onMessageReceived((MessagesReceived) requireNonNull(event.data())));
        of.put(WebChatEvent.ERROR, (it, event) -> it.onError(response(event)));
        of.put(WebChatEvent.STARTED, (it, event) -> it.onStarted(response(event)));
        of.put(WebChatEvent.ENDED, (it, event) -> it.onEnded());
        of.put(WebChatEvent.AGENT_TYPING_STARTED, (it, event) -> it.onAgentTypingStarted(message(event)));
        of.put(WebChatEvent.AGENT_TYPING_STOPPED, (it, event) -> it.onAgentTypingStopped(message(event)));
        of.put(WebChatEvent.POLLING_STARTED, (it, event) -> it.onPollingStarted());
        of.put(WebChatEvent.POLLING_STOPPED, (it, event) -> it.onPollingStopped());
        of.put(WebChatEvent.CLIENT_CONNECTED, (it, event) -> it.onClientConnected(change(event)));
        of.put(WebChatEvent.CLIENT_DISCONNECTED, (it, event) -> it.onClientDisconnected(change(event)));
        of.put(WebChatEvent.AGENT_CONNECTED, (it, event) -> it.onAgentConnected(change(event)));
        of.put(WebChatEvent.AGENT_DISCONNECTED, (it, event) -> it.onAgentDisconnected(change(event)));
        of.put(WebChatEvent.SUPERVISOR_CONNECTED, (it, event) -> it.onSupervisorConnected(change(event)));
        of.put(WebChatEvent.SUPERVISOR_DISCONNECTED, (it, event) -> it.onSupervisorDisconnected(change(event)));
        of.put(WebChatEvent.BOT_CONNECTED, (it, event) -> it.onBotConnected(change(event)));
        of.put(WebChatEvent.BOT_DISCONNECTED, (it, event) -> it.onBotDisconnected(change(event)));
        of.put(WebChatEvent.CLIENT_TYPING_STARTED, (it, event) -> it.onClientTypingStarted());
        of.put(WebChatEvent.CLIENT_TYPING_STOPPED, (it, event) -> it.onClientTypingStopped());
        of.put(WebChatEvent.DISCONNECTED, (it, event) -> it.onDisconnected());
        of.put(WebChatEvent.RECONNECTED, (it, event) -> it.onReconnected());
        of.put(WebChatEvent.CHAT_SERVER_WENT_OFFLINE, (it, event) -> it.onChatServerWentOffline());
        of.put(WebChatEvent.CHAT_SERVER_BACK_ONLINE, (it, event) -> it.onChatServerBackOnline());
        of.put(WebChatEvent.CONNECTION_PENDING, (it, event) -> it.onConnectionPending());
        of.put(WebChatEvent.CONNECTION_RESTORED, (it, event) -> it.onConnectionRestored());
        return Collections.unmodifiableMap(of);
    }

    private static WebChatResponse response(WebChatEvent event) {
        return (WebChatResponse) requireNonNull(event.data());
    }

    private static WebChatMessage message(WebChatEvent event) {
        return (WebChatMessage) requireNonNull(event.data());
    }

    private static ParticipantChange change(WebChatEvent event) {
        return (ParticipantChange) requireNonNull(event.data());
    }
}
