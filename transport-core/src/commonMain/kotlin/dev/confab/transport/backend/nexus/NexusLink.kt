package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.ChangeFeed
import dev.confab.transport.backend.Changes
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.FeedPace
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.RequestLink
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.net.FormFile
import dev.confab.transport.net.networkFailure
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile

/** One session, and those that follow it (protocol notes §3). */
internal class NexusLink(
    override val info: SessionInfo,
    private val options: NexusOptions,
    private val transport: NexusTransport,
    begun: NexusBegun,
) : RequestLink() {
    // The answer to a message and an answer to a poll that began before it overlap: one after the other they are applied.
    private val applying = Mutex()
    private val renewed = Channel<Unit>(Channel.CONFLATED)
    private val chat: NexusChat? = transport.chat

    @Volatile
    private var session = begun

    @Volatile
    private var feed: ChangeFeed<Int, News>? = null

    @Volatile
    private var isOver = begun.over
    private var troubled = false
    private val port = Port()

    /** @property over the service says that the session has ended. */
    private class News(val page: NexusCodec.Page, val over: Boolean)

    init {
        chat?.opened(port)
    }

    override suspend fun attend(emit: suspend (LinkEvent) -> Unit) {
        session.early.forEach { emit(it) }
        while (true) {
            // The session is over; the next one begins when the guest wants one, or has begun meanwhile.
            while (isOver) renewed.receive()
            val polled = session
            try {
                poll(polled, emit)
            } catch (failed: TransportException) {
                if (failed.failure.code != ErrorCode.SESSION_NOT_FOUND) throw failed
                applying.withLock { if (polled === session) lost(failed.failure, emit) }
            }
        }
    }

    private suspend fun poll(polled: NexusBegun, emit: suspend (LinkEvent) -> Unit) {
        var over = false
        val pace = FeedPace(
            intervalMillis = options.pollIntervalMillis,
            firstWaitMillis = options.pollIntervalMillis,
            pauseMillis = minOf(options.pollIntervalMillis, PAUSE_MILLIS),
            maxPauseMillis = maxOf(options.pollIntervalMillis, PAUSE_MILLIS),
            maxFailures = options.pollExceptionLimit,
        )
        val feed = ChangeFeed(pace, failed = { count, failure -> pollFailed(count, failure) }) { cursor: Int ->
            val after = maxOf(cursor, polled.transcript.read)
            val page = polled.calls.read("Asking for news", after)
            if (troubled) {
                troubled = false
                chat?.tell(NexusChatEvent.PollRecovered)
            }
            val next = maxOf(after, page.entries.maxOfOrNull { it.index } ?: 0)
            val fresh = page.entries.filter { it.index > after }
            // An agent who leaves may end the session, or make room for another one: only the service knows (§3.4).
            val mayBeOver = !over && fresh.any(polled.transcript::mayBeEnd)
            if (fresh.any(polled.transcript::isEnd) || (mayBeOver && polled.calls.isActive() == false)) over = true
            // Of a session that is over, what is left is read all the same.
            val more = page.hasMore && next > after
            Changes(
                listOf(News(page, over && !more)),
                next,
                ended = isOver || polled !== session || (over && !more),
                waitMillis = 0L.takeIf { more },
            )
        }
        this.feed = feed
        feed.run(polled.transcript.read) { news -> applying.withLock { if (polled === session) apply(polled, news, emit) } }
    }

    private suspend fun pollFailed(count: Int, failure: TransportFailure) {
        troubled = true
        chat?.tell(NexusChatEvent.PollFailed(count, options.pollExceptionLimit, failure.code))
    }

    private suspend fun apply(polled: NexusBegun, news: News, emit: suspend (LinkEvent) -> Unit) {
        val before = polled.transcript.read
        val fresh = polled.transcript.heard(news.page.entries)
        if (fresh.isNotEmpty()) chat?.tell(NexusChatEvent.Received(fresh))
        fresh.forEach { entry -> polled.transcript.eventsOf(entry).forEach { emit(it) } }
        if (news.over) {
            ended(emit)
        } else if (polled.transcript.read / KEPT_EVERY != before / KEPT_EVERY) {
            emit(LinkEvent.InfoChanged(info.withResumeState(polled.resume(ended = false).encode())))
        }
    }

    private suspend fun ended(emit: suspend (LinkEvent) -> Unit) {
        if (isOver) return
        isOver = true
        emit(LinkEvent.InfoChanged(readOnlyInfo(session.resume(ended = true).encode())))
        emit(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true))
        chat?.tell(NexusChatEvent.Ended(lost = false))
        feed?.hint()
    }

    private fun readOnlyInfo(resumeState: String?) =
        SessionInfo(true, false, true, false, Limits.NONE, null, resumeState).withDenied(info.denied)

    private suspend fun lost(failure: TransportFailure, emit: suspend (LinkEvent) -> Unit) {
        if (isOver) return
        isOver = true
        transport.lost(session.transcript.data)
        emit(LinkEvent.InfoChanged(info.withResumeState(session.resume(ended = true).encode())))
        chat?.tell(NexusChatEvent.Ended(lost = true))
        emit(LinkEvent.SessionEnded(ClosedReason.NOT_FOUND, failure))
    }

    override suspend fun perform(command: LinkCommand, emit: suspend (LinkEvent) -> Unit) {
        when (command) {
            is LinkCommand.SendMessage -> send(command, emit)

            is LinkCommand.IndicateTyping -> quietly { session.calls.type(NexusEntry.TYPING_STARTED) }

            is LinkCommand.Configure -> configure(command, emit)

            is LinkCommand.LeaveConversation -> leave(emit)

            is LinkCommand.Ask ->
                emit(LinkEvent.AskRefused(command.id, TransportFailure(ErrorCode.UNSUPPORTED, "The v3 service has one conversation.")))

            else -> emit(
                LinkEvent.ChangeRefused(TransportFailure(ErrorCode.UNSUPPORTED, "The v3 service has no such operation: $command.")),
            )
        }
    }

    private suspend fun send(command: LinkCommand.SendMessage, emit: suspend (LinkEvent) -> Unit) {
        val transcript = session.transcript
        applying.withLock {
            transcript.sending(command.messageId, command.draft.text)
            // Where the answer stays out, nobody knows whether it arrived: the link ends, and the list of messages settles it (REL-4).
            val failure = session.calls.send(command.draft.text).failure
            when {
                failure == null -> transcript.accepted()

                // The way to the service is broken, or the service is: it may have the message.
                failure.code.value in AMBIGUOUS -> throw TransportException(failure)

                else -> {
                    transcript.refused()
                    val gone = NexusCalls.lost(failure)
                    emit(LinkEvent.Refused(command.messageId, command.attempt, gone ?: failure))
                    if (gone != null) {
                        lost(gone, emit)
                    } else if (hasEnded()) {
                        ended(emit)
                    }
                }
            }
        }
        feed?.hint()
    }

    private suspend fun configure(command: LinkCommand.Configure, emit: suspend (LinkEvent) -> Unit) {
        if (!command.startNew) return emit(LinkEvent.InfoChanged(if (isOver) readOnlyInfo(null) else info))
        try {
            if (!isOver && options.proposed) quietly { session.calls.end() }
            val begun = transport.begin()
            applying.withLock {
                session = begun
                isOver = false
                emit(LinkEvent.InfoChanged(begun.info))
            }
            renewed.trySend(Unit)
            feed?.hint()
        } catch (failed: TransportException) {
            emit(LinkEvent.ChangeRefused(failed.failure))
        }
    }

    private suspend fun leave(emit: suspend (LinkEvent) -> Unit) {
        try {
            val failure = session.calls.end().failure
            if (failure == null || NexusCalls.lost(failure) != null || hasEnded()) {
                applying.withLock { ended(emit) }
            } else {
                emit(LinkEvent.ChangeRefused(failure))
            }
        } catch (failed: TransportException) {
            emit(LinkEvent.ChangeRefused(failed.failure))
        }
    }

    /** Whether a refusal is that of a session which has ended: there is no public name for it, but the service can be asked. */
    private suspend fun hasEnded(): Boolean = try {
        session.calls.isActive() == false
    } catch (_: TransportException) {
        false
    }

    private suspend fun quietly(call: suspend () -> NexusHttp.Answered) {
        if (isOver) return
        try {
            call()
        } catch (_: TransportException) {
            // Typing is worth no lost connection; whether there is one, the polls tell.
        }
    }

    override suspend fun history(command: LinkCommand.FetchHistory): LinkEvent = try {
        LinkEvent.HistoryArrived(page(command.older))
    } catch (failed: TransportException) {
        LinkEvent.HistoryFailed(command.conversation, failed.failure)
    }

    /** Piece by piece back from the newest, whether the service gives pieces or always everything. */
    private suspend fun page(older: Cursor?): HistoryPage {
        val before = older?.value?.toIntOrNull()
        val read = session.calls.readBack("Reading the messages", before)
        val earlier = read.entries.filter { before == null || it.index < before }.distinctBy { it.index }.sortedBy { it.index }
        val entries = earlier.takeLast(PAGE)
        val isStart = entries.size == earlier.size && !read.hasMore
        val messages = entries.filter { it.type == NexusEntry.TEXT }.map(session.transcript::message)
        val next = entries.firstOrNull()?.index?.takeUnless { isStart || it <= 1 }
        return HistoryPage(ConversationId.MAIN, messages, next?.let { Cursor("$it") })
    }

    /** Files are no part of a message here: see [NexusChat]. */
    override suspend fun filing(commands: Channel<LinkCommand>, emit: suspend (LinkEvent) -> Unit) {
        for (command in commands) {
            val (id, task) = when (command) {
                is LinkCommand.UploadAttachment -> command.attachment.id to Task.UPLOAD
                is LinkCommand.DeleteAttachment -> command.id to Task.DELETE
                is LinkCommand.RefreshAttachment -> command.id to Task.REFRESH
                else -> continue
            }
            emit(unsupported(id, task))
        }
    }

    private fun unsupported(id: AttachmentId, task: Task) =
        LinkEvent.AttachmentFailed(id, task, TransportFailure(ErrorCode.UNSUPPORTED, NexusTransport.NO_FILES))

    override fun released() {
        chat?.closed(port)
    }

    override fun failure(cause: Throwable): TransportException = networkFailure("Speaking with the chat service", cause)

    private inner class Port : NexusChat.Port {
        override val data: NexusSessionData get() = session.transcript.data

        override suspend fun history(before: Int?): List<NexusEntry> {
            val entries = session.calls.readBack("Reading the messages", before).entries
            return entries.filter { before == null || it.index < before }.distinctBy { it.index }.sortedBy { it.index }.takeLast(PAGE)
        }

        override suspend fun type(type: String): NexusAnswer = session.calls.type(type).answer

        override suspend fun upload(file: FormFile): NexusAnswer = session.calls.upload(file).answer.also { feed?.hint() }

        override suspend fun download(fileId: String, request: DownloadRequest): Long = session.calls.download(fileId, request)
    }

    private companion object {
        const val PAGE = 100
        const val KEPT_EVERY = 50
        const val PAUSE_MILLIS = 1_000L
        val AMBIGUOUS = 500..599
    }
}
