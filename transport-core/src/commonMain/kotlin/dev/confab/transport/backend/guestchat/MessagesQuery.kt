package dev.confab.transport.backend.guestchat

import io.ktor.http.ParametersBuilder
import io.ktor.http.formUrlEncode
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/** Which messages are wanted, and in what order (protocol notes of guest chat §4.1). Immutable; made by [builder]. */
public class MessagesQuery private constructor(builder: Builder) {
    /** Only messages later than the one with this id, or null. */
    public val after: String? = builder.after

    /** Only messages earlier than the one with this id, or null. */
    public val before: String? = builder.before

    /** By time; null: ascending. */
    public val sortOrder: SortOrder? = builder.sortOrder

    /** At most so many, from 1 to [MAX_RESULTS]; null: as many as the service likes, which is [MAX_RESULTS]. */
    public val maxResults: Int? = builder.maxResults

    internal val isDescending: Boolean get() = sortOrder == SortOrder.DESCENDING

    internal fun toQuery(): String = query("after" to after, "before" to before, "sortOrder" to sortOrder?.word, "maxResults" to maxResults)

    public fun toBuilder(): Builder = Builder().also {
        it.after = after
        it.before = before
        it.sortOrder = sortOrder
        it.maxResults = maxResults
    }

    override fun equals(other: Any?): Boolean = other is MessagesQuery && other.toQuery() == toQuery()

    override fun hashCode(): Int = toQuery().hashCode()

    override fun toString(): String = "MessagesQuery(${toQuery()})"

    /** The order of time. */
    public enum class SortOrder(internal val word: String) {
        ASCENDING("ascending"),
        DESCENDING("descending"),
    }

    /** Builds a query; every setter refuses what the service would with an [IllegalArgumentException]. */
    public class Builder internal constructor() {
        internal var after: String? = null
        internal var before: String? = null
        internal var sortOrder: SortOrder? = null
        internal var maxResults: Int? = null

        public fun after(messageId: String): Builder = apply {
            require(messageId.isNotBlank()) { "The id of the message after which to read must not be blank: leave it out instead." }
            after = messageId
        }

        public fun before(messageId: String): Builder = apply {
            require(messageId.isNotBlank()) { "The id of the message before which to read must not be blank: leave it out instead." }
            before = messageId
        }

        public fun sortOrder(order: SortOrder): Builder = apply { sortOrder = order }

        public fun maxResults(count: Int): Builder = apply {
            require(count in 1..MAX_RESULTS) { "The service gives from 1 to $MAX_RESULTS messages at a time, not $count." }
            maxResults = count
        }

        public fun build(): MessagesQuery = MessagesQuery(this)
    }

    public companion object {
        /** The service gives no more messages at a time. */
        public const val MAX_RESULTS: Int = 100

        /** The oldest messages first, as many as the service likes. */
        @JvmField
        public val ALL: MessagesQuery = Builder().build()

        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** What is null is left out; an empty text begins nothing. */
internal fun query(vararg values: Pair<String, Any?>): String {
    val parameters = ParametersBuilder()
    values.forEach { (name, value) -> if (value != null) parameters.append(name, "$value") }
    val encoded = parameters.build().formUrlEncode()
    return if (encoded.isEmpty()) "" else "?$encoded"
}
