package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ChangeFeed
import dev.confab.transport.backend.Changes
import dev.confab.transport.backend.FeedPace
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode
import kotlin.concurrent.Volatile
import kotlin.time.TimeSource

/**
 * Asks for what changed, when a hint says so, when the time has come, or all the time (protocol notes §B.5.2, §B.8). The place where to go on is
 * the service's own time of the last list plus a millisecond; entity tags only save questions (§B.8.5).
 */
internal class AmmNews(
    private val calls: AmmCalls,
    private val way: Way,
    private val pollMillis: Long?,
    private val apply: suspend (List<AmmConversation>, complete: Boolean) -> Unit,
) {
    /** How news come. */
    enum class Way { HINTS, POLLS, LONG_POLLS }

    private class Fetched(val list: AmmConversations, val complete: Boolean)

    @Volatile
    private var wantsAll = false

    @Volatile
    private var tag: String? = null
    private var reportedTag: String? = null

    private val feed = ChangeFeed<Long?, Fetched>(pace(), failed = { _, _ -> if (isBlind) wantsAll = true }, fetch = ::fetch)

    /** Older servers do not take a time: what they have told is told, also when the answer got lost. */
    private val isBlind get() = calls.resources.features.flavour == AmmFlavour.V2_1

    /** All active conversations, and where to go on from there. */
    class Start(val list: AmmConversations, val cursor: Long?, val tag: String?)

    suspend fun run(start: Start) {
        tag = start.tag
        feed.run(start.cursor) { apply(it.list.conversations, it.complete) }
    }

    fun hint() = feed.hint()

    /** Something changed, and the list stands at [entityTag] now. One's own query may have seen that already. */
    fun changed(entityTag: String?) {
        if (entityTag == null || entityTag != tag) feed.hint()
    }

    /** The service's answer to the question where the list stands: a hint may have been lost. A tag that is not of our kind says nothing. */
    fun stands(entityTag: String?) {
        if (entityTag != null && entityTag != reportedTag && entityTag != tag) feed.hint()
        reportedTag = entityTag
    }

    /** Everything anew. A request that the service holds back is not waited for. */
    suspend fun all() {
        if (way == Way.LONG_POLLS) return apply(everything(calls).list.conversations, true)
        wantsAll = true
        feed.hint()
    }

    private fun pace(): FeedPace = when (way) {
        Way.HINTS -> FeedPace(SAFETY_MILLIS, SAFETY_MILLIS, maxFailures = MAX_FAILURES)
        Way.POLLS -> FeedPace(pollMillis, pollMillis, maxFailures = MAX_FAILURES)
        Way.LONG_POLLS -> FeedPace(0, 0, maxFailures = MAX_FAILURES)
    }

    private suspend fun fetch(cursor: Long?): Changes<Long?, Fetched> {
        if (wantsAll) {
            wantsAll = false
            val start = everything(calls)
            tag = start.tag
            return Changes(listOf(Fetched(start.list, complete = true)), start.cursor ?: cursor)
        }
        val asked = TimeSource.Monotonic.markNow()
        val listed = when (way) {
            Way.LONG_POLLS -> calls.await(cursor.takeUnless { isBlind }, calls.resources.longPollSeconds)
            else -> calls.list(AmmCalls.Filter(afterMillis = cursor))
        }
        listed.entityTag?.let { tag = it }
        // A server that does not hold its answers back would be asked without a pause.
        val isHasty = way == Way.LONG_POLLS && listed.list.conversations.isEmpty() && asked.elapsedNow().inWholeMilliseconds < HASTY_MILLIS
        val items = if (listed.list.conversations.isEmpty()) emptyList() else listOf(Fetched(listed.list, complete = false))
        return Changes(items, place(listed) ?: cursor, waitMillis = HASTY_PAUSE_MILLIS.takeIf { isHasty })
    }

    companion object {
        /** How long a lost hint can go unnoticed where the service does not say where its list stands. */
        private const val SAFETY_MILLIS = 300_000L
        private const val MAX_FAILURES = 5
        private const val HASTY_MILLIS = 500L
        private const val HASTY_PAUSE_MILLIS = 5_000L
        private const val IDS_AT_ONCE = 20

        /** A list that is too long for one answer is asked for in pieces. */
        suspend fun everything(calls: AmmCalls): Start = try {
            val listed = calls.list(AmmCalls.Filter())
            Start(listed.list, place(listed), listed.entityTag)
        } catch (failed: TransportException) {
            if (failed.failure.code != ErrorCode.PROTOCOL_VIOLATION || calls.resources.features.flavour == AmmFlavour.V2_1) throw failed
            val pieces = calls.ids().chunked(minOf(IDS_AT_ONCE, calls.resources.features.maxIdsLimit))
                .map { calls.list(AmmCalls.Filter(ids = it)) }
            // From the earliest: what changed between the pieces is told twice rather than not at all.
            val first = pieces.firstOrNull()
            Start(AmmConversations(pieces.flatMap { it.list.conversations }, null, false), first?.let(::place), first?.entityTag)
        }

        private fun place(listed: AmmCalls.Listed): Long? =
            (listed.lastUpdatedMillis ?: listed.list.conversations.mapNotNull { it.lastUpdatedMillis }.maxOrNull())?.plus(1)
    }
}
