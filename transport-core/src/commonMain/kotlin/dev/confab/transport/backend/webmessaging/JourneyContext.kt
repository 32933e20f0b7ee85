package dev.confab.transport.backend.webmessaging

import kotlin.jvm.JvmStatic

/**
 * How this guest came to be: the visit of a web site, and what in it offered the chat (protocol notes §2.4). Immutable; made by [builder].
 *
 * Leave it out unless the application knows the customer's real cookie.
 */
public class JourneyContext private constructor(builder: Builder) {
    /** The customer as a cookie knows them. Personal data. */
    public val customerCookieId: String = builder.customerCookieId

    /** The visit, or null. */
    public val sessionId: String? = builder.sessionId

    /** What kind of visit it is; default `app`. */
    public val sessionType: String = builder.sessionType

    /** The id of what offered the chat, or null. */
    public val triggeringActionId: String? = builder.triggeringActionId

    /** The action map that it belongs to, or null. */
    public val actionMapId: String? = builder.actionMapId

    /** The version of that action map, or null. */
    public val actionMapVersion: Int? = builder.actionMapVersion

    override fun equals(other: Any?): Boolean = other is JourneyContext && other.fields() == fields()

    override fun hashCode(): Int = fields().hashCode()

    private fun fields() = listOf(customerCookieId, sessionId, sessionType, triggeringActionId, actionMapId, actionMapVersion)

    /** Without the customer. */
    override fun toString(): String = "JourneyContext($sessionType)"

    /** Builds a context; every setter refuses blank text with an [IllegalArgumentException]. */
    public class Builder internal constructor(internal val customerCookieId: String) {
        internal var sessionId: String? = null
        internal var sessionType: String = "app"
        internal var triggeringActionId: String? = null
        internal var actionMapId: String? = null
        internal var actionMapVersion: Int? = null

        init {
            require(customerCookieId.isNotBlank()) { "The customer's cookie id must not be blank: leave the journey context out instead." }
        }

        public fun session(id: String, type: String): Builder = apply {
            require(id.isNotBlank() && type.isNotBlank()) { "The id and type of the customer's session must not be blank." }
            sessionId = id
            sessionType = type
        }

        public fun triggeringAction(id: String): Builder = apply {
            require(id.isNotBlank()) { "The id of the triggering action must not be blank." }
            triggeringActionId = id
        }

        public fun actionMap(id: String, version: Int): Builder = apply {
            require(id.isNotBlank()) { "The id of the action map must not be blank." }
            actionMapId = id
            actionMapVersion = version
        }

        public fun build(): JourneyContext {
            require(actionMapId == null || triggeringActionId != null) { "An action map belongs to a triggering action: name that, too." }
            return JourneyContext(this)
        }
    }

    public companion object {
        /** @param customerCookieId the customer as a cookie knows them. */
        @JvmStatic
        public fun builder(customerCookieId: String): Builder = Builder(customerCookieId)
    }
}
