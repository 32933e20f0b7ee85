package dev.confab.transport

import dev.confab.transport.policy.AttachmentPolicy
import dev.confab.transport.policy.ExpiryPolicy
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.policy.RetentionPolicy
import dev.confab.transport.policy.StorePolicy
import dev.confab.transport.session.SessionPolicies
import dev.confab.transport.store.SessionStore
import kotlin.jvm.JvmStatic

/**
 * How a client behaves, whichever service it speaks to. Immutable; made by [builder].
 *
 * @property sessionId the name under which [store] keeps the session; null: a fresh one for each client.
 * @property store where the session is kept; null: in memory.
 * @property eventBuffer how many events may wait for a slow collector; default 256.
 */
public class MessagingClientConfig private constructor(builder: Builder) {
    public val sessionId: String? = builder.sessionId
    public val store: SessionStore? = builder.store
    public val reconnect: ReconnectPolicy = builder.reconnect
    public val rate: RatePolicy = builder.rate
    public val outbox: OutboxPolicy = builder.outbox
    public val recovery: RecoveryPolicy = builder.recovery
    public val retention: RetentionPolicy = builder.retention
    public val storePolicy: StorePolicy = builder.storePolicy
    public val expiry: ExpiryPolicy = builder.expiry
    public val attachments: AttachmentPolicy = builder.attachments
    public val eventBuffer: Int = builder.eventBuffer

    internal val policies: SessionPolicies
        get() = SessionPolicies(reconnect, rate, outbox, recovery, retention, storePolicy, expiry, attachments)

    /** Builds a config; every setting has a default. */
    public class Builder internal constructor() {
        internal var sessionId: String? = null
        internal var store: SessionStore? = null
        internal var reconnect: ReconnectPolicy = ReconnectPolicy.DEFAULT
        internal var rate: RatePolicy = RatePolicy.DEFAULT
        internal var outbox: OutboxPolicy = OutboxPolicy.DEFAULT
        internal var recovery: RecoveryPolicy = RecoveryPolicy.DEFAULT
        internal var retention: RetentionPolicy = RetentionPolicy.DEFAULT
        internal var storePolicy: StorePolicy = StorePolicy.REQUIRE
        internal var expiry: ExpiryPolicy = ExpiryPolicy.DEFAULT
        internal var attachments: AttachmentPolicy = AttachmentPolicy.DEFAULT
        internal var eventBuffer: Int = DEFAULT_EVENT_BUFFER

        /** Keeps the session in [store] under [sessionId], and goes on with what is there already. */
        public fun store(store: SessionStore, sessionId: String): Builder = apply {
            require(sessionId.isNotBlank()) { "The session id must not be blank: it names the session in the store." }
            this.store = store
            this.sessionId = sessionId
        }

        public fun reconnect(policy: ReconnectPolicy): Builder = apply { reconnect = policy }

        public fun rate(policy: RatePolicy): Builder = apply { rate = policy }

        public fun outbox(policy: OutboxPolicy): Builder = apply { outbox = policy }

        public fun recovery(policy: RecoveryPolicy): Builder = apply { recovery = policy }

        public fun retention(policy: RetentionPolicy): Builder = apply { retention = policy }

        public fun storePolicy(policy: StorePolicy): Builder = apply { storePolicy = policy }

        public fun expiry(policy: ExpiryPolicy): Builder = apply { expiry = policy }

        public fun attachments(policy: AttachmentPolicy): Builder = apply { attachments = policy }

        public fun eventBuffer(events: Int): Builder = apply {
            require(events >= 1) { "eventBuffer must be at least 1, but is $events." }
            eventBuffer = events
        }

        public fun build(): MessagingClientConfig = MessagingClientConfig(this)
    }

    public companion object {
        private const val DEFAULT_EVENT_BUFFER = 256

        /** Every setting at its default. */
        @JvmStatic
        public fun defaults(): MessagingClientConfig = Builder().build()

        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
