package dev.confab.transport.backend.gms

import kotlin.concurrent.Volatile

/**
 * The entries of one chat as CometD brought them, over all links of a client: there, the service cannot be asked for a piece of the
 * transcript. Bounded; the oldest are let go first.
 */
internal class GmsArchive {
    @Volatile
    private var chatId: String? = null

    @Volatile
    private var entries: List<GmsEntry> = emptyList()

    fun add(chat: String, more: List<GmsEntry>) {
        if (chat != chatId) {
            chatId = chat
            entries = emptyList()
        }
        val known = entries.mapTo(HashSet()) { it.index }
        val fresh = more.filter { it.index != null && it.index !in known }
        if (fresh.isNotEmpty()) entries = (entries + fresh).distinctBy { it.index }.sortedBy { it.index }.takeLast(MAX_ENTRIES)
    }

    /** The position from which on the service must tell; 0: from the start. */
    fun positionOf(chat: String): Int {
        if (chat != chatId) return 0
        var next = entries.firstOrNull()?.index ?: return 0
        for (entry in entries) if (entry.index == next) next++ else break
        return next
    }

    fun from(position: Int): List<GmsEntry> = entries.filter { (it.index ?: 0) >= position }

    private companion object {
        const val MAX_ENTRIES = 5_000
    }
}
