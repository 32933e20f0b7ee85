package dev.confab.transport.backend.gms

import dev.confab.transport.backend.ChangeFeed
import dev.confab.transport.backend.Changes
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.FeedPace
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.BaseAddress
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile

/** The chat service over REST: every answer comes at once, and what others say is asked for (protocol notes §1.2, §1.4). */
internal class GmsRestWire(
    private val address: BaseAddress,
    private val options: GmsOptions,
    private val http: GmsHttp,
    private val polling: GmsPolling,
) : GmsWire {
    private val feed = GmsFeed(options, polling) { transcript, cursor -> poll(transcript, cursor) }

    override val answersAtOnce: Boolean get() = true

    override suspend fun call(what: String, operation: GmsOperation, session: GmsSession?): GmsResponse =
        http.post(what, address.at(GmsWriting.path(operation, session)), GmsWriting.form(operation, session))

    override suspend fun upload(file: GmsUpload, session: GmsSession): GmsResponse =
        http.upload(address.at(GmsWriting.path(file.operation, session)), file, GmsWriting.form(file.operation, session))

    override suspend fun download(fileId: String, request: DownloadRequest, session: GmsSession): Long {
        val operation = GmsOperation.FileDownload(fileId)
        return http.download(address.at(GmsWriting.path(operation, session)), GmsWriting.form(operation, session), request)
    }

    override suspend fun fileCall(what: String, operation: GmsOperation, session: GmsSession): GmsResponse = call(what, operation, session)

    override suspend fun attend(chats: GmsChats, applying: Mutex, tell: suspend (response: GmsResponse, askedFrom: Int) -> Unit) {
        val transcript = chats.transcript
        feed.run(transcript, isOn = { chats.transcript === transcript }) { response, askedFrom ->
            applying.withLock { if (chats.transcript === transcript) tell(response, askedFrom) }
        }
    }

    private suspend fun poll(transcript: GmsTranscript, position: Int): GmsResponse {
        val asked = transcript.session
        val response = call(POLLING, GmsOperation.Refresh(position), asked)
        if (response.statusCode == GmsResponse.RETRY && !response.chatEnded) throw TransportException(GmsFailures.of(POLLING, response))
        // Another chat server took over while this was on its way, and the old one knows nothing any more: that is no lost chat.
        if (GmsOutcome.of(response) == GmsOutcome.LOST && transcript.session != asked) throw TransportException(OUTDATED)
        return response
    }

    override suspend fun entries(from: Int, session: GmsSession): List<GmsEntry> {
        val response = call(READING, GmsOperation.Refresh(from), session)
        if (!response.isDone) throw TransportException(GmsFailures.of(READING, response))
        return response.messages
    }

    override fun hint(): Unit = feed.hint()

    override fun forgive(): Unit = feed.forgive()

    /** Nothing to say: who does not poll any more is removed by the service after a while, and can come back until then. */
    override suspend fun farewell(position: Int?): Unit = Unit

    override fun release(): Unit = Unit

    private companion object {
        const val POLLING = "Asking for news"
        val OUTDATED = TransportFailure(
            ErrorCode.UNEXPECTED_ERROR,
            "$POLLING failed: another chat server has taken the chat over.",
            FailureClass.TRANSIENT,
            null,
        )
        const val READING = "Reading the transcript"
    }
}

/** The polling of one link, chat after chat, that the application may hold back. */
internal class GmsFeed(
    private val options: GmsOptions,
    private val polling: GmsPolling,
    private val poll: suspend (GmsTranscript, Int) -> GmsResponse,
) {
    private class Answer(val response: GmsResponse, val askedFrom: Int)

    @Volatile
    private var feed: ChangeFeed<Int, Answer>? = null

    /** @param isOn false once another chat has begun: the one of [transcript] is asked for no more. */
    suspend fun run(transcript: GmsTranscript, isOn: () -> Boolean, tell: suspend (response: GmsResponse, askedFrom: Int) -> Unit) {
        val feed = ChangeFeed(
            pace(),
            failed = { count, failure -> polling.failed(count, options.pollExceptionLimit, failure) },
        ) { cursor: Int ->
            polling.allowed.first { it }
            if (!isOn()) return@ChangeFeed Changes(emptyList(), cursor, ended = true)
            // The answer to a message may have brought the transcript further meanwhile.
            val from = maxOf(cursor, transcript.position)
            val response = poll(transcript, from)
            polling.succeeded()
            val next = maxOf(from, response.nextPosition ?: 0, (response.messages.maxOfOrNull { it.index ?: 0 } ?: 0) + 1)
            val outcome = GmsOutcome.of(response)
            Changes(listOf(Answer(response, from)), next, ended = outcome == GmsOutcome.ENDED || outcome == GmsOutcome.LOST)
        }
        this.feed = feed
        feed.run(transcript.position) { tell(it.response, it.askedFrom) }
    }

    private fun pace() = FeedPace(
        intervalMillis = options.pollIntervalMillis,
        firstWaitMillis = options.pollIntervalMillis,
        pauseMillis = minOf(options.pollIntervalMillis, PAUSE_MILLIS),
        maxPauseMillis = maxOf(options.pollIntervalMillis, PAUSE_MILLIS),
        maxFailures = options.pollExceptionLimit,
    )

    fun hint() {
        feed?.hint()
    }

    fun forgive() {
        feed?.forgive()
    }

    private companion object {
        const val PAUSE_MILLIS = 1_000L
    }
}
