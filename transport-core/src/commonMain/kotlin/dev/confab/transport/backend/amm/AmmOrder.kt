package dev.confab.transport.backend.amm

import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentMapOf
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * Which of two entries is the newer one: ids say nothing of that (protocol notes §B.11). An entry that is not known here is older than those that
 * are: a link begins with the newest ones of each conversation, and forgets the oldest first.
 */
internal class AmmOrder {
    /** @property rank among entries of the same millisecond, those that were shown later are newer. */
    private data class Place(val millis: Long, val rank: Long) : Comparable<Place> {
        override fun compareTo(other: Place): Int = compareValuesBy(this, other, Place::millis, Place::rank)
    }

    private class Places(val next: Long, val known: PersistentMap<String, Place>)

    private val state = MutableStateFlow(Places(0, persistentMapOf()))

    /** The service showed [entries], newest first. */
    fun seen(entries: List<AmmMessage>) = state.update { before ->
        var next = before.next
        val known = before.known.builder()
        for (entry in entries.asReversed()) {
            if (entry.receivedMillis != null && entry.id !in known) known[entry.id] = Place(entry.receivedMillis, next++)
        }
        if (known.size > MAX_KNOWN) known.entries.sortedBy { it.value }.take(MAX_KNOWN / 2).map { it.key }.forEach(known::remove)
        Places(next, known.build())
    }

    /** The newest of [ids], which are not empty. Of those that are not known it is the last one. */
    fun newest(ids: List<String>): String {
        val known = state.value.known
        return ids.filter(known::containsKey).maxByOrNull(known::getValue) ?: ids.last()
    }

    private companion object {
        const val MAX_KNOWN = 10_000
    }
}
