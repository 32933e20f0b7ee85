package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlin.jvm.JvmStatic

/** Who is to take a conversation (protocol notes of guest chat §4.2). Immutable; made by [queue] or [builder]. */
public class RoutingTarget private constructor(builder: Builder) {
    /** The kind of target; the service knows `QUEUE`. */
    public val targetType: String = builder.targetType

    /** Of a queue: its name, not its id. */
    public val targetAddress: String = builder.targetAddress

    /** Names of skills that the agent must have. */
    public val skills: List<String> = builder.skills.toList()

    /** The name of the language that the agent must speak, or null. */
    public val language: String? = builder.language

    /** The larger, the sooner it is its turn; null: as the queue does it. */
    public val priority: Long? = builder.priority

    internal fun toJson(): JsonObject = buildJsonObject {
        put("targetType", targetType)
        put("targetAddress", targetAddress)
        if (skills.isNotEmpty()) putJsonArray("skills") { skills.forEach { add(it) } }
        language?.let { put("language", it) }
        priority?.let { put("priority", it) }
    }

    override fun equals(other: Any?): Boolean = other is RoutingTarget && other.toJson() == toJson()

    override fun hashCode(): Int = targetAddress.hashCode()

    override fun toString(): String = "RoutingTarget($targetType $targetAddress)"

    /** Builds a target; every setter refuses blank text with an [IllegalArgumentException]. */
    public class Builder internal constructor(internal val targetType: String, internal val targetAddress: String) {
        internal var skills: List<String> = emptyList()
        internal var language: String? = null
        internal var priority: Long? = null

        init {
            require(targetType.isNotBlank()) { "The type of the routing target must not be blank: it is QUEUE for a queue." }
            require(targetAddress.isNotBlank()) { "The address of the routing target must not be blank: it is the name of the queue." }
        }

        public fun skills(names: List<String>): Builder = apply {
            require(names.none(String::isBlank)) { "A skill is named by its name, which must not be blank." }
            skills = names.toList()
        }

        public fun language(name: String): Builder = apply {
            require(name.isNotBlank()) { "The language must not be blank: leave it out instead." }
            language = name
        }

        public fun priority(priority: Long): Builder = apply { this.priority = priority }

        public fun build(): RoutingTarget = RoutingTarget(this)
    }

    public companion object {
        /** Any agent of the queue with this name. */
        @JvmStatic
        public fun queue(name: String): RoutingTarget = builder("QUEUE", name).build()

        @JvmStatic
        public fun builder(targetType: String, targetAddress: String): Builder = Builder(targetType, targetAddress)
    }
}
