package dev.confab.transport.runtime

import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.LeaveOutcome
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.session.CallId
import dev.confab.transport.session.ConversationWish
import dev.confab.transport.session.Now
import dev.confab.transport.session.SessionInput
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope

/**
 * The verbs about conversations, as far as they are more than a message.
 *
 * @param call hands a command to the loop, when there is room for the events that it makes, and waits for its outcome.
 */
@Suppress("UNCHECKED_CAST") // A wish completes with what it asks for.
internal class ClientConversations(private val now: () -> Now, private val call: suspend ((CallId) -> SessionInput.Command) -> Any?) {
    suspend fun create(opening: NewConversation): Conversation =
        wish(ConversationWish.Create(ConversationId(newId()), opening)) as Conversation

    suspend fun discard(id: ConversationId) {
        wish(ConversationWish.Discard(id))
    }

    suspend fun add(id: ConversationId, addresses: List<String>): ParticipantsAdded =
        wish(ConversationWish.Add(id, addresses.toList())) as ParticipantsAdded

    suspend fun remove(id: ConversationId, addresses: List<String>) {
        wish(ConversationWish.Remove(id, addresses.toList()))
    }

    suspend fun validate(addresses: List<String>): List<AddressValidation> =
        wish(ConversationWish.Validate(addresses.toList())) as List<AddressValidation>

    suspend fun participants(id: ConversationId): List<Participant> = wish(ConversationWish.Participants(id)) as List<Participant>

    suspend fun setSubject(id: ConversationId, subject: String) {
        wish(ConversationWish.Subject(id, subject))
    }

    suspend fun setSensitivity(id: ConversationId, sensitivity: Sensitivity) {
        wish(ConversationWish.Sensitive(id, sensitivity))
    }

    suspend fun search(query: ConversationQuery): List<Conversation> = wish(ConversationWish.Search(query)) as List<Conversation>

    suspend fun messages(id: ConversationId, messageId: String, before: Boolean, max: Int): List<Message> =
        wish(ConversationWish.Messages(id, messageId, before, max)) as List<Message>

    suspend fun markAsRead(id: ConversationId, messages: List<MessageId>?) {
        wish(ConversationWish.Read(id, messages?.toList()))
    }

    suspend fun markAsAccessed(id: ConversationId) {
        wish(ConversationWish.Accessed(id))
    }

    suspend fun leave(id: ConversationId) {
        wish(ConversationWish.Leave(id))
    }

    suspend fun leaveAll(ids: List<ConversationId>): List<LeaveOutcome> = coroutineScope {
        ids.distinct().map { id ->
            async {
                try {
                    leave(id)
                    LeaveOutcome(id, null)
                } catch (failed: MessagingException) {
                    LeaveOutcome(id, failed)
                }
            }
        }.awaitAll()
    }

    private suspend fun wish(wish: ConversationWish): Any? = call { SessionInput.Converse(it, wish, now()) }
}
