package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ErrorCode

/**
 * All active conversations (protocol notes §B.5.2), and where to go on from there.
 *
 * @property complete whether what is missing here is not there.
 * @property cursor the time to ask for changes from; null where the service told none.
 */
internal class AmmEverything(val conversations: List<AmmConversation>, val complete: Boolean, val cursor: Long?, val tag: String?) {
    companion object {
        private const val IDS_AT_ONCE = 20

        /** A list that is too long for one answer, or breaks off, is asked for in pieces. Older servers have no pieces. */
        suspend fun of(calls: AmmCalls): AmmEverything {
            val hasPieces = calls.resources.features.flavour != AmmFlavour.V2_1
            val listed = try {
                calls.list(AmmCalls.Filter())
            } catch (failed: TransportException) {
                if (failed.failure.code != ErrorCode.PROTOCOL_VIOLATION || !hasPieces) throw failed
                null
            }
            if (listed == null || (listed.list.hasMore && hasPieces)) return inPieces(calls, listed)
            return AmmEverything(listed.list.conversations, !listed.list.hasMore, listed.next, listed.entityTag)
        }

        /**
         * By the list of ids, until that has none that was not answered: so what was begun or left between the pieces is neither forgotten nor
         * taken for there. What comes in no piece is asked for by itself, and so is what came and has no id there: either list may be behind,
         * and what is missing in the result is taken for gone.
         */
        private suspend fun inPieces(calls: AmmCalls, begun: AmmCalls.Listed?): AmmEverything {
            // From the earliest: what changed between the pieces is told twice rather than not at all.
            var first = begun
            val found = LinkedHashMap<String, AmmConversation>()
            begun?.list?.conversations?.associateByTo(found) { it.id }
            while (true) {
                val ids = calls.ids()
                val missing = ids.filterNot(found::containsKey)
                val before = found.size
                for (piece in missing.chunked(minOf(IDS_AT_ONCE, calls.resources.features.maxIdsLimit))) {
                    val listed = calls.list(AmmCalls.Filter(ids = piece))
                    first = first ?: listed
                    listed.list.conversations.associateByTo(found) { it.id }
                }
                if (found.size > before) continue
                missing.forEach { id -> single(calls, id)?.let { found[id] = it } }
                val there = ids.mapNotNull(found::get) + (found.keys - ids.toSet()).mapNotNull { single(calls, it) }.filter { it.active }
                return AmmEverything(there, complete = true, first?.next, first?.entityTag)
            }
        }

        /** Null only for what the service says that it does not have. Where a page is too long, its newest message will do. */
        private suspend fun single(calls: AmmCalls, id: String): AmmConversation? = try {
            try {
                calls.page(id, calls.resources.features.maxMessageCount)
            } catch (failed: TransportException) {
                if (failed.failure.code != ErrorCode.PROTOCOL_VIOLATION) throw failed
                calls.page(id, count = 1)
            }
        } catch (failed: TransportException) {
            if (!AmmFailures.saysGone(failed.failure)) throw failed
            null
        }
    }
}
