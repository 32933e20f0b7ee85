package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Message
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Tells which of the guest's messages on the stream is the copy of which sending. The answer to the POST is the proof, and names the same id
 * as the copy; but the copy may come first, and carries no word of ours. So copies wait while a POST is under way.
 *
 * Proofs and copies are told under one lock, so that no copy overtakes its proof.
 */
internal class OwnMessages(private val tell: suspend (LinkEvent) -> Unit) {
    private val lock = Mutex()
    private val held = ArrayList<Message>()
    private var sending: LinkCommand.SendMessage? = null
    private var inDoubt = false

    suspend fun begun(command: LinkCommand.SendMessage) = lock.withLock {
        sending = command
        inDoubt = false
    }

    /** The service has it. */
    suspend fun proved(command: LinkCommand.SendMessage, message: Message) = lock.withLock { prove(command, message) }

    /** The service does not have it. */
    suspend fun refused() = lock.withLock { release(except = null) }

    /**
     * Nobody knows: a copy with these words is its proof, if it is here already or comes later. Messages leave one at a time, so there is no
     * other with which it could be confused.
     */
    suspend fun doubted() = lock.withLock {
        inDoubt = true
        val command = sending
        val copy = held.firstOrNull { it.text == command?.draft?.text }
        if (command != null && copy != null) prove(command, copy)
    }

    /** The stream shows a message of the guest. */
    suspend fun copied(message: Message) = lock.withLock {
        val command = sending
        when {
            command == null || held.size >= MAX_HELD -> tell(LinkEvent.MessageArrived(ConversationId.MAIN, message, null))
            inDoubt && message.text == command.draft.text -> prove(command, message)
            else -> held += message
        }
    }

    private suspend fun prove(command: LinkCommand.SendMessage, message: Message) {
        tell(LinkEvent.MessageArrived(ConversationId.MAIN, message, command.messageId))
        release(except = message.serverId)
    }

    private suspend fun release(except: String?) {
        sending = null
        inDoubt = false
        held.filter { it.serverId != except }.forEach { tell(LinkEvent.MessageArrived(ConversationId.MAIN, it, null)) }
        held.clear()
    }

    private companion object {
        const val MAX_HELD = 64
    }
}
