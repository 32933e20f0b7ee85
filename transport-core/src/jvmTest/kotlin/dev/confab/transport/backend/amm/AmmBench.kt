package dev.confab.transport.backend.amm

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

/** A sandbox, and clients of Alice with everything as fast as a test wants it; their main conversation is with the scripted partner. */
internal class AmmBench(scenario: Scenario) : AutoCloseable {
    private val confab = Confab.create()
    val sandbox: Sandbox = Sandbox.start(
        SandboxOptions.builder().scenario(scenario).agentDelay(Duration.ofMillis(1)).messagesPerSecond(0).build(),
    )

    fun client(config: MessagingClientConfig = config().build(), options: AmmOptions.Builder.() -> Unit = {}): MessagingClient =
        confab.client(
            AmmService.options(sandbox.url()).mainConversation("Parcel", listOf(AmmService.PARTNER)).apply(options).build(),
            config,
        )

    fun stored(): List<String> = sandbox.messages().map { it.text() }

    override fun close() {
        confab.close()
        sandbox.close()
    }

    companion object {
        /** What nobody can tell is held, so that no copy can hide behind a policy. */
        fun config(): MessagingClientConfig.Builder = MessagingClientConfig.builder()
            .rate(RatePolicy(messageIntervalMillis = 0, typingIntervalMillis = 5_000, healthCheckIntervalMillis = 30_000))
            .reconnect(ReconnectPolicy(Backoff(20, 20, 200), 3, stableAfterMillis = 30_000, openTimeoutMillis = 10_000))
            .outbox(OutboxPolicy(256, 1L shl 20, proofTimeoutMillis = 10_000))
            .recovery(RecoveryPolicy(100, RecoveryPolicy.WhenUncertain.HOLD, historyLagMillis = 10))
    }
}
