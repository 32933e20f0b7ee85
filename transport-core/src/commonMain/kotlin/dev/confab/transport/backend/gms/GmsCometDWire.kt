package dev.confab.transport.backend.gms

import dev.confab.transport.backend.ChangeFeed
import dev.confab.transport.backend.Changes
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.FeedPace
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.SessionCookies
import dev.confab.transport.net.networkFailure
import io.ktor.client.HttpClient
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.json.JsonObject
import kotlin.concurrent.Volatile

/** The chat service over CometD: operations are published, and everything that happens is an event (protocol notes §2). */
internal class GmsCometDWire(
    private val settings: GmsCometD,
    private val options: GmsOptions,
    private val http: HttpClient,
    private val archive: GmsArchive,
) : GmsWire {
    // The cookie BAYEUX_BROWSER is part of the client's identity, also for files (§2.1).
    private val cookies = SessionCookies()
    private val requests = GmsHttp(options, http, cookies)
    private val bayeux = BayeuxClient(settings.channel, options.ajaxTimeoutMillis, ::deliver)
    private val incoming = Channel<GmsResponse>(EVENTS)
    private var life: Job? = null

    @Volatile
    private var expected: Expected? = null

    /** The chat that is to be asked for again after a new handshake. */
    @Volatile
    private var session: GmsSession? = null

    /** An answer got lost, and events may have been in it. */
    @Volatile
    private var missed = false

    /** @property oldKey of the chat before, whose events may still come; null where there is none. */
    private class Expected(private val oldKey: String?, val answer: CompletableDeferred<GmsResponse>) {
        fun isMetBy(response: GmsResponse): Boolean =
            oldKey == null || !response.isDone || (response.secureKey != null && response.secureKey != oldKey)
    }

    override val answersAtOnce: Boolean get() = false

    override suspend fun call(what: String, operation: GmsOperation, session: GmsSession?): GmsResponse? {
        if (operation is GmsOperation.Refresh) throw unsupported(what)
        started()
        val awaited = operation is GmsOperation.Create || operation is GmsOperation.RequestNotifications
        if (session != null) this.session = session
        if (!awaited) {
            publish(operation, session)
            return null
        }
        val answer = CompletableDeferred<GmsResponse>()
        expected = Expected(this.session?.secureKey.takeIf { operation is GmsOperation.Create }, answer)
        try {
            publish(operation, session)
            val response = withTimeoutOrNull(ANSWER_MILLIS) { answer.await() } ?: throw TransportException(
                TransportFailure(ErrorCode.ANSWER_TIMEOUT, "$what failed: the service told nothing within $ANSWER_MILLIS ms."),
            )
            GmsSession.of(response, keyIsEnough = true)?.let { this.session = session?.heard(response) ?: it }
            return response
        } finally {
            expected = null
        }
    }

    private suspend fun publish(operation: GmsOperation, session: GmsSession?) {
        val data = GmsWriting.data(operation, session)
        val client = bayeux.current
        try {
            bayeux.publish(data)
        } catch (_: BayeuxClient.UnknownClient) {
            // It was not taken: sending it again makes no copy.
            shakeAgain(client)
            again { bayeux.publish(data) }
        } catch (failed: TransportException) {
            // Services may let events travel with any answer.
            missed = true
            throw failed
        }
    }

    private suspend fun again(block: suspend () -> Unit) = try {
        block()
    } catch (_: BayeuxClient.UnknownClient) {
        throw TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The CometD service forgets its clients at once."))
    }

    /** Connected, and the connects under way. They belong to the wire: a link that opens needs them before it exists. */
    private suspend fun started() {
        if (life?.isActive == true && bayeux.isShaken) return
        if (life == null) {
            bayeux.carrier = if (settings.websocketEnabled) {
                WebSocketCarrier.open(settings.cometUrl, http, requests, cookies, options.where, bayeux::receive) { cause ->
                    bayeux.lost(cause)
                    lost(cause)
                }
            } else {
                LongPollingCarrier(settings.cometUrl, http, requests, options.where, bayeux::receive)
            }
        }
        bayeux.handshake()
        if (life?.isActive != true) life = http.launch { connecting() }
    }

    private suspend fun connecting() {
        val pace = FeedPace(
            intervalMillis = 0,
            pauseMillis = 500,
            maxPauseMillis = 5_000,
            maxFailures = if (bayeux.carrier.mayRetry) options.pollExceptionLimit else 1,
        )
        val feed = ChangeFeed<Unit, Nothing>(pace) {
            try {
                Changes(emptyList(), Unit, waitMillis = connect())
            } catch (dismissed: BayeuxClient.Dismissed) {
                lost(dismissed.failure)
                Changes(emptyList(), Unit, ended = true)
            }
        }
        try {
            feed.run(Unit) { }
        } catch (failed: TransportException) {
            lost(failed)
        } catch (cancelled: CancellationException) {
            currentCoroutineContext().ensureActive()
            lost(networkFailure("Speaking CometD", cancelled))
        }
    }

    private fun lost(cause: TransportException) {
        expected?.answer?.completeExceptionally(cause)
        incoming.close(cause)
    }

    private suspend fun connect(): Long {
        val client = bayeux.current
        return try {
            bayeux.connect().also { if (missed) remind() }
        } catch (_: BayeuxClient.UnknownClient) {
            shakeAgain(client)
            0
        } catch (failed: TransportException) {
            missed = true
            throw failed
        }
    }

    /** Has the service tell again what may not have arrived; before the next events come, which would not show that something is missing. */
    private suspend fun remind() {
        missed = false
        val chat = session ?: return
        bayeux.publish(GmsWriting.data(GmsOperation.RequestNotifications(archive.positionOf(chat.chatId), emptyMap()), chat))
    }

    /** After a new handshake the service must be told which chat is meant; what was missed comes again (§2.3). */
    private suspend fun shakeAgain(client: String?) {
        // After a farewell there is nothing to come back to.
        if (client == null) throw TransportException(TransportFailure(ErrorCode.NOT_CONNECTED, "The connection was ended."))
        if (!bayeux.handshakeAgain(client)) return
        val chat = session ?: return
        val operation = GmsOperation.RequestNotifications(archive.positionOf(chat.chatId), options.push?.userData.orEmpty())
        again { bayeux.publish(GmsWriting.data(operation, chat)) }
    }

    private suspend fun deliver(data: JsonObject) {
        val response = GmsCodec.decode(data) ?: return
        if (GmsOutcome.of(response) == GmsOutcome.GOES_ON || GmsOutcome.of(response) == GmsOutcome.ENDED) {
            archive.add(response.chatId ?: session?.chatId ?: GmsSession.NAMELESS, response.messages)
        }
        val waiter = expected
        if (waiter != null && waiter.isMetBy(response) && waiter.answer.complete(response)) return
        incoming.send(response)
    }

    override suspend fun attend(chats: GmsChats, applying: Mutex, tell: suspend (response: GmsResponse, askedFrom: Int) -> Unit) {
        var hole: Hole? = null
        for (response in incoming) {
            applying.withLock {
                val transcript = chats.transcript
                // What is still said of the chat before this one is of no interest.
                val isOther = response.secureKey != null && response.chatId != null && response.chatId != transcript.session.chatId
                if (isOther) return@withLock
                val first = response.messages.mapNotNull { it.index }.minOrNull()
                val position = transcript.position
                if (first != null && first > position) {
                    val known = hole?.takeIf { it.transcript === transcript && it.position == position }
                    if (known == null || first > known.before) {
                        // Something got lost on the way. Until it comes, what is further on is held back: it comes again with it.
                        val here = known ?: Hole(transcript, position, first).also { hole = it }
                        if (here.held++ % ASKED_EVERY == 0) {
                            publish(GmsOperation.RequestNotifications(position, emptyMap()), transcript.session)
                        }
                        return@withLock
                    }
                    // The answer begins no later than what showed the hole. What it does not hold, there is not.
                }
                tell(response, minOf(position, first ?: position))
                session = transcript.session
            }
            if (chats.isOver) return
        }
    }

    /** Entries from [position] up to [before] are missing, and were asked for. */
    private class Hole(val transcript: GmsTranscript, val position: Int, val before: Int) {
        /** How many answers were held back for it. */
        var held = 0
    }

    override suspend fun entries(from: Int, session: GmsSession): List<GmsEntry> = archive.from(from)

    override suspend fun upload(file: GmsUpload, session: GmsSession): GmsResponse =
        requests.upload(settings.apiUrl.at(""), file, GmsWriting.fileForm(file.operation, session))

    override suspend fun download(fileId: String, request: DownloadRequest, session: GmsSession): Long =
        requests.download(settings.apiUrl.at(""), GmsWriting.fileForm(GmsOperation.FileDownload(fileId), session), request)

    override suspend fun fileCall(what: String, operation: GmsOperation, session: GmsSession): GmsResponse =
        requests.post(what, settings.apiUrl.at(""), GmsWriting.fileForm(operation, session))

    override fun hint(): Unit = Unit

    override fun forgive(): Unit = Unit

    override suspend fun farewell(position: Int?) {
        if (!bayeux.isShaken) return
        life?.cancel()
        bayeux.disconnect(position)
        if (position != null) incoming.close()
    }

    override fun release() {
        life?.cancel()
        if (life != null) bayeux.carrier.release()
        incoming.close(TransportException(TransportFailure(ErrorCode.NOT_CONNECTED, "The connection is closed.")))
    }

    private fun unsupported(what: String) = TransportException(
        TransportFailure(ErrorCode.UNSUPPORTED, "$what is not possible over CometD, which tells everything by itself."),
    )

    private companion object {
        const val EVENTS = 64
        const val ANSWER_MILLIS = 15_000L

        /** An answer that got lost itself is asked for again. */
        const val ASKED_EVERY = 32
    }
}
