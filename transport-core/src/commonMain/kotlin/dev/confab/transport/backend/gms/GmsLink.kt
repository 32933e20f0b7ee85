package dev.confab.transport.backend.gms

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.RequestLink
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.networkFailure
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile

/** One chat, and those that follow it, over one wire (protocol notes §1, §2). */
internal class GmsLink(
    override val info: SessionInfo,
    private val transport: GmsTransport,
    private val wire: GmsWire,
    private val chats: GmsChats,
    private val early: List<LinkEvent>,
) : RequestLink() {
    // The answer to a message and an answer to a poll that began before it overlap: one after the other they are applied.
    private val applying = Mutex()
    private val renewed = Channel<Unit>(Channel.CONFLATED)
    private val typing = GmsTyping { quietly("Telling that the guest types", it) }
    private val sending = GmsSending(chats, wire, applying) { response, askedFrom, emit ->
        apply(response, askedFrom, GmsTranscript.Trust.RUN, emit)
    }
    private val files = GmsFiles(chats, wire, applying, ::kept)
    private val chat: GmsChat? = transport.chat
    private val port = Port()
    private val backgrounded = Channel<Unit>(Channel.CONFLATED)

    /** The guest ends the chat: that the service has it no more then is no loss. */
    @Volatile
    private var leaves = false

    init {
        chat?.opened(port)
    }

    override suspend fun attend(emit: suspend (LinkEvent) -> Unit) {
        early.forEach { emit(it) }
        while (chats.isOver) renewed.receive()
        while (true) {
            val trust = if (wire.answersAtOnce) GmsTranscript.Trust.WHOLE else GmsTranscript.Trust.ENTRIES
            wire.attend(chats, applying) { response, askedFrom -> apply(response, askedFrom, trust, emit) }
            if (backgrounded.tryReceive().isSuccess) return emit(LinkEvent.Closed(BACKGROUND))
            // The chat is over; the next one begins when the guest wants one, or has begun meanwhile.
            while (chats.isOver) renewed.receive()
        }
    }

    override fun accompany(scope: CoroutineScope, emit: suspend (LinkEvent) -> Unit) {
        scope.launch { typing.run() }
    }

    override suspend fun perform(command: LinkCommand, emit: suspend (LinkEvent) -> Unit) {
        when (command) {
            is LinkCommand.SendMessage -> {
                typing.sent()
                sending.send(command, emit)
            }

            is LinkCommand.IndicateTyping -> typing.typed()

            is LinkCommand.Configure -> configure(command, emit)

            is LinkCommand.LeaveConversation -> leave(emit)

            is LinkCommand.CheckHealth -> health(emit)

            is LinkCommand.Ask ->
                emit(LinkEvent.AskRefused(command.id, TransportFailure(ErrorCode.UNSUPPORTED, "A chat of Engage is one conversation.")))

            else -> emit(
                LinkEvent.ChangeRefused(TransportFailure(ErrorCode.UNSUPPORTED, "A chat of Engage has no such operation: $command.")),
            )
        }
    }

    override suspend fun history(command: LinkCommand.FetchHistory): LinkEvent = try {
        LinkEvent.HistoryArrived(page(command.older))
    } catch (failed: TransportException) {
        LinkEvent.HistoryFailed(command.conversation, failed.failure)
    }

    override suspend fun filing(commands: Channel<LinkCommand>, emit: suspend (LinkEvent) -> Unit) = files.work(commands, emit)

    override suspend fun farewell(reason: CloseReason) = wire.farewell(position = null)

    override fun released() {
        chat?.closed(port)
        wire.release()
    }

    override fun failure(cause: Throwable): TransportException = networkFailure("Speaking with the chat service", cause)

    /** Under [applying]. */
    private suspend fun apply(response: GmsResponse, askedFrom: Int, trust: GmsTranscript.Trust, emit: suspend (LinkEvent) -> Unit) {
        val outcome = GmsOutcome.of(response)
        // Nothing of it is to be trusted (§1.3).
        if (outcome == GmsOutcome.LOST || outcome == GmsOutcome.AGAIN || outcome == GmsOutcome.REFUSED) unsent(response, emit)
        if (outcome == GmsOutcome.LOST) return lost(response, emit)
        if (outcome == GmsOutcome.AGAIN || outcome == GmsOutcome.REFUSED) return
        val transcript = chats.transcript
        val entries = transcript.heard(response, askedFrom, trust)
        chat?.received(chats.chatId, response, entries)
        entries.forEach { entry -> chats.eventsOf(entry).forEach { emit(it) } }
        kept(emit)
        if (outcome == GmsOutcome.ENDED) ended(emit)
    }

    /** Over CometD the refusal of a message is an event that names none: one is on its way at a time. */
    private suspend fun unsent(response: GmsResponse, emit: suspend (LinkEvent) -> Unit) {
        if (wire.answersAtOnce) return
        val sent = chats.transcript.pending ?: return
        chats.transcript.refused()
        emit(LinkEvent.Refused(sent.messageId, GmsFailures.of("Sending the message", response)))
    }

    private suspend fun kept(emit: suspend (LinkEvent) -> Unit) {
        if (chats.isOver) return
        chats.transcript.unkept()?.let { emit(LinkEvent.InfoChanged(info.withResumeState(it.encode()))) }
    }

    private suspend fun ended(emit: suspend (LinkEvent) -> Unit) {
        if (chats.isOver) return
        chats.isOver = true
        emit(LinkEvent.InfoChanged(readOnlyInfo().withResumeState(chats.transcript.resume(ended = true).encode())))
        emit(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true))
        chat?.tell(GmsChatEvent.Ended(lost = false))
    }

    private suspend fun lost(response: GmsResponse, emit: suspend (LinkEvent) -> Unit) {
        if (chats.isOver) return
        if (leaves) return ended(emit)
        chats.isOver = true
        emit(LinkEvent.InfoChanged(info.withResumeState(chats.transcript.resume(ended = true).encode())))
        chat?.tell(GmsChatEvent.Ended(lost = true))
        emit(LinkEvent.SessionEnded(ClosedReason.NOT_FOUND, GmsFailures.of("Going on with the chat", response)))
    }

    private fun readOnlyInfo() = with(info) { SessionInfo(connected, false, true, false, limits, null, null) }.withDenied(info.denied)

    private suspend fun configure(command: LinkCommand.Configure, emit: suspend (LinkEvent) -> Unit) {
        try {
            if (command.startNew) begin(command.customAttributes, emit) else verify(emit)
        } catch (failed: TransportException) {
            emit(LinkEvent.ChangeRefused(failed.failure))
        }
    }

    private suspend fun begin(attributes: Map<String, String>, emit: suspend (LinkEvent) -> Unit) {
        if (!chats.isOver) quietly("Ending the chat", GmsOperation.Disconnect)
        // Nothing is applied in between: what comes meanwhile may be of the new chat already.
        applying.withLock {
            val begun = transport.begin(wire, attributes)
            chats.begun(begun)
            leaves = false
            emit(LinkEvent.InfoChanged(begun.info))
            begun.early.forEach { emit(it) }
        }
        renewed.trySend(Unit)
        wire.hint()
    }

    private suspend fun verify(emit: suspend (LinkEvent) -> Unit) {
        wire.hint()
        emit(LinkEvent.InfoChanged(if (chats.isOver) readOnlyInfo() else info))
    }

    private suspend fun leave(emit: suspend (LinkEvent) -> Unit) {
        try {
            val response = leaving { wire.call("Leaving the chat", GmsOperation.Disconnect, chats.transcript.session) }
            applying.withLock {
                when {
                    // Over CometD the end comes as an event.
                    response == null -> Unit

                    GmsOutcome.of(response) == GmsOutcome.AGAIN ->
                        emit(LinkEvent.ChangeRefused(GmsFailures.of("Leaving the chat", response)))

                    // Also when the service has the chat no more: the guest is gone from it.
                    else -> ended(emit)
                }
            }
        } catch (failed: TransportException) {
            emit(LinkEvent.ChangeRefused(failed.failure))
        }
        wire.hint()
    }

    /** Calls what ends the chat. */
    private suspend fun leaving(call: suspend () -> GmsResponse?): GmsResponse? {
        leaves = true
        var goesOn = true
        try {
            return call().also { goesOn = it != null && GmsOutcome.of(it) == GmsOutcome.AGAIN }
        } finally {
            if (goesOn) leaves = false
        }
    }

    private suspend fun health(emit: suspend (LinkEvent) -> Unit) {
        if (!chats.isOver) wire.entries(chats.transcript.position, chats.transcript.session)
        emit(LinkEvent.HealthChecked(null))
    }

    /** What must not end the link when it fails. */
    private suspend fun quietly(what: String, operation: GmsOperation) {
        if (chats.isOver) return
        try {
            wire.call(what, operation, chats.transcript.session)
        } catch (_: TransportException) {
            // Typing is worth no lost connection; whether there is one, the polls tell.
        }
    }

    /** Back from the newest entry, in pieces: an answer holds everything from a position to the end. */
    private suspend fun page(older: Cursor?): HistoryPage {
        val transcript = chats.transcript
        val before = older?.value?.toIntOrNull()
        val from = maxOf(1, (before ?: transcript.position) - PAGE)
        val entries = wire.entries(from, transcript.session).filter { entry ->
            val index = entry.index ?: return@filter false
            index >= from && (before == null || index < before)
        }
        val messages = applying.withLock { entries.distinctBy { it.index }.sortedBy { it.index }.mapNotNull(chats::past) }
        return HistoryPage(ConversationId.MAIN, messages, if (from > 1) Cursor("$from") else null)
    }

    private inner class Port : GmsChat.Port {
        override val session: GmsSession get() = chats.transcript.session
        override val position: Int get() = chats.transcript.position
        override val wire: GmsWire get() = this@GmsLink.wire

        override suspend fun call(what: String, operation: GmsOperation): GmsResponse? {
            val call = suspend { wire.call(what, operation, session) }
            val response = if (operation == GmsOperation.Disconnect) leaving(call) else call()
            wire.hint()
            return response
        }

        override fun hint(): Unit = wire.hint()

        override fun forgive(): Unit = wire.forgive()

        override suspend fun enterBackground(): Boolean {
            if (wire.answersAtOnce) return false
            backgrounded.trySend(Unit)
            wire.farewell(position)
            return true
        }
    }

    private companion object {
        const val PAGE = 100
        val BACKGROUND = CloseReason(CloseReason.NORMAL, "The application went to the background.")
    }
}
