package dev.confab.transport.backend.nexus

import kotlin.jvm.JvmStatic

/** How a guest presents itself when a session begins (protocol notes §3.3). Immutable; made by [builder]. */
public class NexusGuest private constructor(builder: Builder) {
    public val nickname: String? = builder.nickname
    public val firstName: String? = builder.firstName
    public val lastName: String? = builder.lastName
    public val emailAddress: String? = builder.emailAddress

    /** Personal data stays out of logs. */
    override fun toString(): String = "NexusGuest"

    /** Builds a guest. */
    public class Builder internal constructor() {
        internal var nickname: String? = null
        internal var firstName: String? = null
        internal var lastName: String? = null
        internal var emailAddress: String? = null

        public fun nickname(value: String?): Builder = apply { nickname = value }

        public fun firstName(value: String?): Builder = apply { firstName = value }

        public fun lastName(value: String?): Builder = apply { lastName = value }

        public fun emailAddress(value: String?): Builder = apply { emailAddress = value }

        public fun build(): NexusGuest = NexusGuest(this)
    }

    public companion object {
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
