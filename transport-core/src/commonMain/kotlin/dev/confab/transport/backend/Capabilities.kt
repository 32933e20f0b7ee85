package dev.confab.transport.backend

import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Limits
import kotlin.jvm.JvmStatic

/**
 * What a back end can do, known before connecting; a capability that is not named is denied.
 *
 * @property limits what holds for every deployment of this back end.
 */
public class Capabilities(statuses: Map<Capability, CapabilityStatus>, public val limits: Limits) {
    private val statuses: Map<Capability, CapabilityStatus> = statuses.toMap()

    public operator fun get(capability: Capability): CapabilityStatus = statuses[capability] ?: NOT_OFFERED

    /** Whether a session has any number of conversations, and not exactly one. */
    internal val hasManyConversations: Boolean get() = this[Capability.CREATE_CONVERSATION].allowed

    public companion object {
        private val NOT_OFFERED = CapabilityStatus.denied("This back end has no such operation.")

        /** The given capabilities, allowed. */
        @JvmStatic
        public fun of(limits: Limits, vararg capabilities: Capability): Capabilities =
            Capabilities(capabilities.associateWith { CapabilityStatus.ALLOWED }, limits)
    }
}
