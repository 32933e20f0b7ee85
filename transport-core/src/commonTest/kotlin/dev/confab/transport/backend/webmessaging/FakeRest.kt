package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.allBytes
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.knowingAskers
import dev.confab.transport.net.whereAsked
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.respond
import io.ktor.http.Headers
import io.ktor.http.HttpStatusCode
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.io.IOException

/**
 * The REST side of a service that answers as the test says, on the dispatcher of whoever asks, and remembers what it was asked.
 *
 * @param background where that runs which the client under test does in the scope of [http].
 */
internal class FakeRest(background: CoroutineDispatcher = Dispatchers.Unconfined) {
    class Asked(val method: String, val url: String, val body: String, val headers: Headers)

    class Answer(val status: Int, val body: String = "", val headers: Headers = Headers.Empty)

    private val requests = MutableStateFlow(emptyList<Asked>())

    /** A copy: what is asked meanwhile is not in it. */
    val asked: List<Asked> get() = requests.value

    /** What it answers; throws to be a network that fails. */
    var answer: suspend (Asked) -> Answer = { Answer(204) }

    private val engine = MockEngineConfig().apply {
        dispatcher = background
        addHandler { data ->
            data.whereAsked {
                val request = Asked(data.method.value, data.url.toString(), data.body.allBytes().decodeToString(), data.headers)
                requests.update { it + request }
                val given = answer(request)
                respond(given.body, HttpStatusCode.fromValue(given.status), given.headers)
            }
        }
    }

    val http: HttpClient = confabHttpClient(MockEngine(engine), NetworkSettings("test")).knowingAskers()

    /** As if it had been asked nothing so far. */
    fun forget() {
        requests.value = emptyList()
    }

    fun broken(): Nothing = throw IOException("cut")

    companion object {
        const val DEPLOYMENT = "7d1c2a5e-0000-4000-8000-00000000aa01"

        fun options(): WebMessagingOptions.Builder = WebMessagingOptions.builder(DEPLOYMENT).region("mypurecloud.de")
    }
}
