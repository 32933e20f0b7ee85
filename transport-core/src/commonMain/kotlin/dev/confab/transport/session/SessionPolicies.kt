package dev.confab.transport.session

import dev.confab.transport.policy.AttachmentPolicy
import dev.confab.transport.policy.ExpiryPolicy
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.policy.RetentionPolicy
import dev.confab.transport.policy.StorePolicy

/** The numbers that the rules go by. */
internal class SessionPolicies(
    val reconnect: ReconnectPolicy = ReconnectPolicy.DEFAULT,
    val rate: RatePolicy = RatePolicy.DEFAULT,
    val outbox: OutboxPolicy = OutboxPolicy.DEFAULT,
    val recovery: RecoveryPolicy = RecoveryPolicy.DEFAULT,
    val retention: RetentionPolicy = RetentionPolicy.DEFAULT,
    val store: StorePolicy = StorePolicy.REQUIRE,
    val expiry: ExpiryPolicy = ExpiryPolicy.DEFAULT,
    val attachments: AttachmentPolicy = AttachmentPolicy.DEFAULT,
    val answerTimeoutMillis: Long = 15_000,
    /** A file that travels with its message is told as it leaves us, which may be a megabyte of buffers ahead of the wire. */
    val transferSilenceMillis: Long = 60_000,
    val closeTimeoutMillis: Long = 5_000,
)
