package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.callContext
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.Headers
import io.ktor.http.HttpProtocolVersion
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.Dispatchers

/** A network whose names and servers are the test's, on the dispatcher of whoever asks. Records what was asked for. */
internal class FakeTransferNetwork(override val isProxied: Boolean = false, private val answer: suspend (Asked) -> Answer) :
    TransferNetwork {
    /** What a server got. [address] is the one that was connected to. */
    class Asked(val method: String, val address: String, val headers: Headers, val body: ByteArray)

    /** What it says. */
    class Answer(val status: Int, val headers: Headers, val body: ByteReadChannel)

    private val names = HashMap<String, ArrayDeque<List<String>>>()

    val asked = ArrayList<Asked>()
    val serverNames = ArrayList<String>()
    val lookUps = ArrayList<String>()

    /** The next look-up of [host] gives [addresses]; the last answer stays. */
    fun name(host: String, vararg addresses: String) {
        names.getOrPut(host, ::ArrayDeque) += addresses.toList()
    }

    override suspend fun resolve(host: String): List<IpAddress> {
        lookUps += host
        val answers = names[host] ?: return emptyList()
        val found = if (answers.size > 1) answers.removeFirst() else answers.first()
        return found.mapNotNull(IpAddress::parse)
    }

    override fun client(serverName: String): HttpClient {
        serverNames += serverName
        return HttpClient(Engine()) {
            expectSuccess = false
            followRedirects = false
        }.knowingAskers()
    }

    @OptIn(InternalAPI::class)
    private inner class Engine : HttpClientEngineBase("fake") {
        override val config = HttpClientEngineConfig()
        override val dispatcher = Dispatchers.Unconfined

        override suspend fun execute(data: HttpRequestData): HttpResponseData {
            val said = data.whereAsked {
                val request = Asked(data.method.value, data.url.toString(), data.headers, data.body.allBytes())
                asked += request
                answer(request)
            }
            return HttpResponseData(
                HttpStatusCode.fromValue(said.status),
                GMTDate(),
                said.headers,
                HttpProtocolVersion.HTTP_1_1,
                said.body,
                callContext(),
            )
        }
    }

    companion object {
        fun answer(status: Int, body: ByteArray = ByteArray(0), vararg headers: Pair<String, String>) =
            Answer(status, headersOf(*headers.map { (name, value) -> name to listOf(value) }.toTypedArray()), ByteReadChannel(body))
    }
}
