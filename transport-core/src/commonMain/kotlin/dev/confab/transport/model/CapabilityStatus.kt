package dev.confab.transport.model

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

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
        @JvmField
        public val ALLOWED: CapabilityStatus = CapabilityStatus(true, null)

        @JvmStatic
        public fun denied(reason: String): CapabilityStatus = CapabilityStatus(false, reason)
    }
}
