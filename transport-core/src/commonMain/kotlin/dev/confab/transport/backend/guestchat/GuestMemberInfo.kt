package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.jvm.JvmStatic

/** What a guest tells of themselves (protocol notes of guest chat §4.2). Personal data: stays out of logs. Immutable; made by [builder]. */
public class GuestMemberInfo private constructor(builder: Builder) {
    /** The name that the agent sees. */
    public val displayName: String = builder.displayName
    public val firstName: String? = builder.firstName
    public val lastName: String? = builder.lastName
    public val email: String? = builder.email
    public val phoneNumber: String? = builder.phoneNumber

    /** The address of a picture. */
    public val avatarImageUrl: String? = builder.avatarImageUrl

    /** Further facts by names of the application's own; they become attributes of the participant. */
    public val customFields: Map<String, String> = builder.customFields.toMap()

    internal fun toJson(): JsonObject = buildJsonObject {
        put("displayName", displayName)
        firstName?.let { put("firstName", it) }
        lastName?.let { put("lastName", it) }
        email?.let { put("email", it) }
        phoneNumber?.let { put("phoneNumber", it) }
        avatarImageUrl?.let { put("avatarImageUrl", it) }
        if (customFields.isNotEmpty()) putJsonObject("customFields") { customFields.forEach { (name, value) -> put(name, value) } }
    }

    override fun equals(other: Any?): Boolean = other is GuestMemberInfo && other.toJson() == toJson()

    override fun hashCode(): Int = displayName.hashCode()

    override fun toString(): String = "GuestMemberInfo(${customFields.size} custom fields)"

    /** Builds what a guest tells. */
    public class Builder internal constructor(internal val displayName: String) {
        internal var firstName: String? = null
        internal var lastName: String? = null
        internal var email: String? = null
        internal var phoneNumber: String? = null
        internal var avatarImageUrl: String? = null
        internal var customFields: Map<String, String> = emptyMap()

        init {
            require(displayName.isNotBlank()) { "The guest's display name must not be blank: the service refuses it." }
        }

        public fun firstName(value: String): Builder = apply { firstName = value }

        public fun lastName(value: String): Builder = apply { lastName = value }

        public fun email(value: String): Builder = apply { email = value }

        public fun phoneNumber(value: String): Builder = apply { phoneNumber = value }

        public fun avatarImageUrl(value: String): Builder = apply { avatarImageUrl = value }

        public fun customFields(values: Map<String, String>): Builder = apply { customFields = values.toMap() }

        public fun build(): GuestMemberInfo = GuestMemberInfo(this)
    }

    public companion object {
        @JvmStatic
        public fun builder(displayName: String): Builder = Builder(displayName)
    }
}
