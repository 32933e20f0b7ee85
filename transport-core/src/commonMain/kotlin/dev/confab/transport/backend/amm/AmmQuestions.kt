package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AddressRejection
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.ParticipantsAdded

/** Answers the questions of a session (protocol notes §B.5.3, §B.7, §B.9). What the server cannot do is refused with a reason. */
internal class AmmQuestions(
    private val calls: AmmCalls,
    private val roster: AmmRoster,
    private val mapping: AmmMapping,
    private val reading: AmmReading,
    private val screens: Boolean,
) {
    private val features get() = calls.resources.features

    /** @throws TransportException when it is refused. */
    suspend fun answer(question: ConversationQuestion): ConversationAnswer = when (question) {
        is ConversationQuestion.ValidateAddresses -> ConversationAnswer.Validated(validated(question.addresses))

        is ConversationQuestion.AddParticipants -> ConversationAnswer.Added(added(question.conversation.value, question.addresses))

        is ConversationQuestion.FetchParticipants -> {
            val people = calls.participants(question.conversation.value)
            roster.takesPart(question.conversation.value, people)
            ConversationAnswer.Participants(people.map(mapping::participant))
        }

        is ConversationQuestion.SetSubject -> done {
            if (!features.subjectChange) throw unsupported("The server does not let the subject of a conversation be changed.")
            calls.setSubject(question.conversation.value, question.subject)
        }

        is ConversationQuestion.SearchConversations -> ConversationAnswer.Found(found(question))

        is ConversationQuestion.FetchMessages -> ConversationAnswer.Messages(messages(question))

        is ConversationQuestion.MarkAsRead -> done { read(question) }

        is ConversationQuestion.Leave -> done { leave(question.conversation.value) }

        is ConversationQuestion.MarkAsAccessed -> done { calls.accessed(question.conversation.value) }
    }

    private suspend fun done(work: suspend () -> Unit): ConversationAnswer {
        work()
        return ConversationAnswer.Done
    }

    private suspend fun validated(addresses: List<String>): List<AddressValidation> {
        if (!features.validation) throw unsupported("The server does not validate addresses.")
        val asked = addresses.distinct().filter(::isRoutable)
        val found = asked.chunked(MAX_ADDRESSES).flatMap { calls.validate(it) }.associate { it.query.lowercase() to it.valid }
        return addresses.map { AddressValidation(it, found[it.lowercase()].orEmpty().map(mapping::participant)) }
    }

    /** Whether the service could know it at all: it has the form of an address, of a domain that the service routes (§B.9). */
    private fun isRoutable(address: String): Boolean = ADDRESS.matches(address) && (!screens || features.routes(address))

    private suspend fun added(conversation: String, addresses: List<String>): ParticipantsAdded {
        val present = roster[conversation]?.people.orEmpty()
        val (already, missing) = addresses.distinct().partition { address -> present.any { it.address.equals(address, ignoreCase = true) } }
        val invited = try {
            if (missing.isEmpty()) emptyList() else calls.invite(conversation, missing.map { AmmEntity(it, null, null, null) })
        } catch (refused: TransportException) {
            if (refused.failure.code != ErrorCode.ADDRESS_INVALID) throw refused
            emptyList()
        }
        val (joined, rejected) = missing.partition { address -> invited.any { it.address.equals(address, ignoreCase = true) } }
        val people = invited.filter { person -> joined.any { it.equals(person.address, ignoreCase = true) } }
        if (people.isNotEmpty()) roster.takesPart(conversation, (present + people).distinct())
        return ParticipantsAdded(
            people.map(mapping::participant),
            already,
            rejected.map { AddressRejection(it, "The service did not take this address.") },
        )
    }

    private suspend fun found(question: ConversationQuestion.SearchConversations) = with(question.query) {
        calls.list(AmmCalls.Filter(afterMillis, text.ifEmpty { null }, inSubject, inParticipants, inBody)).list.conversations
    }.onEach {
        roster.order.seen(it.messages)
    }.map { mapping.listed(it, it.participants ?: it.messages.firstOrNull()?.to.orEmpty(), it.messages) }

    /** Page by page, each as large as the service gives them, until there are enough or no more (§B.5.4). */
    private suspend fun messages(question: ConversationQuestion.FetchMessages) = with(question) {
        val found = ArrayList<AmmMessage>()
        var from = messageId
        var ended = false
        while (found.size < max && !ended) {
            val count = minOf(max - found.size, features.maxMessageCount)
            val page = calls.page(conversation.value, count, beforeId = from.takeIf { before }, afterId = from.takeUnless { before })
            roster.order.seen(page.messages)
            val fresh = page.messages.filter { entry -> entry.id != messageId && found.none { it.id == entry.id } }
            found += fresh
            ended = page.messages.size < count || fresh.isEmpty()
            if (!ended) from = ordered(fresh).let { if (before) it.last().id else it.first().id }
        }
        val newestFirst = ordered(found)
        mapping.page(ConversationId(conversation.value), newestFirst, newestFirst, isLast = before && ended)
    }

    /** Newest first, whatever the order of the service's pages. */
    private fun ordered(entries: List<AmmMessage>): List<AmmMessage> = entries.sortedByDescending { it.receivedMillis ?: 0 }

    private suspend fun read(question: ConversationQuestion.MarkAsRead) {
        if (!features.markAsRead) throw unsupported("The server is not told what was read.")
        val ids = question.messageIds
        if (ids == null) reading.markAll(question.conversation.value) else reading.mark(question.conversation.value, ids)
    }

    /** What was left before, or is no more, counts as left. */
    private suspend fun leave(conversation: String) {
        try {
            calls.leave(conversation)
        } catch (refused: TransportException) {
            if (!AmmFailures.saysGone(refused.failure)) throw refused
        }
        roster.left(conversation)
    }

    private fun unsupported(why: String) = TransportException(TransportFailure(ErrorCode.UNSUPPORTED, why))

    private companion object {
        const val MAX_ADDRESSES = 50

        /** Not the narrow pattern of the vendor's client, which knows no plus and no long domains. */
        val ADDRESS = Regex("[^@\\s\\u0000-\\u001f\\u007f]{1,64}@[^@\\s\\u0000-\\u001f\\u007f]{1,255}")
    }
}
