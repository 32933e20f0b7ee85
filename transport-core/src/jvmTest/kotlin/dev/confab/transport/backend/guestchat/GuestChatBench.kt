package dev.confab.transport.backend.guestchat

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.policy.RecoveryPolicy
import java.time.Duration

/** A sandbox, and clients of its guest chat with everything as fast as a test wants it. */
internal class GuestChatBench(scenario: Scenario) : AutoCloseable {
    private val confab = Confab.create()
    val sandbox: Sandbox =
        Sandbox.start(SandboxOptions.builder().scenario(scenario).agentDelay(Duration.ofMillis(1)).build())

    fun client(): MessagingClient = confab.client(options(sandbox.url(), ID).ping(500, 1_500).build(), config().build())

    fun stored(): List<String> = sandbox.messages().map { it.text() }

    /** The conversation of the newest message that a guest has sent. */
    fun conversation(): String = sandbox.messages().last().session()

    override fun close() {
        confab.close()
        sandbox.close()
    }

    companion object {
        const val ID = "a0000000-0000-4000-8000-000000000001"

        fun options(url: String, deploymentId: String): GuestChatOptions.Builder =
            GuestChatOptions.builder(deploymentId, ID).queue("Support").loopbackEndpoint(url)

        /** What nobody can tell is held, so that no copy can hide behind a policy. */
        fun config(): MessagingClientConfig.Builder = MessagingClientConfig.builder()
            .rate(RatePolicy(messageIntervalMillis = 0, typingIntervalMillis = 5_000, healthCheckIntervalMillis = 30_000))
            .reconnect(ReconnectPolicy(Backoff(20, 20, 200), 3, stableAfterMillis = 30_000, openTimeoutMillis = 3_000))
            .outbox(OutboxPolicy(256, 1L shl 20, proofTimeoutMillis = 1_200))
            .recovery(RecoveryPolicy(100, RecoveryPolicy.WhenUncertain.HOLD, historyLagMillis = 10))
    }
}
