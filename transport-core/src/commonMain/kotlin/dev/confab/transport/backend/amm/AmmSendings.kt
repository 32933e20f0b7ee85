package dev.confab.transport.backend.amm

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Tells lists and proofs in an order in which nothing is doubled: the hint at an own message may come, and be followed up, before the answer to
 * its POST (seen on the wire, protocol notes §C), and the copy in the list has no word of ours. So own entries that are new wait as long as a
 * message of their conversation is on its way; and a conversation that is new, and holds own words, waits as long as one is being opened.
 */
internal class AmmSendings(
    private val roster: AmmRoster,
    private val mapping: AmmMapping,
    private val files: AmmFiles,
    private val tell: suspend (LinkEvent) -> Unit,
) {
    private val lock = Mutex()
    private val flights = HashMap<String, ArrayList<AmmMessage>>()
    private var openings = 0
    private val heldConversations = LinkedHashMap<String, AmmConversation>()

    suspend fun begun(command: LinkCommand.SendMessage) = lock.withLock {
        if (command.opening != null) openings++ else flights[command.conversation.value] = ArrayList()
    }

    /** The service has it under [conversation]. */
    suspend fun proved(command: LinkCommand.SendMessage, conversation: String, message: AmmMessage) = lock.withLock {
        val service = ConversationId(conversation)
        if (command.opening != null) tell(LinkEvent.ConversationOpened(command.conversation, service))
        roster.proved(conversation, message)
        tell(service, message, command.messageId)
        released(command, except = message.id)
    }

    /** The service does not have it. */
    suspend fun refused(command: LinkCommand.SendMessage) = lock.withLock { released(command, except = null) }

    suspend fun listed(list: List<AmmConversation>, complete: Boolean) = lock.withLock {
        // The one that changed last comes last: so the roster knows which are used.
        val items = list.sortedBy { it.lastUpdatedMillis ?: 0 }.mapNotNull { conversation ->
            if (isOpening(conversation)) {
                heldConversations[conversation.id] = conversation
                null
            } else {
                conversation to visible(conversation)
            }
        }
        tell(LinkEvent.ConversationsListed(items.map { (conversation, messages) -> item(conversation, messages) }, complete))
    }

    private suspend fun item(conversation: AmmConversation, messages: List<AmmMessage>): ListedConversation {
        val item = mapping.listed(conversation, roster.told(conversation, messages).people, messages)
        item.newest.messages.forEach { files.noted(it.parts) }
        return item
    }

    private suspend fun tell(conversation: ConversationId, entry: AmmMessage, correlation: MessageId?) {
        val message = mapping.message(entry)
        files.noted(message.parts)
        tell(LinkEvent.MessageArrived(conversation, message, correlation))
    }

    private fun isOpening(conversation: AmmConversation): Boolean =
        openings > 0 && roster[conversation.id] == null && conversation.messages.any(::isOwn)

    private fun visible(conversation: AmmConversation): List<AmmMessage> {
        val flight = flights[conversation.id] ?: return conversation.messages
        val told = roster[conversation.id]?.entries.orEmpty()
        val (copies, others) = conversation.messages.partition { isOwn(it) && it.id !in told }
        copies.filterTo(flight) { copy -> flight.none { it.id == copy.id } }
        return others
    }

    private fun isOwn(entry: AmmMessage): Boolean = entry.isMessage && mapping.isSelf(entry.from?.address)

    private suspend fun released(command: LinkCommand.SendMessage, except: String?) {
        if (command.opening != null) openings-- else released(command.conversation, except)
        val free = heldConversations.values.filter { openings == 0 || roster[it.id] != null }
        free.forEach { heldConversations.remove(it.id) }
        if (free.isNotEmpty()) tell(LinkEvent.ConversationsListed(free.map { item(it, visible(it)) }, complete = false))
    }

    private suspend fun released(conversation: ConversationId, except: String?) {
        val copies = flights.remove(conversation.value).orEmpty().filter { it.id != except }
        copies.forEach { tell(conversation, it, correlation = null) }
    }
}
