package dev.confab.transport

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.ServiceFeatures
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.Draft
import dev.confab.transport.model.LeaveOutcome
import dev.confab.transport.model.Limits
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.model.SessionState
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow

/**
 * One guest session at one service, whichever vendor answers.
 *
 * ```
 * val client = Confab.shared().client(options)
 * client.connect()
 * client.send("Where is my parcel?")   // returns when there is proof that the service has it
 * client.close()                        // the last call
 * ```
 *
 * A lost connection is made again by itself, without end; what was accepted by [send] waits and goes out in order. Every function may be
 * called from any thread and coroutine. Failures are thrown as [dev.confab.transport.model.MessagingException].
 *
 * Most back ends have exactly one conversation, [dev.confab.transport.model.ConversationId.MAIN], and the functions that name none mean it. One that
 * allows [Capability.CREATE_CONVERSATION] has any number ([conversations]): there the functions that name none mean the one with which its
 * options begin, and fail with `InvalidArgument` where the options name none. A conversation that the session does not have fails every
 * function with `ConversationNotFound`, and what a back end cannot do with `Unsupported`, before anything is sent.
 */
public interface MessagingClient {
    /** Where the session stands. The newest value wins: a slow collector may miss states between. */
    public val state: StateFlow<SessionState>

    /** The messages of the session's main conversation, ordered. */
    public val conversation: StateFlow<Conversation>

    /**
     * All conversations of the session. On a back end with a single one: exactly that. Else those that the guest takes part in and those that
     * were made here and are not published, the one in which something happened last in front; what was left goes. Empty until the first
     * connection has told of them, but for those that were made here. The newest value wins.
     */
    public val conversations: StateFlow<List<Conversation>>

    /**
     * What the guest has typed and not sent. Cleared when the service proved the message that was made of it. Its attachments are those of
     * [attach], with the place where each stands; one leaves when the message that carries it is proved, or when it is detached.
     */
    public val draft: StateFlow<Draft>

    /**
     * What happens, in order, from the moment of subscription, with no loss. A collector that stops reading stops, after a bounded
     * number of events, the reading from the service, and after 256 more the callers of what makes events, such as [send].
     */
    public val events: SharedFlow<MessagingEvent>

    /** Which files the service takes; null until it has told. */
    public val attachmentProfile: AttachmentProfile?

    /** The numbers that the service sets, such as the longest text; [Limits.NONE] until it has told. */
    public val limits: Limits

    /**
     * What the service told of itself in the words of its back end, anew with each connection: with Avaya Multimedia Messaging a
     * [dev.confab.transport.backend.amm.AmmFeatures] with the own address and the domains that are routed. Null until it has told, and where a back
     * end tells nothing of the kind. The newest value wins.
     */
    public val serviceFeatures: StateFlow<ServiceFeatures?>

    /**
     * What can be done now, and if not, why: the back end has no such operation, the deployment forbids it, the session is not connected or
     * can only be read. Holds every [Capability]. The newest value wins.
     */
    public val capabilities: StateFlow<Map<Capability, CapabilityStatus>>

    /** Whether something can be done now: from [capabilities]. */
    public fun capability(capability: Capability): CapabilityStatus

    /** Facts about the guest that travel with the next message, and how far they came. The newest value wins. */
    public val customAttributes: StateFlow<CustomAttributes>

    /** The way back in the main conversation. */
    public val history: ConversationHistory

    /** The way back in one of the [conversations]. */
    public fun history(conversation: ConversationId): ConversationHistory

    /**
     * Makes a conversation here, as a draft, and returns it. Nothing is sent: it begins at the service with its first message, which also
     * invites the participants. With a store it survives a restart.
     *
     * Needs [Capability.CREATE_CONVERSATION]. Works without a connection. Fails with `SubjectTooLong`.
     */
    public suspend fun createConversation(conversation: NewConversation): Conversation

    /** Lets a conversation go whose first message was not sent, or was given up. Fails with `WrongState` for one that may be at the service. */
    public suspend fun discardConversation(conversation: ConversationId)

    /**
     * Invites participants and returns what became of each address: the valid ones are invited even if others are not. Where the service has
     * several people for an address, and none of them exactly under it, the address is rejected rather than a stranger invited.
     *
     * In a draft nobody is told yet: with a connection the addresses are validated now, without one the service looks at them with the first
     * message. Else it needs a connection and [Capability.ADD_PARTICIPANTS], and fails with `NotConnected`.
     */
    public suspend fun addParticipants(conversation: ConversationId, addresses: List<String>): ParticipantsAdded

    /** Takes participants out of a draft; addresses that are not in it do not matter. Fails with `WrongState` for any other conversation. */
    public suspend fun removeParticipants(conversation: ConversationId, addresses: List<String>)

    /** Asks who is reached under each of these addresses; returns one entry for each, in this order. Needs [Capability.VALIDATE_ADDRESSES]. */
    public suspend fun validateAddresses(addresses: List<String>): List<AddressValidation>

    /** Asks the service who takes part now; of a draft it returns who is going to be invited. */
    public suspend fun participants(conversation: ConversationId): List<Participant>

    /** Says what a conversation is about: in a draft here, else at the service. Fails with `SubjectTooLong`. Needs [Capability.SET_SUBJECT]. */
    public suspend fun setSubject(conversation: ConversationId, subject: String)

    /** Says how a draft is to be treated once it begins. Fails with `WrongState` for any other conversation. */
    public suspend fun setSensitivity(conversation: ConversationId, sensitivity: Sensitivity)

    /**
     * Searches the guest's conversations at the service, also those that are not active any more. What is found is returned and not put among
     * [conversations]; one that is there has the same id here. Needs [Capability.SEARCH_CONVERSATIONS].
     */
    public suspend fun searchConversations(query: ConversationQuery): List<Conversation>

    /** Up to [max] messages right before the one that the service calls [messageId], oldest first; they are put into the conversation. */
    public suspend fun messagesBefore(conversation: ConversationId, messageId: String, max: Int): List<Message>

    /** Up to [max] messages right after the one that the service calls [messageId], oldest first; they are put into the conversation. */
    public suspend fun messagesAfter(conversation: ConversationId, messageId: String, max: Int): List<Message>

    /**
     * Tells the service that the guest has read these messages, by the ids of [Message.id]. They show as read at once, and returns when the
     * service has taken it; when it refuses, they show as before. A lost connection is waited for once. Own messages and those that were read
     * do not matter. Needs [Capability.MARK_AS_READ].
     */
    public suspend fun markAsRead(conversation: ConversationId, messages: List<MessageId>)

    /** [markAsRead] of everything in a conversation, also of what is not here. */
    public suspend fun markAllAsRead(conversation: ConversationId)

    /** Tells the service that the guest looks at a conversation now. Needs [Capability.MARK_AS_ACCESSED]. */
    public suspend fun markAsAccessed(conversation: ConversationId)

    /**
     * Opens the session and returns its state, [SessionState.Configured] or [SessionState.ReadOnly]. When it is open already, returns
     * at once. Tries a few times before it fails.
     */
    public suspend fun connect(): SessionState

    /**
     * [connect] with options. With `startNew`, the session gets a new conversation even if it is open: see [startNewChat]. With a `token`,
     * the client leaves its own session for the one of that token; while another one is open, that fails with `WrongState`.
     */
    public suspend fun connect(options: ConnectOptions): SessionState

    /**
     * As [connect] with options, but asks the service for the session's state also when it is open already. Returns the state; when the
     * service does not answer in 15 s, the connection is made again first.
     */
    public suspend fun configureSession(options: ConnectOptions): SessionState

    /**
     * Begins a new conversation in place of one that has ended ([SessionState.ReadOnly]), and returns the state when the service began it.
     * In another state it fails with `WrongState` or `NotConnected`; `connect` with `startNew` begins one in any state.
     *
     * The old conversation leaves [conversation]; at Genesys Cloud nothing brings it back. Messages of it that are not proved are given up and
     * kept ([MessageStatus.Wedged]): [retry] sends them into the new one. When the connection is lost meanwhile, or the service does not
     * answer in 15 s, the next connection is opened for the new conversation, and the call goes on waiting. Callers that come meanwhile share
     * the outcome. (Protocol notes of Web Messaging §2.12.)
     */
    public suspend fun startNewChat(): SessionState

    /**
     * Takes the running guest session over to the guest who has signed in with what the options carry, and returns the state when the service
     * has done it; conversation and session token stay. When the service refuses, it throws, and the session goes on as it was. In a session
     * that is signed in already it asks the service how the session stands. When the connection is lost meanwhile, the next one is opened
     * for the signed-in guest, or, where the service will not, for the guest as before; an event tells that.
     *
     * Needs [Capability.SIGN_IN]; fails with `NotConnected` where no session is open. (Protocol notes of Web Messaging §3.9.)
     */
    public suspend fun signIn(): SessionState

    /**
     * Wipes the conversation, at the service too, and returns when that is done: [conversation] is empty but for own messages that are not
     * proved, which are given up and kept, and the session is [SessionState.Closed]; the next [connect] begins a new conversation for the
     * same guest. Works while configured or read-only.
     *
     * Fails with `ClearConversationFailure` where the deployment forbids it, without asking the service; when the service refuses; and
     * when the connection is lost before the service confirmed. In the last case the next connection tells: if it was wiped, the event
     * [MessagingEvent.ConversationCleared] follows. (Protocol notes of Web Messaging §3.8.)
     */
    public suspend fun clearConversation()

    /**
     * Leaves the conversation, after what is on its way already, and returns when the service has done it: the other side is told, and the
     * session is [SessionState.ReadOnly]. What has not left is given up and kept. [startNewChat] begins another conversation. In one that has
     * ended already this does nothing.
     *
     * Needs [Capability.LEAVE_CONVERSATION]; where a back end has no such operation, [disconnect] is all that a guest can do. Fails with
     * `NotConnected` where no session is open, or when the connection is lost before the service confirmed.
     *
     * On a back end with many conversations: as the one with an id; the main conversation is an empty draft again afterwards.
     */
    public suspend fun leaveConversation()

    /**
     * Leaves one of many conversations and returns when the service has done it: it goes from [conversations], own messages in it that are
     * not proved are given up. The others go on; when somebody invites the guest again, it comes back. A draft is let go without asking
     * anybody. A lost connection is waited for once. On a back end with a single one: as [leaveConversation].
     */
    public suspend fun leaveConversation(conversation: ConversationId)

    /** Leaves several, beside one another, and returns when each was left or was not. Never throws because of one of them. */
    public suspend fun leaveConversations(conversations: List<ConversationId>): List<LeaveOutcome>

    /** [leaveConversations] with all that there are at this moment, drafts among them. */
    public suspend fun leaveAllConversations(): List<LeaveOutcome>

    /**
     * Replaces the [customAttributes], and returns them. They travel, all together, with the next message or the greeting of a new
     * conversation, and again until a message that carried them is proved; what a draft carries itself goes with that message only, and wins
     * where both have the same name. With a store they survive a restart.
     *
     * Fails with `CustomAttributeSizeTooLarge` when keys and values have more bytes in UTF-8 than the service takes; the message of the
     * exception names both numbers, and nothing changes. (Protocol notes of Web Messaging §6.4.)
     */
    public suspend fun setCustomAttributes(values: Map<String, String>): CustomAttributes

    /** [setCustomAttributes] with [values] beside those that were set before. */
    public suspend fun addCustomAttributes(values: Map<String, String>): CustomAttributes

    /**
     * Sends a message and returns it when there is proof that the service has it; that may take as long as the network is away.
     *
     * Fails when the message is given up, which is then kept as [MessageStatus.Wedged]: [retry] sends it again. So it is also, with
     * `NotConnected`, when the service itself ends the session ([SessionState.Closed]), because nothing is made again then until the next
     * [connect]. A [disconnect] of one's own fails nobody: the call goes on waiting until a [connect] has brought the proof.
     *
     * Cancelling the call stops the waiting; the message is taken back only if it has not left yet. Messages are sent in the order of the
     * calls. When too many are on their way already, the call waits for room.
     */
    public suspend fun send(draft: Draft): Message

    /** [send] with a text and nothing else. */
    public suspend fun send(text: String): Message

    /**
     * [send] into one of the [conversations]; a draft begins with it. Messages of one conversation go out in the order of the calls, and one
     * at a time; different conversations do not wait for each other. How much may wait, and how fast messages go out, is bounded for all
     * together. A draft without participants fails with `NoParticipants`.
     */
    public suspend fun send(conversation: ConversationId, draft: Draft): Message

    /**
     * [send] under an id of the caller's: the message is in the conversation under it as soon as it is accepted.
     *
     * @param messageId a random UUID that no other message of the session has; else it fails with `InvalidArgument`.
     */
    public suspend fun send(conversation: ConversationId, messageId: MessageId, draft: Draft): Message

    /**
     * [send] that never waits for room: returns null at once when the outbox is full, too many events
     * were not collected, or the client is too busy at this moment. The result completes as [send] does; should the last
     * place be taken at the same moment, it fails with `OutboxFull`. Cancelling it stops the waiting only.
     */
    public fun trySend(draft: Draft): Deferred<Message>?

    /** [trySend] into one of the [conversations]. */
    public fun trySend(conversation: ConversationId, draft: Draft): Deferred<Message>?

    /** Sends a message again that was given up ([MessageStatus.Wedged]); it goes to the end of the line. Returns as [send] does. */
    public suspend fun retry(messageId: MessageId): Message

    /** Changes a message that was given up or has not left yet, and sends it. Fails for one that may have reached the service. */
    public suspend fun edit(messageId: MessageId, draft: Draft): Message

    /** Lets a message go that was given up or has not left yet. Fails for one that may have reached the service. */
    public suspend fun discard(messageId: MessageId)

    /** A hint that the network is back: a client that waits to reconnect does it now. */
    public fun networkAvailable()

    /**
     * Uploads a file and keeps it in the [draft]: it goes out with the message that names it, as in
     * `client.send(Draft("See here").withAttachments(listOf(attachment)))`.
     *
     * Returns when the service has taken the file, which may last as long as the network is away. The file is checked before anything is sent:
     * its name, its size, its type and first bytes, and what the service allows ([attachmentProfile]). Failures come as
     * [dev.confab.transport.model.MessagingException] with the codes 4001 to 4010 and 4102 (protocol notes of Web Messaging §4). Cancelling the call detaches it.
     */
    public suspend fun attach(source: AttachmentSource): Attachment

    /** [attach] under an id of the caller's, which no other file of the session has: a random UUID. It is in the [draft] from the start. */
    public suspend fun attach(id: AttachmentId, source: AttachmentSource): Attachment

    /** [attach], and tells how far it is: in the caller's context, not faster than [progress] returns. What that throws ends the attaching. */
    public suspend fun attach(id: AttachmentId, source: AttachmentSource, progress: AttachmentProgress): Attachment

    /**
     * Takes a file out of the [draft]: an upload is stopped, and what the service has already is deleted there; then this returns when the
     * service has answered. Fails for a file that a message carries: discard that message first.
     */
    public suspend fun detach(id: AttachmentId)

    /** [detach], also for a file that is not in the draft, such as one from before a restart: then the service is asked to delete it. */
    public suspend fun deleteAttachment(id: AttachmentId)

    /** A fresh address of a file of this session; good for some minutes (protocol notes of Web Messaging §4.4). Whoever has it can read the file. */
    public suspend fun downloadUrl(id: AttachmentId): String

    /** Fetches a file of this session into [sink] under a fresh address, and returns the number of bytes. Refused above `AttachmentPolicy.maxDownloadBytes`. */
    public suspend fun download(id: AttachmentId, sink: AttachmentSink): Long

    /** [download] of a file of a message: by its own address as long as that is good, which saves asking for one. */
    public suspend fun download(attachment: Attachment, sink: AttachmentSink): Long

    /** Keeps what the guest has typed so far. The draft's attachments are left as they are: they come and go by [attach] and [detach]. */
    public suspend fun setDraft(draft: Draft)

    /** Keeps what was typed into one of the [conversations]: see [Conversation.draft]. */
    public suspend fun setDraft(conversation: ConversationId, draft: Draft)

    /**
     * Tells the agent that the guest is typing. Call it at each key: it goes out at most once in five seconds, and not at all where the
     * deployment does not want to hear it; [capabilities] tells that.
     */
    public suspend fun indicateTyping()

    /** [indicateTyping] in one of the [conversations]; at most once in five seconds for each of them. In a draft it does nothing. */
    public suspend fun indicateTyping(conversation: ConversationId)

    /**
     * Tells that the guest is not typing any more; does nothing when that was told or nothing was typed. A sent message tells it by itself.
     * `Unsupported` on a back end with a single conversation, where the service forgets by itself.
     */
    public suspend fun stopTyping(conversation: ConversationId)

    /**
     * Asks the service whether it is there and returns when it answered; fails with `AnswerTimeout` after 15 s. Goes out at most once in
     * thirty seconds: a call that comes sooner is neither refused nor put off, it shares the answer to the one before.
     */
    public suspend fun healthCheck()

    /** Ends the session politely. Messages that are not proved stay, and go out after the next [connect]; who waits for them goes on waiting. */
    public suspend fun disconnect()

    /**
     * The last call: ends everything within ten seconds. Afterwards no coroutine, socket or callback of this client is left, and callers
     * that still wait have failed. Calling it again does nothing.
     */
    public suspend fun close()
}
