package dev.confab.transport.backend.gms

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.gms.FileLimits
import dev.confab.transport.MessagingClient
import dev.confab.transport.faults.ProofBench
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.runtime.SessionClock
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlin.random.Random

/** The ways to the chat service of Engage v2. */
enum class GmsWay {
    POLLED,
    LONG_POLLS,
    WEBSOCKET,
    ;

    internal fun options(url: String): GmsOptions.Builder = when (this) {
        POLLED -> GmsService.polled(url, GmsService.SERVICE)
        LONG_POLLS -> GmsService.pushed(url, GmsService.SERVICE, websocket = false)
        WEBSOCKET -> GmsService.pushed(url, GmsService.SERVICE, websocket = true)
    }.guest(GmsService.GUEST)
}

/** A whole client in a chat of the sandbox, and everything that its [GmsChat] told. */
internal class GmsBench private constructor(val way: GmsWay, limits: FileLimits) : AutoCloseable {
    val sandbox: Sandbox = Sandbox.start(
        SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .gms(dev.confab.sandbox.gms.GmsOptions.builder().services(GmsService.SERVICE).files(limits).build())
            .build(),
    )
    private val engine = defaultEngine(NetworkSettings.DEFAULT)
    private val http = confabHttpClient(engine, NetworkSettings.DEFAULT)
    private val told = MutableStateFlow(emptyList<GmsChatEvent>())
    val chat: GmsChat = GmsChat.create()
    val chatId: String get() = checkNotNull(chat.session).chatId

    private fun client(change: GmsOptions.Builder.() -> Unit): MessagingClient {
        val options = way.options(sandbox.url()).apply(change).build().withChat(chat)
        val clock = SessionClock.system()
        val environment = ClientEnvironment(clock, Random.Default, RetryBudget(RetryBudgetPolicy.DEFAULT) { clock.now().ticks })
        val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1))
        return DefaultMessagingClient(options.createTransport(http), ProofBench.config().build(), scope, environment)
    }

    private fun listen(scope: CoroutineScope): Job =
        scope.launch(start = CoroutineStart.UNDISPATCHED) { chat.events.collect { event -> told.update { it + event } } }

    /** The first entry, from now or before, that [fits]. */
    suspend fun entry(fits: (GmsEntry) -> Boolean): GmsEntry = told.first { entries(it).any(fits) }.let { entries(it).first(fits) }

    suspend fun event(fits: (GmsChatEvent) -> Boolean): GmsChatEvent = told.first { it.any(fits) }.first(fits)

    private fun entries(events: List<GmsChatEvent>) = events.filterIsInstance<GmsChatEvent.Received>().flatMap { it.entries }

    override fun close() {
        sandbox.close()
        http.close()
        engine.close()
    }

    companion object {
        private const val PATIENCE_MILLIS = 60_000L

        fun chat(
            way: GmsWay,
            limits: FileLimits = FileLimits.standard(),
            change: GmsOptions.Builder.() -> Unit = { },
            body: suspend GmsBench.(scope: CoroutineScope, client: MessagingClient) -> Unit,
        ) = GmsBench(way, limits).use { bench ->
            runBlocking(Dispatchers.Default) {
                withTimeout(PATIENCE_MILLIS) {
                    val listening = bench.listen(this)
                    val client = bench.client(change)
                    client.connect()
                    bench.body(this, client)
                    client.close()
                    listening.cancel()
                }
            }
        }
    }
}
