package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.networkFailure
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.header
import io.ktor.client.request.prepareGet
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.bodyAsChannel
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.content.TextContent
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readLineStrict
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/**
 * The channel as an event stream (protocol notes §B.8.6): frames come as events named `CASNotification`, signs of life as `Ping`; commands go by
 * POST to the address that the first frame tells, and their answers may come with the answer to the POST.
 */
internal class AmmEventStream private constructor(
    private val user: AmmHttp,
    private val requestMillis: Long,
    private val checked: suspend (String) -> String,
) : AmmChannel {
    private val heard = Channel<Heard>(FRAMES)
    private val answered = Channel<AmmFrame>(FRAMES)
    private lateinit var life: Job
    private var commands: String? = null

    /** @property frame null for a sign without one: of life, or, where it is [own], that there is something in [answered]. */
    private class Heard(val frame: AmmFrame?, val own: Boolean = false)

    override val kind: AmmChannel.Kind get() = AmmChannel.Kind.EVENT_STREAM

    override suspend fun receive(millis: Long, alive: () -> Unit): AmmFrame? {
        while (true) {
            answered.tryReceive().getOrNull()?.let { return it }
            val next = withTimeoutOrNull(millis) { heard.receiveCatching() } ?: return null
            if (next.isClosed) throw next.exceptionOrNull() as? TransportException ?: AmmChannel.lost("was closed by the service")
            val heard = next.getOrThrow()
            if (!heard.own) alive()
            val frame = heard.frame ?: continue
            if (frame is AmmFrame.Discovery && frame.commandUrl != null) commands = checked(frame.commandUrl)
            return frame
        }
    }

    override suspend fun send(command: String) {
        val address = commands ?: throw AmmChannel.lost("told no address for commands")
        val answer = user.call(
            AmmHttp.Request(
                "Writing to the notification channel",
                HttpMethod.Post,
                address,
                accept = null,
                TextContent(command, ContentType.Application.Json),
                timeoutMillis = requestMillis,
            ),
        )
        if (!answer.isSuccess) throw AmmChannel.lost("refused a command (status ${answer.status})")
        val frame = answer.body?.ifBlank { null }?.let(AmmFrame::decode) ?: return
        // Who reads is waiting on the stream: it is woken by an empty sign.
        answered.trySend(frame)
        heard.trySend(Heard(null, own = true))
    }

    override suspend fun close() = life.cancelAndJoin()

    override fun abandon() = life.cancel()

    private suspend fun read(response: HttpResponse) {
        val bytes = response.bodyAsChannel()
        var event = ""
        val data = StringBuilder()
        while (true) {
            val line = bytes.nextLine() ?: break
            when {
                line.isEmpty() -> {
                    told(event, data.toString())
                    event = ""
                    data.clear()
                }

                line.startsWith(":") -> heard.send(Heard(null))

                line.field("event") != null -> event = line.field("event").orEmpty()

                line.field("data") != null -> {
                    if (data.length + line.length > BoundedJson.MAX_CHARACTERS) throw AmmChannel.lost("sent an event that is too long")
                    if (data.isNotEmpty()) data.append('\n')
                    data.append(line.field("data"))
                }
            }
        }
    }

    /** The stream ends where the connection does. */
    private suspend fun ByteReadChannel.nextLine(): String? = readLineStrict(BoundedJson.MAX_CHARACTERS.toLong())

    private suspend fun told(event: String, data: String) = when {
        event == "CASNotification" || (event.isEmpty() && data.isNotEmpty()) -> heard.send(Heard(AmmFrame.decode(data)))
        event.isNotEmpty() || data.isNotEmpty() -> heard.send(Heard(null))
        else -> Unit
    }

    private fun String.field(name: String): String? = if (startsWith("$name:")) substring(name.length + 1).removePrefix(" ") else null

    companion object {
        private const val FRAMES = 64
        private const val OK = 200

        /** @param checked finds the address for commands good, or throws. */
        suspend fun open(
            address: String,
            http: HttpClient,
            user: AmmHttp,
            requestMillis: Long,
            checked: suspend (String) -> String,
        ): AmmEventStream {
            var held = user.credential()
            while (true) {
                val stream = AmmEventStream(user, requestMillis, checked)
                val refusal =
                    networkCall("Opening the event stream of the service") { stream.started(address, http, held) } ?: return stream
                if (refusal.status !in AmmHttp.UNAUTHENTICATED) throw AmmChannel.lost("was refused (status ${refusal.status})")
                held = user.refused(held, refusal.headers)
            }
        }
    }

    /** Null when the stream stands; else what it was refused with. The connection lives in the client's scope, and ends with [close]. */
    private suspend fun started(address: String, http: HttpClient, held: AmmCredentials.Held?): AmmAnswer? {
        val opened = CompletableDeferred<AmmAnswer?>()
        life = http.launch {
            try {
                http.prepareGet(address) {
                    timeout { requestTimeoutMillis = Long.MAX_VALUE }
                    user.dress(this, held)
                    header(HttpHeaders.Accept, "text/event-stream")
                    header(HttpHeaders.CacheControl, "no-store")
                }.execute { response ->
                    if (response.status.value != OK) {
                        opened.complete(user.answered(response, held))
                    } else {
                        user.heard(response, held)
                        opened.complete(null)
                        read(response)
                    }
                }
                heard.close(AmmChannel.lost("was closed by the service"))
            } catch (failed: Throwable) {
                // Whoever waits is told; a stream that stood tells its own end.
                opened.completeExceptionally(failed)
                heard.close(networkFailure("Reading the event stream", failed))
            }
        }
        try {
            return opened.await()
        } catch (failed: Throwable) {
            life.cancel()
            throw failed
        }
    }
}
