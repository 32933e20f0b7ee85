package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.networkFailure
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.websocket.Frame
import io.ktor.websocket.close
import io.ktor.websocket.readText
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancel
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ClosedSendChannelException
import kotlinx.coroutines.channels.ProducerScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import io.ktor.websocket.CloseReason as SocketCloseReason

/**
 * A conversation and its attached event stream: commands go by REST, events come on the stream (protocol notes of guest chat §3). When the
 * conversation has ended, the link stays without a stream, and the messages can still be read.
 *
 * @property socket null for a conversation that had ended before.
 */
internal class GuestChatLink(
    private val socket: DefaultClientWebSocketSession?,
    override val info: SessionInfo,
    private val session: GuestSession,
    private val api: GuestChatApi,
    private val roster: Roster,
    private val silenceMillis: Long,
) : Link {
    private val closing = CompletableDeferred<Unit>()
    private val over = CompletableDeferred<Unit>()
    private val news = StreamEvents(roster, MediaRequestTypes(api, session))
    private val history = GuestChatHistory(api, session, news)

    // One message is in flight; changes of the session wait for it.
    private val changes = Channel<LinkCommand>(COMMANDS)

    // What may take its time without holding up a message.
    private val signs = Channel<LinkCommand>(COMMANDS)
    private val historyRequests = Channel<LinkCommand.FetchHistory>(COMMANDS)

    override val events: Flow<LinkEvent> =
        channelFlow {
            if (socket == null) over.complete(Unit)
            val standing = GuestStanding(api, session, over, ::send)
            val own = OwnMessages(::send)
            val calls = GuestCalls(api, session, own, standing, info, ::send)
            try {
                coroutineScope {
                    val workers = listOf(
                        launch { for (command in changes) calls.run(command) },
                        launch { for (command in signs) calls.run(command) },
                        launch { for (request in historyRequests) send(history.answer(request)) },
                    )
                    if (socket != null) listen(socket, calls, own, standing)
                    closing.await()
                    workers.forEach { it.cancel() }
                }
            } finally {
                listOf(changes, signs, historyRequests).forEach { it.close() }
            }
        }.buffer(Channel.RENDEZVOUS).catch { cause ->
            // What our own close breaks is no failure.
            if (!closing.isCompleted) throw networkFailure("Reading from the service", cause)
        }

    override suspend fun submit(command: LinkCommand) {
        try {
            when (command) {
                is LinkCommand.FetchHistory -> historyRequests.send(command)
                is LinkCommand.IndicateTyping, is LinkCommand.CheckHealth -> signs.send(command)
                else -> changes.send(command)
            }
        } catch (dead: ClosedSendChannelException) {
            throw TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The connection has ended."), dead)
        }
    }

    override suspend fun close(reason: CloseReason) {
        val isFirst = closing.complete(Unit)
        if (socket == null) return
        if (isFirst) {
            try {
                withTimeoutOrNull(CLOSE_MILLIS) {
                    socket.close(SocketCloseReason(reason.code.toShort(), reason.text))
                    socket.closeReason.await()
                }
            } finally {
                socket.cancel()
            }
        }
        socket.coroutineContext.job.join()
    }

    /** Returns when the conversation has ended, or this link is closed; throws when the stream is lost. */
    private suspend fun ProducerScope<LinkEvent>.listen(
        socket: DefaultClientWebSocketSession,
        calls: GuestCalls,
        own: OwnMessages,
        standing: GuestStanding,
    ) {
        // An end that a call told first: what was said before it is on its way still, and is heard.
        val ending = launch {
            over.await()
            delay(LAST_WORDS_MILLIS)
            socket.cancel()
        }
        try {
            while (true) {
                // Counts only while nothing comes: an application that reads slowly makes no service silent.
                val next = withTimeoutOrNull(silenceMillis) { socket.incoming.receiveCatching() }
                if (next == null && !over.isCompleted) throw lost("said nothing for $silenceMillis ms")
                val frame = next?.getOrNull() ?: break
                heard(frame, own, standing)
            }
            if (!over.isCompleted && !closing.isCompleted) ended(socket, standing)
        } catch (failed: TransportException) {
            // A message goes its own way, and its answer is worth a moment: it is the better proof.
            withTimeoutOrNull(ANSWER_MILLIS) { calls.awaitSent() }
            throw failed
        } finally {
            ending.cancel()
            if (over.isCompleted) socket.cancel()
        }
    }

    private suspend fun ProducerScope<LinkEvent>.heard(frame: Frame, own: OwnMessages, standing: GuestStanding) {
        when (frame) {
            is Frame.Text -> heard(StreamFrame.decode(frame.readText()), own, standing)
            is Frame.Binary -> send(LinkEvent.Unknown("binary frame", "${frame.data.size} bytes"))
            else -> Unit
        }
    }

    private suspend fun ProducerScope<LinkEvent>.heard(frame: StreamFrame, own: OwnMessages, standing: GuestStanding) {
        when (frame) {
            is StreamFrame.Message -> said(frame.message, own, standing)

            is StreamFrame.Typing -> news.typing(frame.typing).forEach { send(it) }

            // The guest's own DISCONNECTED, too: it may be passing, as at a page change (§6.2). Ends are told by member-leave and by the close.
            is StreamFrame.MemberChanged -> news.stands(frame.memberId, frame.state, frame.json).forEach { send(it) }

            is StreamFrame.Heartbeat -> Unit

            is StreamFrame.Unknown -> send(LinkEvent.Unknown(frame.kind, frame.json))
        }
    }

    private suspend fun ProducerScope<LinkEvent>.said(entry: ChatMessage, own: OwnMessages, standing: GuestStanding) {
        val isGuest = roster.isGuest(entry.sender?.id)
        // Left on purpose, or given up by the service: without return (§6.2).
        if (isGuest && entry.bodyType == BodyType.MEMBER_LEAVE) return standing.left()
        val message = news.message(entry)
        when {
            message == null -> news.beside(entry).forEach { send(it) }
            isGuest -> own.copied(message)
            else -> send(LinkEvent.MessageArrived(ConversationId.MAIN, message, null))
        }
    }

    /** The stream is closed or cut. After an orderly close the guest's own member says whether the conversation goes on (§6.3). */
    private suspend fun ended(socket: DefaultClientWebSocketSession, standing: GuestStanding) {
        val reason = socket.closeReason.await()
        if (reason == null || reason.code == CLOSED_ABNORMALLY) throw lost("was cut")
        standing.ask()
        if (!standing.isOver) throw lost("was closed by the service (${reason.code})")
    }

    private fun lost(what: String) = TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The event stream $what."))

    private companion object {
        const val CLOSE_MILLIS = 3_000L
        const val ANSWER_MILLIS = 3_000L
        const val LAST_WORDS_MILLIS = 1_000L
        const val COMMANDS = 16

        /** Stands for a connection that ended without a close frame (RFC 6455 §7.4.1). */
        const val CLOSED_ABNORMALLY: Short = 1006
    }
}
