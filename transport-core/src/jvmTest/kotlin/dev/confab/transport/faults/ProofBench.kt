package dev.confab.transport.faults

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.webmessaging.WebMessagingOptions
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.policy.RetentionPolicy
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.runtime.SessionClock
import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.job
import java.time.Duration
import java.util.Collections
import kotlin.random.Random

/**
 * A sandbox without rate limits, and whole clients that reach it over real sockets. As [dev.confab.transport.Confab], but with a clock that
 * a test may move, and with the jobs of the clients in sight.
 */
internal class ProofBench(
    scenario: Scenario,
    private val clock: SessionClock = SessionClock.system(),
    val engine: HttpClientEngine = defaultEngine(NetworkSettings.DEFAULT),
) : AutoCloseable {
    val sandbox: Sandbox = Sandbox.start(options(scenario))

    /** One for each client, in the order of their making; complete once nothing of the client is left. */
    val jobs: MutableList<Job> = Collections.synchronizedList(ArrayList())

    private val http = confabHttpClient(engine, NetworkSettings("test"))
    private val environment =
        ClientEnvironment(clock, Random.Default, RetryBudget(RetryBudgetPolicy.DEFAULT) { clock.now().ticks })

    fun client(token: String, address: String = sandbox.url(), config: MessagingClientConfig = config().build()): MessagingClient {
        val options =
            WebMessagingOptions
                .builder(DEPLOYMENT)
                .loopbackEndpoint(address)
                .token(token)
                .ping(PING_MILLIS, GRACE_MILLIS)
                .build()
        val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1))
        jobs += scope.coroutineContext.job
        return DefaultMessagingClient(options.createTransport(http), config, scope, environment)
    }

    /** The texts that the service stored of a session, in order. */
    fun stored(token: String): List<String> = sandbox.messages().filter { it.session() == token }.map { it.text() }

    override fun close() {
        http.close()
        engine.close()
        sandbox.close()
    }

    companion object {
        const val PING_MILLIS = 500L
        const val GRACE_MILLIS = 1_500L
        const val PROOF_MILLIS = 1_200L
        private const val DEPLOYMENT = "a0000000-0000-4000-8000-000000000001"

        /** An agent of the default pace would lag behind for minutes. */
        private fun options(scenario: Scenario): SandboxOptions = SandboxOptions
            .builder()
            .scenario(scenario)
            .messagesPerSecond(0)
            .agentDelay(Duration.ofMillis(1))
            .build()

        /** Everything as fast as a test wants it. What nobody can tell is held, so that no copy can hide behind a policy. */
        fun config(): MessagingClientConfig.Builder = MessagingClientConfig
            .builder()
            .rate(RatePolicy(messageIntervalMillis = 0, typingIntervalMillis = 5_000, healthCheckIntervalMillis = 30_000))
            .reconnect(ReconnectPolicy(Backoff(20, 20, 200), 3, stableAfterMillis = 30_000, openTimeoutMillis = 3_000))
            .outbox(OutboxPolicy(256, 1L shl 20, PROOF_MILLIS))
            .recovery(RecoveryPolicy(100, RecoveryPolicy.WhenUncertain.HOLD, historyLagMillis = 10))
            .retention(RetentionPolicy(1_000_000))

        fun token(number: Int): String = "3f6d2e10-8a41-4a8e-9a01-%012d".format(number)
    }
}
