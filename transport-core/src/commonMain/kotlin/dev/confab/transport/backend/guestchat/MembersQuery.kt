package dev.confab.transport.backend.guestchat

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/** Which members are wanted (protocol notes of guest chat §4.1). Immutable; made by [builder]. */
public class MembersQuery private constructor(builder: Builder) {
    /** Members on a page; null: 25. */
    public val pageSize: Int? = builder.pageSize

    /** From 1; null: the first page. */
    public val pageNumber: Int? = builder.pageNumber

    /** Whether members who have left are left out; null: they are not. */
    public val excludeDisconnectedMembers: Boolean? = builder.excludeDisconnectedMembers

    internal fun toQuery(): String =
        query("pageSize" to pageSize, "pageNumber" to pageNumber, "excludeDisconnectedMembers" to excludeDisconnectedMembers)

    internal fun withPage(number: Int): MembersQuery = Builder().also {
        it.pageSize = pageSize
        it.pageNumber = number
        it.excludeDisconnectedMembers = excludeDisconnectedMembers
    }.build()

    override fun equals(other: Any?): Boolean = other is MembersQuery && other.toQuery() == toQuery()

    override fun hashCode(): Int = toQuery().hashCode()

    override fun toString(): String = "MembersQuery(${toQuery()})"

    /** Builds a query; every setter refuses what cannot be with an [IllegalArgumentException]. */
    public class Builder internal constructor() {
        internal var pageSize: Int? = null
        internal var pageNumber: Int? = null
        internal var excludeDisconnectedMembers: Boolean? = null

        public fun pageSize(count: Int): Builder = apply {
            require(count >= 1) { "A page has at least one member, not $count." }
            pageSize = count
        }

        public fun pageNumber(number: Int): Builder = apply {
            require(number >= 1) { "Pages are counted from 1; there is no page $number." }
            pageNumber = number
        }

        public fun excludeDisconnectedMembers(exclude: Boolean): Builder = apply { excludeDisconnectedMembers = exclude }

        public fun build(): MembersQuery = MembersQuery(this)
    }

    public companion object {
        /** Everybody, page by page as the service likes. */
        @JvmField
        public val ALL: MembersQuery = Builder().build()

        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
