package dev.confab.transport.backend.amm

import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.net.FileDispatcher
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.knowingAskers
import dev.confab.transport.net.whereAsked
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.session.Now
import dev.confab.transport.testing.runFileTest
import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineCapability
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.callContext
import io.ktor.client.plugins.HttpTimeoutCapability
import io.ktor.client.plugins.websocket.WebSocketCapability
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpProtocolVersion
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.http.headersOf
import io.ktor.http.isWebsocket
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.readAvailable
import io.ktor.websocket.Frame
import io.ktor.websocket.WebSocketExtension
import io.ktor.websocket.WebSocketSession
import io.ktor.websocket.readText
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlin.coroutines.CoroutineContext
import kotlin.random.Random

/**
 * A whole messaging service in virtual time, with one conversation: REST, a WebSocket, an event stream and long polls. So clients can be watched
 * for minutes with the policies that everybody has.
 */
@OptIn(InternalAPI::class, ExperimentalCoroutinesApi::class)
internal class VirtualAmm(private val test: TestScope) {
    enum class Way {
        /** Works. */
        SPEAKS,

        /** Opens, and nothing ever comes. */
        MUTE,

        /** Does not open. */
        REFUSES,
    }

    var webSocket: Way = Way.SPEAKS
    var eventStream: Way = Way.REFUSES

    /** The first document. */
    var resources: String = FakeAmm.resources()

    /** How long it takes. */
    var discoveryMillis: Long = 0

    /** Whether it tells over the channel that something changed. */
    var hints: Boolean = true

    /** How fast it reads what is sent. */
    var bytesPerSecond: Int = Int.MAX_VALUE

    /** Every request, as `POST /aem/resources/outbox`, with `…, held` for a long poll. */
    val asked = ArrayList<String>()

    /** How many bytes came with each message. */
    val received = ArrayList<Long>()

    private val dispatcher = StandardTestDispatcher(test.testScheduler)
    private val entries = ArrayList<Pair<String, String>>().apply { add("m-0" to FakeAmm.entry("m-0")) }
    private val sockets = ArrayList<Socket>()
    private var changes = 0

    /** Up to which of them the last list told. */
    private var listed = 0

    val now: () -> Long = { test.testScheduler.currentTime }
    val http: HttpClient = confabHttpClient(Engine(), NetworkSettings("test")).knowingAskers()

    /** A client with the defaults of everything, or what the test changes. */
    suspend fun using(
        config: MessagingClientConfig = MessagingClientConfig.defaults(),
        options: AmmOptions.Builder.() -> Unit = {},
        body: suspend (MessagingClient, List<MessagingEvent>) -> Unit,
    ) {
        val built = AmmOptions.builder().server("amm.example.com", 8443).credentials("alice", "s3cret-canary").apply(options).build()
        val scope = CoroutineScope(SupervisorJob() + dispatcher + FileDispatcher(dispatcher))
        val client = DefaultMessagingClient(
            AmmTransport(built, http, FakeAmm.network()),
            config,
            scope,
            ClientEnvironment({ Now(now(), EPOCH + now()) }, Random(42), RetryBudget(RetryBudgetPolicy.DEFAULT, now)),
        )
        val events = ArrayList<MessagingEvent>()
        val listening = test.backgroundScope.launch(UnconfinedTestDispatcher(test.testScheduler)) { client.events.collect(events::add) }
        try {
            body(client, events)
        } finally {
            client.close()
            listening.cancel()
            http.close()
        }
    }

    /** What [flow] shows one after the other, also for a moment only. */
    fun <T> watch(flow: Flow<T>): List<T> = ArrayList<T>().also { seen ->
        test.backgroundScope.launch(UnconfinedTestDispatcher(test.testScheduler)) { flow.distinctUntilChanged().collect(seen::add) }
    }

    /** Somebody else writes, and one hint tells of all of it. */
    fun say(vararg ids: String) {
        ids.forEach { written(it, "bob@example.com") }
        changed()
    }

    /** Lets time pass for who blocks. */
    fun pass(millis: Long) = test.testScheduler.advanceTimeBy(millis)

    /** Cuts the channels. */
    fun cut() {
        sockets.forEach { it.incoming.close() }
        sockets.clear()
    }

    private fun written(id: String, from: String): String {
        val minute = "${entries.size / 60}".padStart(2, '0')
        val second = "${entries.size % 60}".padStart(2, '0')
        return FakeAmm.entry(id, from).replace("T10:00:00", "T10:$minute:$second").also { entries += id to it }
    }

    private fun changed() {
        changes++
        if (!hints) return
        val about = """"application":"AMM","service":"conversation","resource":"$CONVERSATIONS""""
        val hint = """{"notification":{$about,"contents":{"entityTag":"$changes"}}}"""
        sockets.forEach { it.incoming.trySend(Frame.Text(hint)) }
    }

    private fun list() = FakeAmm.list(page(entries.size, PAGE))

    /** Newest first. */
    private fun page(end: Int, count: Int): String {
        val shown = entries.subList(maxOf(0, end - count), end).asReversed().map { it.second }
        return FakeAmm.conversation("c-1", *shown.toTypedArray())
    }

    private inner class Engine : HttpClientEngineBase("virtual") {
        override val config = HttpClientEngineConfig()
        override val dispatcher = this@VirtualAmm.dispatcher
        override val supportedCapabilities: Set<HttpClientEngineCapability<*>> = setOf(HttpTimeoutCapability, WebSocketCapability)

        override suspend fun execute(data: HttpRequestData): HttpResponseData {
            val context = callContext()
            val path = data.url.encodedPath
            val isHeld = data.headers["Avaya-Request-Timeout"] != null && data.method.value == "GET" && path.endsWith("/conversations")
            asked += "${data.method.value} $path" + if (data.headers["Avaya-Request-Timeout"] != null) ", held" else ""
            return when {
                data.url.protocol.isWebsocket() -> when (webSocket) {
                    Way.REFUSES -> response(503, ByteReadChannel(""), context)
                    Way.MUTE -> response(101, Socket(context, speaks = false), context)
                    Way.SPEAKS -> response(101, Socket(context, speaks = true).also(sockets::add), context)
                }

                path == "/notify/sse" -> when (eventStream) {
                    Way.REFUSES -> response(503, ByteReadChannel(""), context)
                    Way.MUTE, Way.SPEAKS -> response(200, ByteChannel(), context)
                }

                path == "/aem/resources" -> {
                    delay(discoveryMillis)
                    response(200, ByteReadChannel(resources), context)
                }

                path.endsWith("/outbox") -> response(200, ByteReadChannel(data.whereAsked { stored(data.body) }), context)

                path.endsWith("/conversations") -> {
                    // What changed since the last list, as the time in the question says.
                    val told = if (isHeld) listed else changes
                    if (isHeld || asked.last().endsWith("held")) {
                        val until = now() + POLL_MILLIS
                        while (changes == told && now() < until) delay(100)
                    }
                    listed = changes
                    response(200, ByteReadChannel(if (isHeld && changes == told) FakeAmm.list() else list()), context)
                }

                path.endsWith("/conversations/c-1") && data.method.value == "GET" -> {
                    val end = data.url.parameters["beforeId"]?.let { id -> entries.indexOfFirst { it.first == id } } ?: entries.size
                    response(200, ByteReadChannel(page(end, data.url.parameters["messageCount"]?.toInt() ?: PAGE)), context)
                }

                else -> response(204, ByteReadChannel(""), context)
            }
        }

        private fun response(status: Int, body: Any, context: CoroutineContext) = HttpResponseData(
            HttpStatusCode.fromValue(status),
            GMTDate(),
            headersOf(HttpHeaders.ContentType, "application/json"),
            HttpProtocolVersion.HTTP_1_1,
            body,
            context,
        )

        private suspend fun stored(content: OutgoingContent): String {
            received += read(content)
            val id = "own-${received.size}"
            val entry = written(id, "alice@example.com")
            changed()
            return entry
        }
    }

    /** As fast as this service can: who sends is held up by it. */
    private suspend fun read(content: OutgoingContent): Long = when (content) {
        is OutgoingContent.ByteArrayContent -> content.bytes().size.toLong()

        is OutgoingContent.WriteChannelContent -> coroutineScope {
            val channel = ByteChannel()
            launch {
                content.writeTo(channel)
                channel.flushAndClose()
            }
            var total = 0L
            val piece = ByteArray(PIECE)
            while (true) {
                val count = channel.readAvailable(piece)
                if (count < 0) break
                total += count
                delay(count * 1_000L / bytesPerSecond)
            }
            total
        }

        else -> 0
    }

    private inner class Socket(override val coroutineContext: CoroutineContext, private val speaks: Boolean) : WebSocketSession {
        override var masking: Boolean = false
        override var maxFrameSize: Long = Long.MAX_VALUE
        override val extensions: List<WebSocketExtension<*>> = emptyList()
        override val incoming = Channel<Frame>(Channel.UNLIMITED)
        override val outgoing = Channel<Frame>(Channel.UNLIMITED)

        init {
            if (speaks) say("""{"discovery":{"version":"1","applications":["AMM"],"capabilities":[],"sessionManagement":{}}}""")
            launch { for (frame in outgoing) if (speaks) heard(frame) }
        }

        private fun heard(frame: Frame) {
            when (frame) {
                is Frame.Text -> answer(frame.readText())?.let(::say)
                is Frame.Close -> incoming.close()
                else -> Unit
            }
        }

        private fun answer(command: String): String? = when {
            "\"subscribe\"" in command -> {
                val (service, resource) =
                    if ("chatState" in command) "chatState" to "$CONVERSATIONS/c-1" else "conversation" to CONVERSATIONS
                val successful = """[{"application":"AMM","service":"$service","resource":"$resource"}]"""
                """{"subscribed":{"version":"1","results":{"successful":$successful}}}"""
            }

            "\"ping\"" in command -> """{"pong":{"version":"1"}}"""

            else -> null
        }

        private fun say(frame: String) {
            incoming.trySend(Frame.Text(frame))
        }

        override suspend fun flush() = Unit

        @Deprecated("As the interface has it.")
        override fun terminate() {
            incoming.close()
        }
    }

    companion object {
        private const val EPOCH = 1_900_000_000_000
        private const val CONVERSATIONS = "${FakeAmm.BASE}/aem/resources/conversations"
        private const val POLL_MILLIS = 30_000L
        private const val PIECE = 16 * 1024
        private const val PAGE = 15

        fun virtually(body: suspend VirtualAmm.() -> Unit) = runFileTest { VirtualAmm(this).body() }
    }
}
