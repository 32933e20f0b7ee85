package dev.confab.client;

import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.CustomAttributes;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.FetchedHistory;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.Map;

/**
 * Is told what happens in a session. Every method has an empty default: override what you need.
 *
 * <p>The callbacks of one listener come one at a time, each after the effects of the one before are visible, on the
 * executor that was given at registration. Nothing of the client is locked meanwhile: a callback may call the client,
 * wait for its futures, and close its own {@link Subscription}.
 *
 * <p><b>Values and events.</b> State, conversation, conversations, draft, capabilities and custom attributes are values: the newest is
 * told, those between may be left out; their methods end in {@code Changed}. Events are told all, once and in order. When an event is told, the values are at least as new as the event.
 *
 * <p><b>A listener that is slow</b> holds up no other one at first: about 300 events wait for it. Then the client reads
 * no more from the service until it goes on; nothing is dropped. Do long work elsewhere.
 *
 * <p><b>A listener that throws</b> is told so in {@link #onListenerError}, and the next callback comes as if nothing
 * had happened.
 */
public interface MessagingListener {

    /**
     * The session's state changed.
     *
     * @param oldState the state that was told last, or the one at registration
     * @param newState the state now
     */
    default void onStateChanged(SessionState oldState, SessionState newState) {}

    /**
     * Messages came, changed or went.
     *
     * @param conversation the main conversation now
     */
    default void onConversationChanged(Conversation conversation) {}

    /**
     * Conversations came, changed or went. On a back end with a single one: that one changed.
     *
     * @param conversations all of them now
     */
    default void onConversationsChanged(List<Conversation> conversations) {}

    /**
     * What the guest has typed and not sent changed.
     *
     * @param draft the draft now
     */
    default void onDraftChanged(Draft draft) {}

    /**
     * What can be done now changed, as when the session was opened or has become read-only.
     *
     * @param capabilities one entry for every capability
     */
    default void onCapabilitiesChanged(Map<Capability, CapabilityStatus> capabilities) {}

    /**
     * The facts about the guest that travel with the next message changed, or came further.
     *
     * @param customAttributes them, and how far they came
     */
    default void onCustomAttributesChanged(CustomAttributes customAttributes) {}

    /**
     * Something happened; called before the method for this kind of event.
     *
     * @param event the event, perhaps of a kind that this version has no method for
     */
    default void onEvent(MessagingEvent event) {}

    /**
     * A message entered the conversation: an own one that was just accepted, or one that arrived.
     *
     * @param message the message
     */
    default void onMessageInserted(Message message) {}

    /**
     * As {@link #onMessageInserted(Message)}, which it calls by default, where there are several conversations.
     *
     * @param conversation the conversation that the message entered
     * @param message the message
     */
    default void onMessageInserted(ConversationId conversation, Message message) {
        onMessageInserted(message);
    }

    /**
     * A message of the conversation changed, as when its proof arrived.
     *
     * @param message the message now
     */
    default void onMessageUpdated(Message message) {}

    /**
     * As {@link #onMessageUpdated(Message)}, which it calls by default, where there are several conversations.
     *
     * @param conversation the conversation of the message
     * @param message the message now
     */
    default void onMessageUpdated(ConversationId conversation, Message message) {
        onMessageUpdated(message);
    }

    /**
     * There is one conversation more: it was made here, somebody invited the guest, or the service told of it for the first
     * time. Its messages are in it; they are not told one by one.
     *
     * @param conversation the conversation
     */
    default void onConversationAdded(Conversation conversation) {}

    /**
     * Something of a conversation changed, other than its messages: status, subject, participants, counts, who is
     * composing.
     *
     * @param conversation the conversation now
     */
    default void onConversationUpdated(Conversation conversation) {}

    /**
     * A conversation is not among those of the session any more.
     *
     * @param removed which, and why
     */
    default void onConversationRemoved(MessagingEvent.ConversationRemoved removed) {}

    /**
     * An agent or bot began or stopped typing.
     *
     * @param typing who, and how long to show it
     */
    default void onTyping(MessagingEvent.Typing typing) {}

    /**
     * Somebody joined, or the other side wants the guest to sign in, or gave that up.
     *
     * @param changed what changed, and whose doing it is
     */
    default void onPresenceChanged(MessagingEvent.PresenceChanged changed) {}

    /**
     * The service knows the guest by name now.
     *
     * @param signedIn the name, as far as the service tells it
     */
    default void onSignedIn(MessagingEvent.SignedIn signedIn) {}

    /**
     * The other side offers to share the screen or a video call, or such an offer changed.
     *
     * @param offered the offer; its secret lets its holder in
     */
    default void onOffered(MessagingEvent.Offered offered) {}

    /**
     * Somebody put signs on a message.
     *
     * @param reacted the signs
     */
    default void onReacted(MessagingEvent.Reacted reacted) {}

    /**
     * An own file came, went, or stands elsewhere than before. For each piece of an upload see {@link #onDraftChanged}.
     *
     * @param attachment the file now
     */
    default void onAttachmentUpdated(Attachment attachment) {}

    /** The service answered a health check. */
    default void onHealthChecked() {}

    /** The guest entered a new conversation: from here on a bot may greet. */
    default void onConversationAutostart() {}

    /** The conversation was wiped, at the service and here. */
    default void onConversationCleared() {}

    /**
     * An older piece of the conversation was read and is in the conversation now.
     *
     * @param history what was new
     */
    default void onHistoryFetched(FetchedHistory history) {}

    /**
     * As {@link #onHistoryFetched(FetchedHistory)}, which it calls by default, where there are several conversations.
     *
     * @param conversation the conversation that was read
     * @param history what was new
     */
    default void onHistoryFetched(ConversationId conversation, FetchedHistory history) {
        onHistoryFetched(history);
    }

    /** The guest logged out, on this device or another one; the next connect begins as a fresh guest. */
    default void onLogout() {}

    /** The service wants to know (again) who the guest is; the connection is closed. */
    default void onAuthorizationRequired() {}

    /** Signing in ended a session that the same guest had on another device. */
    default void onExistingAuthSessionCleared() {}

    /**
     * It is known, or has changed, how long the session lives after a message.
     *
     * @param durationSeconds the duration
     */
    default void onSessionDuration(long durationSeconds) {}

    /**
     * The session ends soon if nothing is said.
     *
     * @param expiresInSeconds how soon
     */
    default void onSessionExpirationNotice(long expiresInSeconds) {}

    /** What the last notice said no longer holds. */
    default void onSessionExpirationNoticeRemoved() {}

    /**
     * The agent side ended the conversation.
     *
     * @param disconnected whether anything more can be sent
     */
    default void onConversationDisconnected(MessagingEvent.ConversationDisconnected disconnected) {}

    /**
     * The service ended this connection; the state says what follows.
     *
     * @param closed the reason
     */
    default void onConnectionClosed(MessagingEvent.ConnectionClosed closed) {}

    /**
     * The connection was lost and is back; what was missed is in the conversation.
     *
     * @param resumed whether anything is missing
     */
    default void onResumed(MessagingEvent.Resumed resumed) {}

    /**
     * Nobody can tell whether the service has a message, and the recovery policy says to ask: {@link
     * AsyncMessagingClient#retry} sends it again, which may double it, {@link AsyncMessagingClient#discard} lets it go.
     *
     * @param uncertain the message
     */
    default void onSendUncertain(MessagingEvent.SendUncertain uncertain) {}

    /**
     * Something went wrong that no waiting call can be told.
     *
     * @param error what went wrong
     */
    default void onError(MessagingEvent.Error error) {}

    /**
     * The service sent something that this version does not understand.
     *
     * @param unknown its name and its raw JSON
     */
    default void onUnknown(MessagingEvent.Unknown unknown) {}

    /**
     * A callback of this listener threw, or its executor refused a task; in the second case the subscription has ended,
     * and this runs on a thread of the library.
     *
     * <p>By default it goes to the thread's handler of uncaught exceptions, as for any task of an executor: on a plain
     * JVM that prints a stack trace, on Android it ends the app unless a handler is set.
     *
     * @param failure what was thrown
     */
    default void onListenerError(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
