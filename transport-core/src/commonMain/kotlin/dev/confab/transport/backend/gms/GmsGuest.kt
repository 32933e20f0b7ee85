package dev.confab.transport.backend.gms

import kotlin.jvm.JvmStatic

/**
 * How a guest presents itself when a chat begins (protocol notes §1.2). Immutable; made by [builder]. The service wants a nickname, or a first
 * and a last name; which of the others, its configuration says.
 *
 * @property userData facts for routing and for the agent. The offset of the guest's time zone in minutes goes under `TimeZone`.
 */
public class GmsGuest private constructor(builder: Builder) {
    public val nickname: String? = builder.nickname
    public val firstName: String? = builder.firstName
    public val lastName: String? = builder.lastName
    public val emailAddress: String? = builder.emailAddress
    public val subject: String? = builder.subject
    public val userData: Map<String, String> = builder.userData.toMap()

    internal val isNamed: Boolean get() = nickname != null || (firstName != null && lastName != null)

    /** Personal data stays out of logs. */
    override fun toString(): String = "GmsGuest(${userData.size} facts)"

    /** Builds a guest. */
    public class Builder internal constructor() {
        internal var nickname: String? = null
        internal var firstName: String? = null
        internal var lastName: String? = null
        internal var emailAddress: String? = null
        internal var subject: String? = null
        internal val userData = LinkedHashMap<String, String>()

        public fun nickname(value: String?): Builder = apply { nickname = value }

        public fun firstName(value: String?): Builder = apply { firstName = value }

        public fun lastName(value: String?): Builder = apply { lastName = value }

        public fun emailAddress(value: String?): Builder = apply { emailAddress = value }

        public fun subject(value: String?): Builder = apply { subject = value }

        /** Adds facts; a name that was given before gets the new value. */
        public fun userData(values: Map<String, String>): Builder = apply {
            require(values.keys.none { it.isBlank() || '[' in it || ']' in it }) {
                "A name of user data must not be blank and must hold no brackets: they make its name in the form."
            }
            userData.putAll(values)
        }

        public fun build(): GmsGuest = GmsGuest(this)
    }

    public companion object {
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
