package dev.confab.transport.model

/**
 * Whether something can be done now, and if not, why.
 *
 * @property reason a sentence for a developer when [allowed] is false, else null.
 */
public class CapabilityStatus private constructor(public val allowed: Boolean, public val reason: String?) {
    override fun equals(other: Any?): Boolean = other is CapabilityStatus && other.allowed == allowed && other.reason == reason

    override fun hashCode(): Int = allowed.hashCode() * 31 + reason.hashCode()

    override fun toString(): String = if (allowed) "allowed" else "denied: $reason"

    public companion object {
        public val ALLOWED: CapabilityStatus = CapabilityStatus(true, null)

        public fun denied(reason: String): CapabilityStatus = CapabilityStatus(false, reason)
    }
}
