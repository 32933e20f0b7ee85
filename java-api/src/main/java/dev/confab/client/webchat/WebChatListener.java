package dev.confab.client.webchat;

/**
 * Hears the events of a {@link WebChatService}; every method does nothing by default.
 *
 * <p>Called on the executor given at registration, one call at a time and in the order in which things happened. A listener that is slow holds
 * back what is read from the service; one that throws is told so by {@link #onListenerError}, and harms nobody else.
 */
public interface WebChatListener {

    /**
     * Any event, before its own method.
     *
     * @param event the event
     */
    default void onEvent(WebChatEvent event) {}

    /** The service is configured and takes commands. */
    default void onReady() {}

    /**
     * A chat that had begun before goes on.
     *
     * @param async whether it was restored in the asynchronous mode
     */
    default void onRestored(boolean async) {}

    /** The chat was left too long ago to be restored. */
    default void onRestoreTimeout() {}

    /** The chat could not be restored: the service does not have it any more. */
    default void onRestoreFailed() {}

    /** The chat is restored as far as that goes without the chat server; {@link #onChatServerBackOnline} follows. */
    default void onRestoredOffline() {}

    /**
     * There is something new in the chat: words, a notice, somebody who came or left.
     *
     * @param received what is new
     */
    default void onMessageReceived(MessagesReceived received) {}

    /**
     * Something went wrong between here and the service.
     *
     * @param response what came of the request
     */
    default void onError(WebChatResponse response) {}

    /**
     * A chat began.
     *
     * @param response the answer, with the session data
     */
    default void onStarted(WebChatResponse response) {}

    /** The chat is over, whoever ended it. */
    default void onEnded() {}

    /**
     * An agent types.
     *
     * @param message the entry that tells it, perhaps with the words so far
     */
    default void onAgentTypingStarted(WebChatMessage message) {}

    /**
     * An agent stopped typing.
     *
     * @param message the entry that tells it
     */
    default void onAgentTypingStopped(WebChatMessage message) {}

    /** The service is polled. */
    default void onPollingStarted() {}

    /** The service is not polled any more. */
    default void onPollingStopped() {}

    /**
     * The guest is in the chat.
     *
     * @param change who, and who is there
     */
    default void onClientConnected(ParticipantChange change) {}

    /**
     * The guest left the chat.
     *
     * @param change who, and who is there
     */
    default void onClientDisconnected(ParticipantChange change) {}

    /**
     * An agent came.
     *
     * @param change who, and who is there
     */
    default void onAgentConnected(ParticipantChange change) {}

    /**
     * An agent left.
     *
     * @param change who, and who is there
     */
    default void onAgentDisconnected(ParticipantChange change) {}

    /**
     * A supervisor came.
     *
     * @param change who, and who is there
     */
    default void onSupervisorConnected(ParticipantChange change) {}

    /**
     * A supervisor left.
     *
     * @param change who, and who is there
     */
    default void onSupervisorDisconnected(ParticipantChange change) {}

    /**
     * A bot came. Engage v2 only.
     *
     * @param change who, and who is there
     */
    default void onBotConnected(ParticipantChange change) {}

    /**
     * A bot left. Engage v2 only.
     *
     * @param change who, and who is there
     */
    default void onBotDisconnected(ParticipantChange change) {}

    /** The guest types. */
    default void onClientTypingStarted() {}

    /** The guest has not typed for some seconds, or sent what was typed. */
    default void onClientTypingStopped() {}

    /** The service cannot be reached at all; the way to it is tried again and again. */
    default void onDisconnected() {}

    /** The service is in reach again. Only after {@link #onDisconnected}. */
    default void onReconnected() {}

    /** As many polls as the options say failed in a row; the chat is not over. Engage v2 over REST only. */
    default void onChatServerWentOffline() {}

    /** The chat server answers again. Only after {@link #onChatServerWentOffline} or {@link #onRestoredOffline}. */
    default void onChatServerBackOnline() {}

    /** A poll failed, and is tried again. Engage v2 over REST only. */
    default void onConnectionPending() {}

    /** Polls work again. Engage v2 over REST only. */
    default void onConnectionRestored() {}

    /**
     * One of the methods threw, or the executor takes nothing more, or a preprocessor threw. By default it goes to the handler of uncaught
     * exceptions of the thread.
     *
     * @param failure what was thrown
     */
    default void onListenerError(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
