package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.net.TransferClient
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.networkFailure
import io.ktor.client.plugins.websocket.DefaultClientWebSocketSession
import io.ktor.websocket.Frame
import io.ktor.websocket.close
import io.ktor.websocket.readText
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancel
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ProducerScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import io.ktor.websocket.CloseReason as SocketCloseReason

/** One configured WebSocket (protocol notes §2.2–2.11). */
internal class WebMessagingLink(
    private val socket: DefaultClientWebSocketSession,
    override val info: SessionInfo,
    private val early: List<LinkEvent>,
    private val token: String,
    private val greeting: Greeting,
    private val reconfiguration: Reconfiguration,
    private val signIn: SignInWatch,
    transfers: TransferClient,
    historyWith: (GuestJwt) -> WebMessagingHistory,
) : Link {
    private val closing = CompletableDeferred<Unit>()

    private val jwt = GuestJwt(::write)
    private val history = historyWith(jwt)

    private val fileRequests = FileRequests(::write)
    private val files = GuestFiles(fileRequests, transfers)

    // The session reads one page after the other; an application may ask for a few more.
    private val historyRequests = Channel<LinkCommand.FetchHistory>(HISTORY_REQUESTS)

    // What fails before it is sent, for the one who reads the events.
    private val refusals = Channel<LinkEvent>(REFUSALS)

    override val events: Flow<LinkEvent> =
        channelFlow {
            early.forEach { send(it) }
            val watcher = launch { signIn.watch(token, info, ::send) }
            val refuser = launch { for (refused in refusals) send(refused) }
            val historian = launch { for (request in historyRequests) send(history.answer(request)) }
            val filing = launch { files.work { send(it) } }
            readAll()
            historian.cancel()
            watcher.cancel()
            refuser.cancel()
            filing.cancel()
            val reason = socket.closeReason.await()
            if (reason == null || reason.code == CLOSED_ABNORMALLY) {
                throw TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The connection was cut."))
            }
            send(LinkEvent.Closed(CloseReason(reason.code.toInt(), reason.message)))
        }.buffer(Channel.RENDEZVOUS).catch { cause ->
            // What our own close breaks is no failure.
            if (!closing.isCompleted) throw networkFailure("Reading from the service", cause)
        }

    override suspend fun submit(command: LinkCommand) {
        when (command) {
            is LinkCommand.SendMessage ->
                write(GuestRequest.Text(AttemptId(command.messageId, command.attempt).tracingId, command.draft))

            is LinkCommand.IndicateTyping -> write(GuestRequest.Typing(newTracingId()))

            is LinkCommand.Configure -> {
                greeting.prepare(command.customAttributes)
                configure(command.startNew)
            }

            is LinkCommand.ClearConversation -> write(reconfiguration.clear())

            is LinkCommand.LeaveConversation -> refusals.send(
                LinkEvent.ChangeRefused(
                    TransportFailure(ErrorCode.UNSUPPORTED, "Web Messaging has no way for a guest to leave a conversation."),
                ),
            )

            is LinkCommand.Ask -> refusals.send(
                LinkEvent.AskRefused(command.id, TransportFailure(ErrorCode.UNSUPPORTED, "Web Messaging has one conversation.")),
            )

            is LinkCommand.ListConversations -> refusals.send(
                LinkEvent.ChangeRefused(TransportFailure(ErrorCode.UNSUPPORTED, "Web Messaging has one conversation.")),
            )

            is LinkCommand.CheckHealth -> write(GuestRequest.Echo)

            is LinkCommand.FetchHistory -> historyRequests.send(command)

            is LinkCommand.UploadAttachment,
            is LinkCommand.CancelUpload,
            is LinkCommand.DeleteAttachment,
            is LinkCommand.RefreshAttachment,
            -> files.submit(command)
        }
    }

    private suspend fun configure(startNew: Boolean) {
        val request =
            try {
                reconfiguration.configure(startNew)
            } catch (failed: TransportException) {
                return refusals.send(LinkEvent.ChangeRefused(failed.failure))
            }
        write(request)
    }

    suspend fun write(request: GuestRequest) {
        networkCall("Writing to the service") { socket.send(Frame.Text(WebMessagingCodec.encode(request, token))) }
    }

    override suspend fun close(reason: CloseReason) {
        if (!closing.complete(Unit)) return socket.coroutineContext.job.join()
        try {
            withTimeoutOrNull(CLOSE_MILLIS) {
                socket.close(SocketCloseReason(reason.code.toShort(), reason.text))
                socket.closeReason.await()
            }
        } finally {
            socket.cancel()
        }
        socket.coroutineContext.job.join()
    }

    private suspend fun ProducerScope<LinkEvent>.readAll() {
        for (frame in socket.incoming) {
            when (frame) {
                is Frame.Text -> eventsOf(WebMessagingCodec.decode(frame.readText())).forEach { send(it) }
                is Frame.Binary -> send(LinkEvent.Unknown("binary frame", "${frame.data.size} bytes"))
                else -> Unit
            }
        }
    }

    private suspend fun eventsOf(frame: ServiceFrame): List<LinkEvent> = when (frame) {
        is ServiceFrame.Session -> configured(frame)

        is ServiceFrame.Failure ->
            if (jwt.refuse(frame.tracingId, frame.failure) || fileRequests.refuse(frame)) emptyList() else refusal(frame)

        is ServiceFrame.File -> if (fileRequests.offer(frame.tracingId, frame.answer)) emptyList() else unasked(frame.answer)

        is ServiceFrame.Jwt -> emptyList<LinkEvent>().also { jwt.offer(frame.tracingId, frame.jwt) }

        is ServiceFrame.Events -> frame.events.onEach { signIn.heard(token, it) } + greeting.join.echoed(frame.tracingId)
    }

    /** An outcome may come after its upload was given up for late. */
    private fun unasked(answer: FileAnswer): List<LinkEvent> = when (answer) {
        is FileAnswer.Uploaded -> listOf(LinkEvent.AttachmentUploaded(answer.id, answer.url))
        is FileAnswer.Deleted -> listOf(LinkEvent.AttachmentDeleted(answer.id))
        is FileAnswer.Place, is FileAnswer.Fresh -> emptyList()
    }

    private suspend fun configured(frame: ServiceFrame.Session): List<LinkEvent> = meaning(reconfiguration.answered(frame))

    private suspend fun meaning(answer: Reconfiguration.Answer): List<LinkEvent> = when (answer) {
        is Reconfiguration.Answer.Refused -> listOf(answer.event)

        is Reconfiguration.Answer.Known -> emptyList()

        is Reconfiguration.Answer.Unasked -> listOf(LinkEvent.InfoChanged(answer.info))

        is Reconfiguration.Answer.Next -> {
            write(answer.request)
            emptyList()
        }

        is Reconfiguration.Answer.Configured -> {
            // Before the guest's next message can leave, which waits for the event.
            val told = greeting.entered(answer.info, ::write)
            listOf(LinkEvent.InfoChanged(answer.info)) + told
        }
    }

    private suspend fun refusal(frame: ServiceFrame.Failure): List<LinkEvent> {
        val failure = frame.failure
        reconfiguration.refused(frame.tracingId, failure)?.let { return meaning(it) }
        frame.attachmentId?.let { return listOf(LinkEvent.AttachmentFailed(it, LinkEvent.AttachmentFailed.Task.UPLOAD, failure)) }
        // Never taken for a refusal of the message in flight.
        if (frame.tracingId == null &&
            FileRequests.isAboutFiles(failure.code)
        ) {
            return listOf(LinkEvent.Unknown("error ${failure.code}", failure.message))
        }
        val ended =
            when (failure.code) {
                ErrorCode.SESSION_HAS_EXPIRED -> ClosedReason.EXPIRED
                ErrorCode.SESSION_NOT_FOUND -> ClosedReason.NOT_FOUND
                ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED, ErrorCode.AUTH_FAILED -> ClosedReason.AUTHENTICATION_REQUIRED
                else -> null
            }
        if (ended != null) return listOf(LinkEvent.SessionEnded(ended, failure).also { signIn.heard(token, it) })
        greeting.join.refused(frame.tracingId, failure)?.let { return it }
        val refused = AttemptId.of(frame.tracingId)
        return listOf(LinkEvent.Refused(refused?.messageId, refused?.attempt, failure))
    }

    private companion object {
        const val CLOSE_MILLIS = 3_000L
        const val HISTORY_REQUESTS = 16
        const val REFUSALS = 4

        /** Stands for a connection that ended without a close frame (RFC 6455 §7.4.1). */
        const val CLOSED_ABNORMALLY: Short = 1006
    }
}
