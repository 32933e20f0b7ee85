package dev.confab.transport.session

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationFacts
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.ConversationStatus
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall

/** What callers want of conversations, and what the service answers. */
internal class ConversationWishes(
    private val capability: CapabilityRules,
    private val changes: ChangeRules,
    private val drafting: DraftingRules,
    private val inviting: InvitingRules,
    private val reading: ReadingRules,
    private val gone: GoneRules,
    private val asks: AskRules,
) {
    fun wish(session: Session, input: SessionInput.Converse): Step {
        val wish = input.wish
        if (!capability.hasMany) return single(session, input)
        val refusal = refusal(session, wish)
        return if (refusal != null) session.step(FailCall(input.call, refusal.code, refusal.message)) else granted(session, input)
    }

    /** A back end with one conversation can leave it, whichever way that is said. */
    private fun single(session: Session, input: SessionInput.Converse): Step {
        val wish = input.wish
        val refusal = (wish as? ConversationWish.OfOne)?.let { capability.unknown(session, it.conversation) } ?: capability.onlyMany()
        return when {
            wish == ConversationWish.Leave(ConversationId.MAIN) ->
                changes.leave(session, SessionInput.LeaveConversation(input.call, input.now))

            else -> session.step(listOfNotNull(refusal?.let { FailCall(input.call, it.code, it.message) }))
        }
    }

    private fun refusal(session: Session, wish: ConversationWish): CapabilityRules.Refusal? {
        val needed = needed(wish)
        return capability.refusal(needed)
            ?: (wish as? ConversationWish.OfOne)?.let { capability.unknown(session, it.conversation) }
            ?: session.denied[needed]?.takeUnless { isHere(session, wish) }?.let {
                CapabilityRules.Refusal(ErrorCode.FEATURE_UNAVAILABLE, it)
            }
    }

    private fun needed(wish: ConversationWish): Capability = when (wish) {
        is ConversationWish.Create, is ConversationWish.Discard -> Capability.CREATE_CONVERSATION
        is ConversationWish.Validate -> Capability.VALIDATE_ADDRESSES
        is ConversationWish.Search -> Capability.SEARCH_CONVERSATIONS
        is ConversationWish.Add -> Capability.ADD_PARTICIPANTS
        is ConversationWish.Remove -> Capability.REMOVE_PARTICIPANTS
        is ConversationWish.Participants -> Capability.RETRIEVE_CONVERSATIONS
        is ConversationWish.Subject -> Capability.SET_SUBJECT
        is ConversationWish.Sensitive -> Capability.SET_SENSITIVITY
        is ConversationWish.Messages -> Capability.HISTORY
        is ConversationWish.Read -> Capability.MARK_AS_READ
        is ConversationWish.Accessed -> Capability.MARK_AS_ACCESSED
        is ConversationWish.Leave -> Capability.LEAVE_CONVERSATION
    }

    /** What concerns a draft needs no service that allows it. */
    private fun isHere(session: Session, wish: ConversationWish): Boolean =
        wish is ConversationWish.OfOne && session.openingOf(wish.conversation) != null

    private fun granted(session: Session, input: SessionInput.Converse): Step {
        val call = input.call
        return when (val wish = input.wish) {
            is ConversationWish.Create -> drafting.create(session, call, wish)

            is ConversationWish.Discard -> drafting.discard(session, call, wish.conversation, input.now)

            is ConversationWish.Validate ->
                if (wish.addresses.isEmpty()) {
                    session.step(CompleteCall(call, emptyList<Any>()))
                } else {
                    asking(session, call, ConversationQuestion.ValidateAddresses(wish.addresses))
                }

            is ConversationWish.Search -> asking(session, call, ConversationQuestion.SearchConversations(wish.query))

            is ConversationWish.Add -> unlessBegins(session, call, wish.conversation) { inviting.add(session, call, wish) }

            is ConversationWish.Remove -> unlessBegins(session, call, wish.conversation) {
                if (isHere(session, wish)) {
                    inviting.remove(session, call, wish)
                } else {
                    session.step(FailCall(call, ErrorCode.WRONG_STATE, DraftingRules.BEGUN))
                }
            }

            is ConversationWish.Participants ->
                if (isHere(session, wish)) {
                    session.step(CompleteCall(call, session.conversation(wish.conversation).participants))
                } else {
                    asking(session, call, ConversationQuestion.FetchParticipants(wish.conversation))
                }

            is ConversationWish.Subject -> drafting.subject(session, call, wish)

            is ConversationWish.Sensitive -> drafting.sensitivity(session, call, wish)

            is ConversationWish.Messages -> messages(session, call, wish)

            is ConversationWish.Read -> when {
                isHere(session, wish) -> session.step(CompleteCall(call, Unit))
                session.phase !is Phase.Live -> session.step(FailCall(call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
                else -> reading.read(session, call, wish)
            }

            is ConversationWish.Accessed ->
                if (isHere(session, wish)) {
                    session.step(CompleteCall(call, Unit))
                } else {
                    asking(session, call, ConversationQuestion.MarkAsAccessed(wish.conversation))
                }

            is ConversationWish.Leave -> leave(session, call, wish.conversation, input.now)
        }
    }

    private fun unlessBegins(session: Session, call: CallId, id: ConversationId, next: () -> Step): Step {
        val begins = session.openingOf(id) != null && drafting.isUnderWay(session, id)
        return if (begins) session.step(FailCall(call, ErrorCode.WRONG_STATE, DraftingRules.BEGINS)) else next()
    }

    private fun asking(session: Session, call: CallId, question: ConversationQuestion): Step = if (session.phase is Phase.Live) {
        asks.ask(session, question, call)
    } else {
        session.step(FailCall(call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))
    }

    private fun messages(session: Session, call: CallId, wish: ConversationWish.Messages): Step = when {
        wish.max < 1 -> session.step(FailCall(call, ErrorCode.INVALID_ARGUMENT, "At least one message must be asked for, not ${wish.max}."))
        isHere(session, wish) -> session.step(CompleteCall(call, emptyList<Any>()))
        else -> asking(session, call, ConversationQuestion.FetchMessages(wish.conversation, wish.messageId, wish.before, wish.max))
    }

    /** A draft is let go; who comes second waits for the answer to the first. */
    fun leave(session: Session, call: CallId, id: ConversationId, now: Now): Step {
        val leaving = session.leaving(id)
        return when {
            session.openingOf(id) != null ->
                if (drafting.isUnderWay(session, id)) {
                    session.step(FailCall(call, ErrorCode.WRONG_STATE, DraftingRules.BEGINS))
                } else if (id == ConversationId.MAIN) {
                    session.step(CompleteCall(call, Unit))
                } else {
                    drafting.removed(session, id, now).plus(CompleteCall(call, Unit))
                }

            leaving != null -> asks.shared(session, leaving, call)

            else -> asking(session, call, ConversationQuestion.Leave(id))
        }
    }

    /** The service answers; an answer to something else counts as none. */
    fun answered(session: Session, event: LinkEvent.Answered, now: Now): Step {
        val (rest, ask) = asks.taken(session, event.id) ?: return session.step()
        val answer = event.answer
        val purpose = ask.purpose
        val question = ask.question
        return when {
            answer is ConversationAnswer.Validated && question is ConversationQuestion.ValidateAddresses -> {
                val whole = question.addresses.map { address -> answer.validations.firstOrNull { it.query == address } ?: unknown(address) }
                if (purpose is Ask.Purpose.Invite) inviting.validated(rest, ask, purpose, whole) else done(rest, ask, whole)
            }

            answer is ConversationAnswer.Added && purpose is Ask.Purpose.Invite -> inviting.added(rest, ask, purpose, answer.outcome)

            answer is ConversationAnswer.Participants && purpose is Ask.Purpose.Look ->
                inviting.looked(rest, ask, purpose, answer.participants)

            answer is ConversationAnswer.Participants && question is ConversationQuestion.FetchParticipants ->
                done(InvitingRules.told(rest, question.conversation, answer.participants), ask, answer.participants)

            answer is ConversationAnswer.Found && question is ConversationQuestion.SearchConversations ->
                done(rest, ask, answer.conversations.map { found(rest, it) })

            answer is ConversationAnswer.Messages && question is ConversationQuestion.FetchMessages ->
                fetched(rest, ask, question.conversation, answer.page.messages)

            answer is ConversationAnswer.Done && isDone(question) -> done(rest, ask, question, now)

            else -> asks.failed(rest, ask, AskRules.mismatch(ask, answer))
        }
    }

    private fun unknown(address: String) = AddressValidation(address, emptyList())

    private fun isDone(question: ConversationQuestion): Boolean = when (question) {
        is ConversationQuestion.Leave,
        is ConversationQuestion.MarkAsAccessed,
        is ConversationQuestion.MarkAsRead,
        is ConversationQuestion.SetSubject,
        -> true

        is ConversationQuestion.AddParticipants,
        is ConversationQuestion.FetchMessages,
        is ConversationQuestion.FetchParticipants,
        is ConversationQuestion.SearchConversations,
        is ConversationQuestion.ValidateAddresses,
        -> false
    }

    private fun done(session: Session, ask: Ask, question: ConversationQuestion, now: Now): Step = when (question) {
        is ConversationQuestion.Leave ->
            gone.gone(session, question.conversation, ConversationRemoval.LEFT, now).then { done(it, ask, Unit) }

        is ConversationQuestion.SetSubject -> {
            val conversation = session.conversation(question.conversation)
            done(session.with(conversation.with(conversation.facts.copy(subject = question.subject))), ask, Unit)
        }

        is ConversationQuestion.MarkAsAccessed -> {
            val conversation = session.conversation(question.conversation)
            done(session.with(conversation.with(conversation.facts.copy(lastAccessedMillis = now.epochMillis))), ask, Unit)
        }

        else -> done(session, ask, Unit)
    }

    private fun done(session: Session, ask: Ask, value: Any): Step = session.step(ask.calls.map { CompleteCall(it, value) })

    /** As an application sees it that is not among those of the session. */
    private fun found(session: Session, item: ListedConversation): Conversation {
        val info = item.info
        val facts = ConversationFacts.NONE.listed(info).copy(
            status = when {
                info.isClosed -> ConversationStatus.CLOSED
                info.isActive -> ConversationStatus.OPEN
                else -> ConversationStatus.LEFT
            },
            isActive = info.isActive,
            unreadCount = info.unreadCount,
        )
        return item.newest.messages.fold(Conversation(session.local(info.id), facts)) { whole, message -> whole.insert(message) }
    }

    /** What is not here yet is put where it belongs; an own message on its way is known by its proof. */
    private fun fetched(session: Session, ask: Ask, id: ConversationId, messages: List<Message>): Step {
        val conversation = session.conversations[id] ?: return done(session, ask, messages)
        val doubtful = session.outbox.doubtful.filter { it.conversation == id }
        val fresh = messages.filter { message ->
            message.serverId != null && !conversation.holds(message) && doubtful.none { it.mayBe(message) }
        }
        val merged = fresh.fold(conversation) { whole, message -> whole.insert(message) }
        return done(session.with(merged), ask, messages.map { message -> message.serverId?.let(merged::findByServerId) ?: message })
    }
}
