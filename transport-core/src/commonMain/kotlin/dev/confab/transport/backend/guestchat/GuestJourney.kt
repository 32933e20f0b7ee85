package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.jvm.JvmStatic

/** How a guest came to the chat, as predictive engagement saw it (protocol notes of guest chat §4.2). Immutable; made by [builder]. */
public class GuestJourney private constructor(builder: Builder) {
    /** Who the customer is, by an id of the kind [customerIdType]. Personal data. */
    public val customerId: String = builder.customerId
    public val customerIdType: String = builder.customerIdType

    /** The visit, and what kind of visit it is; both or neither. */
    public val sessionId: String? = builder.sessionId
    public val sessionType: String? = builder.sessionType

    /** What offered the chat, with the action map that it belongs to and that map's version; all or none. */
    public val triggeringActionId: String? = builder.triggeringActionId
    public val actionMapId: String? = builder.actionMapId
    public val actionMapVersion: Int? = builder.actionMapVersion

    internal fun toJson(): JsonObject = buildJsonObject {
        putJsonObject("customer") {
            put("id", customerId)
            put("idType", customerIdType)
        }
        sessionId?.let {
            putJsonObject("customerSession") {
                put("id", it)
                put("type", sessionType)
            }
        }
        triggeringActionId?.let {
            putJsonObject("triggeringAction") {
                put("id", it)
                putJsonObject("actionMap") {
                    put("id", actionMapId)
                    put("version", actionMapVersion)
                }
            }
        }
    }

    override fun equals(other: Any?): Boolean = other is GuestJourney && other.toJson() == toJson()

    override fun hashCode(): Int = customerId.hashCode()

    /** Without the customer. */
    override fun toString(): String = "GuestJourney($customerIdType)"

    /** Builds a journey; every setter refuses blank text with an [IllegalArgumentException]. */
    public class Builder internal constructor(internal val customerId: String, internal val customerIdType: String) {
        internal var sessionId: String? = null
        internal var sessionType: String? = null
        internal var triggeringActionId: String? = null
        internal var actionMapId: String? = null
        internal var actionMapVersion: Int? = null

        init {
            require(customerId.isNotBlank() && customerIdType.isNotBlank()) {
                "The customer's id and its type must not be blank: leave the journey out instead."
            }
        }

        public fun session(id: String, type: String): Builder = apply {
            require(id.isNotBlank() && type.isNotBlank()) { "The id and type of the customer's session must not be blank." }
            sessionId = id
            sessionType = type
        }

        public fun triggeringAction(id: String, actionMapId: String, actionMapVersion: Int): Builder = apply {
            require(id.isNotBlank() && actionMapId.isNotBlank()) { "The ids of the triggering action and its map must not be blank." }
            triggeringActionId = id
            this.actionMapId = actionMapId
            this.actionMapVersion = actionMapVersion
        }

        public fun build(): GuestJourney = GuestJourney(this)
    }

    public companion object {
        /** @param idType what kind of id it is, such as `cookie`. */
        @JvmStatic
        public fun builder(customerId: String, idType: String): Builder = Builder(customerId, idType)
    }
}
