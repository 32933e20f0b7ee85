package dev.confab.transport.session

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.RequestId
import dev.confab.transport.model.AddressRejection
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.persistentListOf

/**
 * Who takes part: addresses are validated, then invited; the valid ones even if others are not (Avaya AMM notes §A.5.2). A draft keeps them for
 * its first message. That somebody takes part already is asked of the service, for whoever has just left may still be on our list.
 */
internal class InvitingRules(private val capability: CapabilityRules, private val asks: AskRules) {
    fun add(session: Session, call: CallId, wish: ConversationWish.Add): Step {
        val addresses = wish.addresses.map(String::trim).distinctBy(String::lowercase)
        return add(session, persistentListOf(call), wish.conversation, addresses, isSure = false)
    }

    /** @param isSure whether the service told just now who takes part. */
    private fun add(session: Session, calls: PersistentList<CallId>, id: ConversationId, addresses: List<String>, isSure: Boolean): Step {
        val here = session.conversation(id).participants.mapNotNull { it.address?.lowercase() }.toSet()
        val (present, fresh) = addresses.partition { it.lowercase() in here }
        val (empty, asked) = fresh.partition(String::isEmpty)
        val invite = Ask.Purpose.Invite(id, present, empty.map { AddressRejection(it, "The address is empty.") }, isSure)
        val isDraft = session.openingOf(id) != null
        val isLive = session.phase is Phase.Live
        return when {
            asked.isEmpty() && (isDraft || isSure || present.isEmpty()) ->
                done(session, calls, ParticipantsAdded(emptyList(), present, invite.rejected))

            !isLive && !isDraft -> session.step(calls.map { FailCall(it, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED) })

            present.isNotEmpty() && !isDraft && !isSure -> look(session, calls, Ask.Purpose.Look(invite, addresses, null))

            isLive && canValidate(session) -> asked(session, calls, ConversationQuestion.ValidateAddresses(asked), invite)

            isDraft -> drafted(session, calls, invite, asked.map(::unseen))

            else -> asked(session, calls, ConversationQuestion.AddParticipants(id, asked), invite)
        }
    }

    private fun look(session: Session, calls: PersistentList<CallId>, look: Ask.Purpose.Look): Step =
        asked(session, calls, ConversationQuestion.FetchParticipants(look.invite.conversation), look)

    private fun asked(session: Session, calls: PersistentList<CallId>, question: ConversationQuestion, purpose: Ask.Purpose): Step =
        asks.asked(session, Ask(RequestId(session.nextAsk), question, calls, purpose))

    /** The service has told who takes part now: the invitation goes on from where it stood. */
    fun looked(session: Session, ask: Ask, look: Ask.Purpose.Look, participants: List<Participant>): Step {
        val told = told(session, look.invite.conversation, participants)
        return if (look.validations == null) {
            add(told, ask.calls, look.invite.conversation, look.addresses, isSure = true)
        } else {
            validated(told, ask, look.invite.copy(isSure = true), look.validations)
        }
    }

    private fun canValidate(session: Session): Boolean =
        capability.refusal(Capability.VALIDATE_ADDRESSES) == null && Capability.VALIDATE_ADDRESSES !in session.denied

    /** The service has looked at the addresses. */
    fun validated(session: Session, ask: Ask, invite: Ask.Purpose.Invite, validations: List<AddressValidation>): Step {
        val chosen = validations.map { it to choice(it) }
        val refused = chosen.filter { it.second == null }.map { (validation, _) -> rejection(validation) }
        val here = session.conversation(invite.conversation).participants.map { it.key }.toSet()
        // An alias may lead to somebody who is here already.
        val (present, valid) = chosen.mapNotNull { it.second }.distinctBy { it.key }.partition { it.key in here || it.isSelf }
        val isDraft = session.openingOf(invite.conversation) != null
        if (!isDraft && !invite.isSure && present.any { !it.isSelf }) {
            return look(session, ask.calls, Ask.Purpose.Look(invite, emptyList(), validations))
        }
        val next = invite.copy(
            present = invite.present + present.map { it.address.orEmpty() },
            rejected = invite.rejected + refused,
        )
        val begins = isDraft && session.outbox.of(invite.conversation).any { it.mayHaveArrived }
        return when {
            // Its first message left meanwhile, with whom it had then.
            begins -> session.step(ask.calls.map { FailCall(it, ErrorCode.WRONG_STATE, DraftingRules.BEGINS) })

            valid.isEmpty() -> done(session, ask.calls, ParticipantsAdded(emptyList(), next.present, next.rejected))

            isDraft -> drafted(session, ask.calls, next, valid)

            else -> asked(
                session,
                ask.calls,
                ConversationQuestion.AddParticipants(invite.conversation, valid.mapNotNull(Participant::address)),
                next,
            )
        }
    }

    /** Exactly under the address, or the only one there: a stranger is not invited. */
    private fun choice(validation: AddressValidation): Participant? {
        val exact = validation.matches.firstOrNull { it.address.equals(validation.query, ignoreCase = true) }
        return (exact ?: validation.matches.singleOrNull())?.takeIf { it.address != null }
    }

    private fun rejection(validation: AddressValidation) = AddressRejection(
        validation.query,
        if (validation.isValid) {
            "Several people are reached under this address: give the one that is meant."
        } else {
            "Nobody is reached under this address: check how it is written."
        },
    )

    private fun drafted(session: Session, calls: List<CallId>, invite: Ask.Purpose.Invite, added: List<Participant>): Step {
        val conversation = session.conversation(invite.conversation)
        val opening = conversation.facts.opening ?: return session.step()
        val facts = conversation.facts.copy(
            opening = opening.withParticipantAddresses(opening.participantAddresses + added.mapNotNull(Participant::address)),
            participants = conversation.participants + added,
        )
        return done(session.with(conversation.with(facts)), calls, ParticipantsAdded(added, invite.present, invite.rejected))
    }

    /** The service has invited them. */
    fun added(session: Session, ask: Ask, invite: Ask.Purpose.Invite, outcome: ParticipantsAdded): Step {
        val conversation = session.conversation(invite.conversation)
        val here = conversation.participants.map { it.key }.toSet()
        val facts = conversation.facts.copy(participants = conversation.participants + outcome.added.filterNot { it.key in here })
        val whole = ParticipantsAdded(outcome.added, invite.present + outcome.alreadyPresent, invite.rejected + outcome.rejected)
        return done(session.with(conversation.with(facts)), ask.calls, whole)
    }

    fun remove(session: Session, call: CallId, wish: ConversationWish.Remove): Step {
        val conversation = session.conversation(wish.conversation)
        val opening = conversation.facts.opening ?: return session.step()
        val gone = wish.addresses.map { it.trim().lowercase() }.toSet()
        val facts = conversation.facts.copy(
            opening = opening.withParticipantAddresses(opening.participantAddresses.filterNot { it.lowercase() in gone }),
            participants = conversation.participants.filterNot { it.address?.lowercase() in gone },
        )
        return session.with(conversation.with(facts)).step(CompleteCall(call, Unit))
    }

    private fun done(session: Session, calls: List<CallId>, outcome: ParticipantsAdded): Step =
        session.step(calls.map { CompleteCall(it, outcome) })

    private fun unseen(address: String) = Participant(Participant.Kind.UNKNOWN, null, null, address, false)

    internal companion object {
        /** Who takes part, as the service told it just now. */
        fun told(session: Session, id: ConversationId, participants: List<Participant>): Session {
            val conversation = session.conversations[id] ?: return session
            return session.with(conversation.with(conversation.facts.copy(participants = participants)))
        }
    }
}
