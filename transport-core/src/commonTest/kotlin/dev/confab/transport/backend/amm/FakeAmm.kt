package dev.confab.transport.backend.amm

import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.net.FakeTransferNetwork
import dev.confab.transport.net.FileDispatcher
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.session.Now
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.toByteArray
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import io.ktor.utils.io.ByteReadChannel
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlin.random.Random

/** The REST side of a server, in the virtual time of a test: answers as the test says, and remembers what it was asked. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class FakeAmm(private val scope: TestScope) {
    class Asked(val method: String, val url: String, val type: String?, val body: String, val headers: Headers) {
        val path: String get() = url.substringAfter(BASE).substringBefore('?')

        override fun toString(): String = "$method $path"
    }

    class Answer(val status: Int, val body: String = "", val headers: Headers = Headers.Empty)

    val asked = ArrayList<Asked>()

    /** The first document. */
    var resources: String = resources()

    /** Everything else; throws to be a network that fails. */
    var answer: suspend (Asked) -> Answer = { Answer(204) }

    /** What the event stream brings; null: there is none. */
    var stream: (() -> ByteReadChannel)? = null

    /** Before [answer]: null lets it through. */
    var guard: suspend (Asked) -> Answer? = { null }

    val http: HttpClient = confabHttpClient(
        MockEngine(
            MockEngineConfig().apply {
                dispatcher = StandardTestDispatcher(scope.testScheduler)
                addHandler { data ->
                    val headers = data.headers
                    val type = data.body.contentType?.toString()
                    val request = Asked(data.method.value, data.url.toString(), type, data.body.toByteArray().decodeToString(), headers)
                    asked += request
                    val guarded = guard(request)
                    val streamed = stream?.takeIf { guarded == null && request.path == "/notify/sse" }
                    if (streamed != null) return@addHandler respond(streamed(), HttpStatusCode.OK)
                    val given = guarded ?: if (request.path == "/aem/resources") Answer(200, resources) else answer(request)
                    respond(given.body, HttpStatusCode.fromValue(given.status), given.headers)
                }
            },
        ),
        NetworkSettings("test"),
    )

    /** A client in virtual time. */
    fun client(options: AmmOptions.Builder = options()): MessagingClient = StandardTestDispatcher(scope.testScheduler).let { dispatcher ->
        val now = { scope.testScheduler.currentTime }
        DefaultMessagingClient(
            transport(options),
            MessagingClientConfig.defaults(),
            CoroutineScope(SupervisorJob() + dispatcher + FileDispatcher(dispatcher)),
            ClientEnvironment({ Now(now(), EPOCH + now()) }, Random(1), RetryBudget(RetryBudgetPolicy.DEFAULT, now)),
        )
    }

    fun transport(options: AmmOptions.Builder): AmmTransport = AmmTransport(options.build(), http, network())

    /** Without a channel, which a fake of REST does not have. */
    fun calls(flavour: AmmFlavour = AmmFlavour.V3_2, features: AmmFeatures = features(flavour)): AmmCalls {
        val options = options().build()
        return AmmCalls(user(options), resources(features), options.endpoint, 30_000)
    }

    /** As [calls], of a user who is let in already: asking who it is takes a real thread, for which virtual time does not wait. */
    suspend fun knownCalls(flavour: AmmFlavour = AmmFlavour.V3_2): AmmCalls {
        guard = { Answer(204) }
        return calls(flavour).also {
            it.accessed("c-0")
            guard = { null }
            asked.clear()
        }
    }

    fun user(options: AmmOptions): AmmHttp =
        AmmHttp(options, http, AmmCredentials(options.credentials, options.endpoint.host, options.timers.credentialMillis))

    companion object {
        fun network(): FakeTransferNetwork = FakeTransferNetwork { error("Nothing is fetched there.") }

        private const val EPOCH = 1_795_255_200_000
        const val BASE = "https://amm.example.com:8443"

        fun options(): AmmOptions.Builder = AmmOptions.builder()
            .server("amm.example.com", 8443)
            .credentials("alice", "s3cret-canary")
            .pollIntervalMillis(60_000)

        fun resources(
            filter: Boolean = true,
            conversations: String = "$BASE/aem/resources/conversations",
            webSocket: String = "wss://amm.example.com:8443/notify/ws",
            userName: String = "alice",
        ): String = """
            {"version":4,"self":"alice@example.com","domains":["example.com"],
             "conversationsResource":{"href":"$conversations"${if (filter) ""","requestTypes":["${AmmMediaTypes.CONVERSATIONS_FILTER}"]""" else ""},
               "capabilities":{"subjectChange":true},"limits":{"maxMessageCount":15,"maxIdsLimit":50}},
             "outbox":{"href":"$BASE/aem/resources/outbox","capabilities":{"richContent":true},
               "limits":{"maxTextLength":5000,"maxAudioSize":5000000,"maxImageSize":5000000,"maxVideoSize":0,"maxGenericAttachmentSize":10000000}},
             "services":{"markAsReadIf":{"href":"$BASE/aem/resources/services/markAsReadIf"},
               "markAsReadBatch":{"href":"$BASE/aem/resources/services/markAsReadBatch","limits":{"maxBatchSize":3}},
               "validateAddresses":{"href":"$BASE/aem/resources/services/validateAddresses","requestTypes":["${AmmMediaTypes.ADDRESSES_TO_VALIDATE}"]}},
             "notificationService":{"websocket":{"href":"$webSocket"},"sse":{"href":"$BASE/notify/sse"}},
             "sessionManagement":{"href":"$BASE/aem/resources/session","timeout":300,"username":"$userName"}}
        """.trimIndent()

        fun features(flavour: AmmFlavour, domains: List<String> = listOf("example.com")) =
            AmmFeatures(flavour, "alice@example.com", domains, true, true, true, true, null, 15, 50, 3)

        fun resources(features: AmmFeatures, batch: Boolean = true) = AmmResources(
            features,
            "$BASE/c",
            "$BASE/outbox",
            "$BASE/markAsReadIf",
            "$BASE/markAsReadBatch".takeIf { batch },
            "$BASE/validate",
            null,
            null,
            "$BASE/session",
            "alice",
            30,
        )

        fun entry(id: String, from: String = "bob@example.com", body: String = "text of $id", event: String = "MESSAGE", second: Int = 0) =
            """
            {"id":"$id","threadId":"c-1","body":"$body","from":{"address":"$from"},
             "to":[{"address":"alice@example.com"},{"address":"bob@example.com"}],"event":{"type":"$event"},"flags":{"read":false},"parts":[],
             "receivedDate":"2026-11-21T10:00:${"$second".padStart(2, '0')}.000Z"}
            """.trimIndent()

        fun conversation(id: String, vararg entries: String, active: Boolean = true) =
            """{"id":"$id","subject":"Topic","flags":{"active":$active,"closed":false},"messages":[${entries.joinToString()}]}"""

        fun list(vararg conversations: String, lastUpdated: String = "2026-11-21T10:00:59.500Z") =
            """{"conversations":[${conversations.joinToString()}],"lastUpdated":"$lastUpdated"}"""

        fun header(name: String, value: String): Headers = headersOf(name, value)

        val BASIC: Headers = headersOf(HttpHeaders.WWWAuthenticate, "Basic realm=\"amm\"")
    }
}
