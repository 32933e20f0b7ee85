package dev.confab.transport.session

import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Message
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentListOf

/**
 * What the session keeps of one conversation beside its messages and facts: how far it was read, who waits for more, what was told in it.
 *
 * @property reach the service's id of the newest message up to which nothing is missing, where the service lists conversations. A proof may
 * be newer: of what was said before it by others, it says nothing.
 * @property unfinished a reading of history that the loss of its link cut short: its goal, and what waits to be told after it. The next
 * link's takes it over.
 * @property historyCalls who waits for an older page.
 * @property lastTypingTicks when the guest's typing was told last.
 * @property isTypingTold whether the service takes the guest for typing.
 * @property held listed messages with the words of an own one that is in flight: which of them is that one, its proof tells.
 */
internal data class Lane(
    val reach: String? = null,
    val unfinished: Recovery? = null,
    val paging: Paging = Paging(),
    val historyCalls: PersistentList<CallId> = persistentListOf(),
    val lastTypingTicks: Long? = null,
    val isTypingTold: Boolean = false,
    val held: PersistentList<Message> = persistentListOf(),
) {
    companion object {
        val EMPTY = Lane()
    }
}

internal fun PersistentMap<ConversationId, Lane>.mapLanes(change: (Lane) -> Lane): PersistentMap<ConversationId, Lane> =
    entries.fold(this) { lanes, (id, lane) ->
        val changed = change(lane)
        if (changed == Lane.EMPTY) lanes.remove(id) else lanes.put(id, changed)
    }
