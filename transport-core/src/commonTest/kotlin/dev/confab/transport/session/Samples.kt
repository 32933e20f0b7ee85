package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Expiry
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.Offer
import dev.confab.transport.model.Presence
import dev.confab.transport.model.Reaction
import dev.confab.transport.model.Reply
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.persistentMapOf

/** Values that the tests of this package share. */
internal object Samples {
    val NOW = Now(ticks = 100_000, epochMillis = 1_900_000_000_000)
    val LIMITS = Limits(4096, 2048, 10_485_760, listOf("image/*", "application/pdf", "text/plain"), listOf(".exe", ".zip"))
    val CAPABILITIES =
        Capabilities.of(
            LIMITS,
            Capability.SEND_TEXT,
            Capability.SEND_QUICK_REPLY,
            Capability.SEND_CARD_ACTION,
            Capability.SEND_DATE,
            Capability.SEND_LIST,
            Capability.SEND_FORM,
            Capability.SEND_TYPING,
            Capability.CUSTOM_ATTRIBUTES,
            Capability.HEALTH_CHECK,
            Capability.HISTORY,
            Capability.START_NEW_CHAT,
            Capability.CLEAR_CONVERSATION,
            Capability.LEAVE_CONVERSATION,
            Capability.SIGN_IN,
            Capability.SEND_ATTACHMENTS,
        )
    val TRANSIENT = TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The connection was cut.")
    val PERMANENT = TransportFailure(ErrorCode.WEBSOCKET_ACCESS_DENIED, "The deployment is unknown.")
    val DOWNGRADE = TransportFailure(ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED, "The session belongs to a signed-in guest.")
    val TOO_LONG = TransportFailure(ErrorCode.MESSAGE_TOO_LONG, "The text is too long.")
    val TOO_FAST = TransportFailure(ErrorCode.REQUEST_RATE_TOO_HIGH, "Too fast.", ErrorCode.REQUEST_RATE_TOO_HIGH.failureClass, 3_000)

    fun machine(policies: SessionPolicies = SessionPolicies()) = SessionMachine(policies, CAPABILITIES)

    fun info(newSession: Boolean = false, readOnly: Boolean = false) = SessionInfo(
        connected = true,
        newSession = newSession,
        readOnly = readOnly,
        clearedExistingSession = false,
        limits = LIMITS,
        expiry = null,
        resumeState = null,
    )

    fun live(readOnly: Boolean = false) = Session(
        sessionKey = "key",
        phase = Phase.Live(readOnly, connected = true, newSession = false, attempts = 0, sinceTicks = NOW.ticks - 1_000),
        link = LINK,
        info = info(readOnly = readOnly),
    )

    fun recovering() = Phase.Live(
        readOnly = false,
        connected = true,
        newSession = false,
        attempts = 1,
        sinceTicks = NOW.ticks - 10,
        recoveries = persistentMapOf(ConversationId.MAIN to Recovery(ConversationId.MAIN, Recovery.Goal.upTo("s0"))),
        resuming = Resuming(),
    )

    fun entry(number: Int, stage: OutboxEntry.Stage, call: CallId? = CallId(1_000L + number)) = OutboxEntry(
        messageId = MessageId("m$number"),
        position = number.toLong(),
        conversation = ConversationId.MAIN,
        draft = Draft("text $number"),
        stage = stage,
        notBeforeTicks = Long.MIN_VALUE,
        calls = if (call == null) persistentHashSetOf() else persistentHashSetOf(call),
        doubt = if (stage == OutboxEntry.Stage.IN_FLIGHT) OutboxEntry.Doubt(anchor = null) else null,
    )

    fun Session.withOutbox(vararg entries: OutboxEntry): Session = entries.fold(this) { session, entry ->
        session
            .copy(outbox = session.outbox.add(entry))
            .with(session.conversation(entry.conversation).insert(pending(entry)))
    }

    private fun pending(entry: OutboxEntry) = Message
        .Builder(entry.messageId, Direction.INBOUND)
        .status(MessageStatus.Sending)
        .text(entry.draft.text)
        .build()

    fun send(number: Int, text: String = "text $number", mustFit: Boolean = false, now: Now = NOW) =
        SessionInput.Send(CallId(1_000L + number), ConversationId.MAIN, MessageId("m$number"), Draft(text), mustFit, now)

    fun received(event: LinkEvent, now: Now = NOW) = SessionInput.Received(LINK, event, roll = 0.5, now = now)

    fun ended(reason: ClosedReason, failure: TransportFailure?) =
        SessionInput.Received(LINK, LinkEvent.SessionEnded(reason, failure), roll = 0.5, now = NOW, freshKey = "fresh")

    fun message(
        serverId: String,
        timeMillis: Long?,
        direction: Direction = Direction.OUTBOUND,
        text: String = "text of $serverId",
    ): Message = Message
        .Builder(MessageId(serverId), direction)
        .serverId(serverId)
        .timeMillis(timeMillis)
        .text(text)
        .build()

    fun arrived(message: Message, correlation: String? = null) =
        LinkEvent.MessageArrived(ConversationId.MAIN, message, correlation?.let(::MessageId))

    /** A file that is being uploaded, or another of its stages. */
    fun file(number: Int, stage: AttachmentEntry.Stage, call: CallId? = CallId(2_000L + number)): AttachmentEntry {
        val status =
            when (stage) {
                AttachmentEntry.Stage.UPLOADED -> AttachmentStatus.Uploaded
                AttachmentEntry.Stage.DELETING -> AttachmentStatus.Detaching
                AttachmentEntry.Stage.FAILED -> AttachmentStatus.Failed(ErrorCode.FILE_CONTENT_INVALID, "No.")
                else -> AttachmentStatus.Presigning
            }
        return AttachmentEntry(
            attachment(number, status),
            stage,
            FileSignature.PDF,
            calls = if (call == null || stage == AttachmentEntry.Stage.UPLOADED) persistentHashSetOf() else persistentHashSetOf(call),
        )
    }

    fun attachment(number: Int, status: AttachmentStatus = AttachmentStatus.Presigning) =
        Attachment(AttachmentId("f$number"), "file$number.pdf", 1_000, "application/pdf", null, null, status)

    fun attach(number: Int) = SessionInput.Attach(CallId(2_000L + number), attachment(number), FileSignature.PDF, NOW)

    fun Session.withFiles(vararg files: AttachmentEntry): Session = files.fold(this) { session, entry -> session.with(entry) }

    /** The echo that proves message [number]. */
    fun proof(number: Int) = arrived(message("s$number", NOW.epochMillis + number, Direction.INBOUND, "text $number"), "m$number")

    fun Now.plus(millis: Long) = Now(ticks + millis, epochMillis + millis)

    const val LINK = 1

    /** Every phase, with what a session typically holds then. */
    val SESSIONS: List<Pair<String, Session>> by lazy {
        val waitingToConnect = Session(sessionKey = "key", connectCalls = persistentListOf(CallId(1)), link = LINK)
        val queued = arrayOf(entry(1, OutboxEntry.Stage.QUEUED))
        val began = NOW.epochMillis

        fun opening(stage: Phase.Stage, reconnecting: Boolean) =
            Phase.Opening(if (reconnecting) 2 else 1, reconnecting, startNew = false, stage = stage, beganAtMillis = began)
        listOf(
            "Idle" to Session(),
            "Opening (storing)" to waitingToConnect.copy(phase = opening(Phase.Stage.STORING, false), link = 0),
            "Opening (first)" to waitingToConnect.copy(phase = opening(Phase.Stage.CONNECTING, false)).withOutbox(*queued),
            "Opening (again)" to waitingToConnect.copy(phase = opening(Phase.Stage.CONNECTED, true)).withOutbox(*queued),
            "Waiting" to waitingToConnect
                .copy(phase = Phase.Waiting(2, true, began + 500), link = 0)
                .withOutbox(*queued)
                .withFiles(file(1, AttachmentEntry.Stage.WAITING)),
            "Live" to live()
                .withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT), entry(2, OutboxEntry.Stage.QUEUED))
                .withFiles(file(1, AttachmentEntry.Stage.UPLOADING), file(2, AttachmentEntry.Stage.UPLOADED)),
            "Live (recovering)" to
                live().copy(
                    phase = recovering(),
                    wasLive = true,
                ).withOutbox(entry(1, OutboxEntry.Stage.QUEUED).copy(doubt = OutboxEntry.Doubt(null))),
            "Live (read-only)" to live(readOnly = true),
            "Live (new chat asked for)" to
                live(readOnly = true).copy(
                    change = Change(Change.Kind.NEW_CHAT, before = 2),
                    storedNewChat = 2,
                    connectCalls = persistentListOf(CallId(3)),
                ).withOutbox(entry(1, OutboxEntry.Stage.QUEUED).copy(doubt = OutboxEntry.Doubt(null))),
            "Live (new chat being stored)" to
                live(readOnly = true).copy(
                    change = Change(Change.Kind.NEW_CHAT, before = 2),
                    connectCalls = persistentListOf(CallId(3)),
                ),
            "Live (new chat begun, and still stored)" to
                live().copy(storedNewChat = 1).withOutbox(entry(1, OutboxEntry.Stage.QUEUED)),
            "Live (clearing)" to
                live().copy(
                    change = Change(Change.Kind.CLEAR, before = 2),
                    clearCalls = persistentListOf(CallId(4)),
                ).withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT)),
            "Live (leaving)" to
                live().copy(
                    change = Change(Change.Kind.LEAVE, before = 2),
                    clearCalls = persistentListOf(CallId(8)),
                ).withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT)),
            "Live (busy)" to
                live().copy(
                    healthCalls = persistentListOf(CallId(5)),
                    healthAsked = true,
                    lanes = persistentMapOf(
                        ConversationId.MAIN to Lane(historyCalls = persistentListOf(CallId(6)), paging = Paging(fetching = true)),
                    ),
                    attributes = AttributeState(mapOf("tier" to "gold"), CustomAttributes.Status.SENDING, MessageId("m1")),
                    expiry = ExpiryWatch(60, 1_900_000_010, NOW.ticks - 1_000, noticed = true, askedBefore = true, timer = true),
                ).withOutbox(entry(1, OutboxEntry.Stage.IN_FLIGHT)),
            "Closing" to live().copy(
                phase = Phase.Closing(1000, "Bye."),
                disconnectCalls = persistentListOf(CallId(2)),
            ).withOutbox(*queued),
            "Closed" to Session(sessionKey = "key", phase = Phase.Closed(1000, "Bye."), link = LINK).withOutbox(*queued),
            "Failed" to Session(sessionKey = "key", phase = Phase.Failed(ErrorCode.WEBSOCKET_ACCESS_DENIED, "No."), link = LINK),
            "Disposed" to Session(sessionKey = "key", phase = Phase.Disposed, link = LINK),
        )
    }

    /** Every input, and where it matters more than one of a kind. */
    val INPUTS: List<Pair<String, SessionInput>> by lazy {
        val call = CallId(77)
        listOf(
            "Connect" to SessionInput.Connect(call, "fresh", startNew = false, now = NOW),
            "Send" to send(9),
            "Send (a reply that the message does not offer)" to
                SessionInput.Send(
                    CallId(1_009),
                    ConversationId.MAIN,
                    MessageId("m9"),
                    Draft.reply(Reply.QuickReply(MessageId("m1"), "Yes", "YES")),
                    mustFit = false,
                    now = NOW,
                ),
            "Retry" to SessionInput.Retry(call, MessageId("m1"), null, NOW),
            "Retry (with another text)" to SessionInput.Retry(call, MessageId("m1"), Draft("other"), NOW),
            "Discard" to SessionInput.Discard(call, MessageId("m1"), NOW),
            "EditDraft" to SessionInput.EditDraft(call, ConversationId.MAIN, Draft("half a sen")),
            "IndicateTyping" to SessionInput.IndicateTyping(call, ConversationId.MAIN, NOW),
            "CheckHealth" to SessionInput.CheckHealth(call, NOW),
            "Connect (with startNew)" to SessionInput.Connect(call, "fresh", startNew = true, now = NOW),
            "Connect (with another token)" to SessionInput.Connect(call, "fresh", startNew = false, now = NOW, token = "other"),
            "Connect (anew)" to SessionInput.Connect(call, "fresh", startNew = false, now = NOW, anew = true),
            "StartNewChat" to SessionInput.StartNewChat(call, NOW),
            "SignIn" to SessionInput.SignIn(call, NOW),
            "ClearConversation" to SessionInput.ClearConversation(call, NOW),
            "LeaveConversation" to SessionInput.LeaveConversation(call, NOW),
            "NextHistory" to SessionInput.NextHistory(call, ConversationId.MAIN, NOW),
            "Converse Leave" to SessionInput.Converse(call, ConversationWish.Leave(ConversationId.MAIN), NOW),
            "SetAttributes" to SessionInput.SetAttributes(call, mapOf("tier" to "silver"), replace = false),
            "SetAttributes (too large)" to SessionInput.SetAttributes(call, mapOf("tier" to "x".repeat(3_000)), replace = true),
            "Attach" to attach(9),
            "Attach (an id in use)" to SessionInput.Attach(call, attachment(1), FileSignature.PDF, NOW),
            "Detach (uploading)" to SessionInput.Detach(call, AttachmentId("f1"), known = true, now = NOW),
            "Detach (uploaded)" to SessionInput.Detach(call, AttachmentId("f2"), known = true, now = NOW),
            "Detach (not in the draft)" to SessionInput.Detach(call, AttachmentId("x"), known = false, now = NOW),
            "RefreshAttachment" to SessionInput.RefreshAttachment(call, AttachmentId("f2"), NOW),
            "Disconnect" to SessionInput.Disconnect(call),
            "Close" to SessionInput.Close(call),
            "CancelCall (of a message)" to SessionInput.CancelCall(CallId(1_001), NOW),
            "CancelCall (of a connect)" to SessionInput.CancelCall(CallId(1), NOW),
            "LinkConnected" to SessionInput.LinkConnected(LINK),
            "LinkOpened" to SessionInput.LinkOpened(LINK, info(), NOW),
            "LinkOpened (read-only)" to SessionInput.LinkOpened(LINK, info(readOnly = true), NOW),
            "LinkOpened (stale link)" to SessionInput.LinkOpened(LINK + 7, info(), NOW),
            "LinkFailed (transient)" to SessionInput.LinkFailed(LINK, TRANSIENT, 0.5, NOW),
            "LinkFailed (permanent)" to SessionInput.LinkFailed(LINK, PERMANENT, 0.5, NOW),
            "LinkFailed (4006)" to
                SessionInput.LinkFailed(LINK, TransportFailure(ErrorCode.SESSION_HAS_EXPIRED, "Expired."), 0.5, NOW, "fresh"),
            "LinkFailed (4017)" to SessionInput.LinkFailed(LINK, DOWNGRADE, 0.5, NOW, "fresh"),
            "LinkFailed (must authenticate)" to
                SessionInput.LinkFailed(LINK, TransportFailure(ErrorCode.AUTH_FAILED, "Who are you?"), 0.5, NOW, "fresh"),
            "LinkClosed" to SessionInput.LinkClosed(LINK, NOW),
            "Received MessageArrived (proof)" to received(proof(1)),
            "Received MessageArrived (other)" to received(arrived(message("a1", NOW.epochMillis))),
            "Received Refused (for good)" to received(LinkEvent.Refused(MessageId("m1"), TOO_LONG)),
            "Received Refused (too fast)" to received(LinkEvent.Refused(MessageId("m1"), TOO_FAST)),
            "Received Refused (no message)" to received(LinkEvent.Refused(MessageId("x"), TOO_LONG)),
            "Received Refused (an earlier attempt)" to received(LinkEvent.Refused(MessageId("m1"), 7, TOO_FAST)),
            "Received ChangeRefused (for good)" to
                received(LinkEvent.ChangeRefused(TransportFailure(ErrorCode.CLEAR_CONVERSATION_FAILURE, "Forbidden."))),
            "Received ChangeRefused (too fast)" to received(LinkEvent.ChangeRefused(TOO_FAST)),
            "Received AttributesGreeted" to received(LinkEvent.AttributesGreeted(mapOf("tier" to "gold"), proved = true, failure = null)),
            "Received HistoryArrived" to
                received(LinkEvent.HistoryArrived(HistoryPage(ConversationId.MAIN, listOf(message("old", 1)), null))),
            "Received HistoryFailed (transient)" to received(LinkEvent.HistoryFailed(ConversationId.MAIN, TRANSIENT)),
            "Received HistoryFailed (permanent)" to received(LinkEvent.HistoryFailed(ConversationId.MAIN, PERMANENT)),
            "Received Typing" to received(LinkEvent.Typing(ConversationId.MAIN, true, 5_000, null)),
            "Received PresenceChanged" to
                received(
                    LinkEvent.PresenceChanged(
                        ConversationId.MAIN,
                        Presence(Presence.Kind.JOINED, null, null),
                        Direction.OUTBOUND,
                        null,
                    ),
                ),
            "Received SignedIn" to received(LinkEvent.SignedIn(ConversationId.MAIN, "Mira", null)),
            "Received Offered" to
                received(
                    LinkEvent.Offered(
                        ConversationId.MAIN,
                        Offer(Offer.Kind.VIDEO, Offer.Status.OFFERED, "Offering", "v1", "secret"),
                        null,
                    ),
                ),
            "Received Reacted" to received(LinkEvent.Reacted(ConversationId.MAIN, "s1", listOf(Reaction("Like", 1)), null)),
            "Received HealthChecked" to received(LinkEvent.HealthChecked(Expiry(60, 1_900_000_060))),
            "Received UploadProgress" to received(LinkEvent.UploadProgress(AttachmentId("f1"), 500, 1_000)),
            "Received AttachmentUploaded" to received(LinkEvent.AttachmentUploaded(AttachmentId("f1"), "https://files.example.org/f1")),
            "Received AttachmentFailed (upload, transient)" to
                received(LinkEvent.AttachmentFailed(AttachmentId("f1"), Task.UPLOAD, TRANSIENT)),
            "Received AttachmentFailed (upload, for good)" to
                received(LinkEvent.AttachmentFailed(AttachmentId("f1"), Task.UPLOAD, PERMANENT)),
            "Received AttachmentFailed (delete)" to received(LinkEvent.AttachmentFailed(AttachmentId("f2"), Task.DELETE, PERMANENT)),
            "Received AttachmentFailed (refresh)" to received(LinkEvent.AttachmentFailed(AttachmentId("f1"), Task.REFRESH, PERMANENT)),
            "Received AttachmentDeleted" to received(LinkEvent.AttachmentDeleted(AttachmentId("f2"))),
            "Received AttachmentRefreshed" to received(LinkEvent.AttachmentRefreshed(attachment(2))),
            "Received InfoChanged" to received(LinkEvent.InfoChanged(info())),
            "Received InfoChanged (new)" to received(LinkEvent.InfoChanged(info(newSession = true))),
            "Received InfoChanged (read-only)" to received(LinkEvent.InfoChanged(info(readOnly = true))),
            "Received ConversationDisconnected" to received(LinkEvent.ConversationDisconnected(ConversationId.MAIN, false)),
            "Received ConversationDisconnected (read-only)" to received(LinkEvent.ConversationDisconnected(ConversationId.MAIN, true)),
            "Received SessionEnded (expired)" to received(LinkEvent.SessionEnded(ClosedReason.EXPIRED, null)),
            "Received SessionEnded (limit)" to received(LinkEvent.SessionEnded(ClosedReason.SESSION_LIMIT, null)),
            "Received SessionEnded (cleared)" to received(LinkEvent.SessionEnded(ClosedReason.CLEARED, null)),
            "Received SessionEnded (signed in)" to ended(ClosedReason.SIGNED_IN, null),
            "Received SessionEnded (logged out)" to ended(ClosedReason.LOGGED_OUT, null),
            "Received SessionEnded (must authenticate)" to
                ended(ClosedReason.AUTHENTICATION_REQUIRED, TransportFailure(ErrorCode.AUTH_FAILED, "Who are you?")),
            "Received SessionEnded (4017)" to ended(ClosedReason.AUTHENTICATION_REQUIRED, DOWNGRADE),
            "Received Closed (1000)" to received(LinkEvent.Closed(CloseReason(1000, "Bye."))),
            "Received Closed (1001)" to received(LinkEvent.Closed(CloseReason(1001, "Restarting."))),
            "Received Closed (1008)" to received(LinkEvent.Closed(CloseReason(1008, "Go away."))),
            "Received Unknown" to received(LinkEvent.Unknown("News", "{}")),
            "TimerFired Reconnect" to SessionInput.TimerFired(TimerKey.Reconnect(1), 0.5, NOW),
            "TimerFired Proof" to SessionInput.TimerFired(TimerKey.Proof(MessageId("m1"), LINK), 0.5, NOW),
            "TimerFired History" to SessionInput.TimerFired(TimerKey.History(LINK), 0.5, NOW),
            "TimerFired Paging" to SessionInput.TimerFired(TimerKey.Paging(LINK), 0.5, NOW),
            "TimerFired Change" to SessionInput.TimerFired(TimerKey.Change(LINK), 0.5, NOW),
            "TimerFired Health" to SessionInput.TimerFired(TimerKey.Health(LINK), 0.5, NOW),
            "TimerFired Expiry" to SessionInput.TimerFired(TimerKey.Expiry(LINK), 0.5, NOW),
            "TimerFired Upload" to SessionInput.TimerFired(TimerKey.Upload(AttachmentId("f1")), 0.5, NOW),
            "TimerFired Pace" to SessionInput.TimerFired(TimerKey.Pace, 0.5, NOW),
            "TimerFired Close" to SessionInput.TimerFired(TimerKey.Close(LINK), 0.5, NOW),
            "SessionSaved" to SessionInput.SessionSaved("key", NOW),
            "SessionSaved (with a new chat)" to SessionInput.SessionSaved("key", NOW, newChatPosition = 2),
            "OutboxSaved" to SessionInput.OutboxSaved(MessageId("m1"), Draft("text 1"), NOW),
            "StoreFailed (session)" to SessionInput.StoreFailed(null, "the disk is full", false, NOW),
            "StoreFailed (message)" to SessionInput.StoreFailed(MessageId("m1"), "the disk is full", false, NOW),
            "StoreFailed (ownership lost)" to SessionInput.StoreFailed(null, "taken over", true, NOW),
            "NetworkAvailable" to SessionInput.NetworkAvailable(NOW),
        )
    }
}
