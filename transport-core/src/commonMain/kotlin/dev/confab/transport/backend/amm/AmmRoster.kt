package dev.confab.transport.backend.amm

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * The conversations as the service listed them last, for one link: who takes part, and which entries were told. Every list that is held back or
 * told goes through here.
 */
internal class AmmRoster(private val mapping: AmmMapping) {
    /** @property entries ids of entries that were told lately. */
    class Known(val subject: String?, val people: List<AmmEntity>, val entries: Set<String>)

    /** When the entries came that the service showed on this link. */
    val order = AmmOrder()

    private val state = MutableStateFlow(emptyMap<String, Known>())
    private val known get() = state.value

    operator fun get(conversation: String): Known? = known[conversation]

    /** The one that changed last at the end. */
    fun ids(): List<String> = known.keys.toList()

    /** @param messages those of its entries that are told now; others wait. */
    fun told(conversation: AmmConversation, messages: List<AmmMessage> = conversation.messages): Known {
        order.seen(conversation.messages)
        val before = known[conversation.id]
        val entries = messages.mapTo(HashSet()) { it.id }
        // What was proved a moment ago may be missing in a list that was made before.
        before?.entries?.takeIf { it.size < MAX_ENTRIES }?.let(entries::addAll)
        val now = Known(conversation.subject, people(conversation, before?.people.orEmpty()), entries)
        val isOver = !conversation.active || conversation.closed
        state.update { if (isOver) it - conversation.id else it - conversation.id + (conversation.id to now) }
        return now
    }

    /** [people] are told by the service itself. */
    fun takesPart(conversation: String, people: List<AmmEntity>) {
        val before = known[conversation] ?: return
        state.update { it + (conversation to Known(before.subject, people, before.entries)) }
    }

    fun proved(conversation: String, message: AmmMessage) {
        order.seen(listOf(message))
        val before = known[conversation] ?: Known(message.subject, message.to, emptySet())
        state.update { it + (conversation to Known(before.subject, before.people, before.entries + message.id)) }
    }

    fun left(conversation: String) {
        state.update { it - conversation }
    }

    /** The one with this address in the conversation, as far as the service named them. */
    fun person(conversation: String, address: String): AmmEntity =
        known[conversation]?.people?.firstOrNull { it.address.equals(address, ignoreCase = true) } ?: AmmEntity(address, null, null, null)

    /**
     * The service's list where the document has one; else those to whom its newest entry went, with whoever joined by it and without whoever
     * left (§B.5.1, §B.6.4).
     */
    private fun people(conversation: AmmConversation, before: List<AmmEntity>): List<AmmEntity> {
        conversation.participants?.let { return it.distinct() }
        val newest = conversation.messages.firstOrNull() ?: return before
        val addressed = (newest.to + listOfNotNull(newest.from.takeIf { mapping.isSelf(it?.address) })).ifEmpty { before }
        return when (newest.event) {
            AmmMessage.LEFT -> addressed - newest.eventParticipants.toSet()
            AmmMessage.JOINED -> addressed + newest.eventParticipants
            else -> addressed
        }.distinct()
    }

    private companion object {
        const val MAX_ENTRIES = 500
    }
}
