package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ChangeFeed
import dev.confab.transport.backend.Changes
import dev.confab.transport.backend.FeedPace
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.mapLatest
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.flow.updateAndGet
import kotlin.concurrent.Volatile
import kotlin.time.TimeSource

/**
 * Asks for what changed, when a hint says so, when the time has come, all the time, or only on demand (protocol notes §B.5.2, §B.8). The place
 * where to go on is the service's own time of the last list plus a millisecond; entity tags only save questions (§B.8.5).
 */
internal class AmmNews(
    private val calls: AmmCalls,
    private val way: Way,
    private val pollMillis: Long?,
    private val time: TimeSource = TimeSource.Monotonic,
    private val apply: suspend (List<AmmConversation>, complete: Boolean) -> Unit,
) {
    /** How news come. */
    enum class Way { HINTS, POLLS, LONG_POLLS, MANUAL }

    /** @property checks the check that this answers last, when everything that was fetched with it is told. */
    private class Fetched(val conversations: List<AmmConversation>, val complete: Boolean, val checks: Long? = null)

    private val checks = MutableStateFlow(0L)
    private val answered = MutableStateFlow(0L)

    /** The last check that came before the question that is on its way. */
    private var seen = 0L

    /** How often everything was wished for, and up to which of these wishes it was told: one that comes while a list is read needs another. */
    private val wishes = MutableStateFlow(0L)

    @Volatile
    private var granted = 0L

    @Volatile
    private var tag: String? = null
    private var reportedTag: String? = null

    private val feed = ChangeFeed<Long?, Fetched>(pace(), failed = { _, _ -> if (isBlind) wish() }, fetch = ::fetch)

    /** Older servers do not take a time: what they have told is told, also when the answer got lost. */
    private val isBlind get() = calls.resources.features.flavour == AmmFlavour.V2_1

    suspend fun run(start: AmmEverything) {
        tag = start.tag
        feed.run(start.cursor) { fetched ->
            if (fetched.checks == null) apply(fetched.conversations, fetched.complete) else answered.value = fetched.checks
        }
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

    /** Everything anew, in its turn: told beside changes, an older list would take back what it does not hold yet. */
    fun all() {
        wish()
        feed.hint()
    }

    /** Asks now, and returns when what the service told is applied: what it had by the time of this call is here then. */
    suspend fun checked() {
        val number = checks.updateAndGet { it + 1 }
        // Where hints come, nothing but a change can be missing.
        if (way == Way.HINTS) feed.hint() else all()
        answered.first { it >= number }
    }

    private fun wish() = wishes.update { it + 1 }

    private fun pace(): FeedPace = when (way) {
        Way.HINTS -> FeedPace(SAFETY_MILLIS, SAFETY_MILLIS, maxFailures = MAX_FAILURES)
        Way.POLLS -> FeedPace(pollMillis, pollMillis, maxFailures = MAX_FAILURES)
        Way.LONG_POLLS -> FeedPace(0, 0, maxFailures = MAX_FAILURES)
        Way.MANUAL -> FeedPace(null, null, maxFailures = MAX_FAILURES)
    }

    private suspend fun fetch(cursor: Long?): Changes<Long?, Fetched> {
        seen = checks.value
        val changes = fetched(cursor)
        if (seen == answered.value) return changes
        return Changes(changes.items + Fetched(emptyList(), complete = false, seen), changes.next, changes.ended, changes.waitMillis)
    }

    private suspend fun fetched(cursor: Long?): Changes<Long?, Fetched> {
        val asked = time.markNow()
        // Without a time to ask from, changes are everything.
        val isAll = wishes.value != granted || (cursor == null && way != Way.LONG_POLLS)
        val listed = (if (isAll) null else changes(cursor)) ?: return everything(cursor)
        listed.entityTag?.let { tag = it }
        val items = if (listed.list.conversations.isEmpty()) emptyList() else listOf(Fetched(listed.list.conversations, complete = false))
        if (listed.list.hasMore && !isBlind) {
            // Nothing says where such a list breaks off: there is no place to go on from.
            wish()
            return Changes(items, cursor, waitMillis = 0)
        }
        // A server that does not hold its answers back would be asked without a pause.
        val isHasty = way == Way.LONG_POLLS && items.isEmpty() && asked.elapsedNow().inWholeMilliseconds < HASTY_MILLIS
        return Changes(items, listed.next ?: cursor, waitMillis = HASTY_PAUSE_MILLIS.takeIf { isHasty })
    }

    private suspend fun everything(cursor: Long?): Changes<Long?, Fetched> {
        // It may take the place of a long poll that began before the check.
        seen = checks.value
        val wish = wishes.value
        val all = AmmEverything.of(calls)
        granted = wish
        tag = all.tag
        return Changes(listOf(Fetched(all.conversations, all.complete)), all.cursor ?: cursor)
    }

    private suspend fun changes(cursor: Long?): AmmCalls.Listed? = when (way) {
        Way.LONG_POLLS -> held(cursor)
        else -> calls.list(AmmCalls.Filter(afterMillis = cursor))
    }

    /** Null when everything is wished for meanwhile: that does not wait until the service lets go of its answer. */
    @OptIn(ExperimentalCoroutinesApi::class)
    private suspend fun held(cursor: Long?): AmmCalls.Listed? = wishes.mapLatest {
        if (it == granted) calls.await(cursor.takeUnless { isBlind }, calls.resources.longPollSeconds) else null
    }.first()

    private companion object {
        /** How long a lost hint can go unnoticed where the service does not say where its list stands. */
        const val SAFETY_MILLIS = 300_000L
        const val MAX_FAILURES = 5
        const val HASTY_MILLIS = 500L
        const val HASTY_PAUSE_MILLIS = 5_000L
    }
}
