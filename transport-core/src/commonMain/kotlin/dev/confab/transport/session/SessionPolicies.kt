package dev.confab.transport.session

import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy

/** The numbers that the rules go by. */
internal class SessionPolicies(
    val reconnect: ReconnectPolicy = ReconnectPolicy.DEFAULT,
    val rate: RatePolicy = RatePolicy.DEFAULT,
    val outbox: OutboxPolicy = OutboxPolicy.DEFAULT,
    val closeTimeoutMillis: Long = 5_000,
)
