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

/**
 * Who takes part: addresses are validated, then invited; the valid ones even if others are not (Avaya AMM notes §A.5.2). A draft keeps them for
 * its first message.
 */
internal class InvitingRules(private val capability: CapabilityRules, private val asks: AskRules) {
    fun add(session: Session, call: CallId, wish: ConversationWish.Add): Step {
        val id = wish.conversation
        val here = session.conversation(id).participants.mapNotNull { it.address?.lowercase() }.toSet()
        val (present, fresh) = wish.addresses.map(String::trim).distinctBy(String::lowercase).partition { it.lowercase() in here }
        val (empty, asked) = fresh.partition(String::isEmpty)
        val invite = Ask.Purpose.Invite(id, present, empty.map { AddressRejection(it, "The address is empty.") })
        val isDraft = session.openingOf(id) != null
        val isLive = session.phase is Phase.Live
        return when {
            asked.isEmpty() -> session.step(CompleteCall(call, ParticipantsAdded(emptyList(), present, invite.rejected)))

            !isLive && !isDraft -> session.step(FailCall(call, ErrorCode.NOT_CONNECTED, CapabilityRules.NOT_CONNECTED))

            isLive && canValidate(session) ->
                asks.ask(session, ConversationQuestion.ValidateAddresses(asked), call, invite)

            isDraft -> drafted(session, listOf(call), invite, asked.map(::unseen))

            else -> asks.ask(session, ConversationQuestion.AddParticipants(id, asked), call, invite)
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
        val next = invite.copy(
            present = invite.present + present.map { it.address.orEmpty() },
            rejected = invite.rejected + refused,
        )
        val begins = session.openingOf(invite.conversation) != null && session.outbox.of(invite.conversation).any { it.mayHaveArrived }
        return when {
            // Its first message left meanwhile, with whom it had then.
            begins -> session.step(ask.calls.map { FailCall(it, ErrorCode.WRONG_STATE, DraftingRules.BEGINS) })

            valid.isEmpty() -> done(session, ask.calls, ParticipantsAdded(emptyList(), next.present, next.rejected))

            session.openingOf(invite.conversation) != null -> drafted(session, ask.calls, next, valid)

            else -> asks.asked(
                session,
                Ask(
                    id = RequestId(session.nextAsk),
                    question = ConversationQuestion.AddParticipants(invite.conversation, valid.mapNotNull(Participant::address)),
                    calls = ask.calls,
                    purpose = next,
                ),
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
