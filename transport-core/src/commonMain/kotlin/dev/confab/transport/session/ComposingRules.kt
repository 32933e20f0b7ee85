package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Participant
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.StartTimer

/**
 * Who writes in a conversation at this moment: until it is told that they stopped, a message of theirs arrives, or nothing more is heard for as
 * long as the service said. Where there is a single conversation, events tell it and nothing is kept.
 */
internal class ComposingRules(private val capability: CapabilityRules) {
    fun typing(session: Session, event: LinkEvent.Typing): Step {
        val who = event.from
        if (!capability.hasMany || who == null || who.isSelf || session.conversations[event.conversation]?.isActive != true) {
            return session.step()
        }
        return stopped(session, event.conversation, who.key).then {
            if (event.typing) begun(it, event.conversation, who, event.durationMillis) else it.step()
        }
    }

    private fun begun(session: Session, id: ConversationId, who: Participant, millis: Long): Step {
        val conversation = session.conversation(id)
        return session
            .with(conversation.with(conversation.facts.copy(composing = conversation.composing + who)))
            .step(StartTimer(TimerKey.Composing(id, who.key), millis))
    }

    fun stopped(session: Session, id: ConversationId, who: String): Step {
        val conversation = session.conversation(id)
        val rest = conversation.composing.filterNot { it.key == who }
        if (rest.size == conversation.composing.size) return session.step()
        return session
            .with(conversation.with(conversation.facts.copy(composing = rest)))
            .step(CancelTimer(TimerKey.Composing(id, who)))
    }

    /** Who has sent a message is not writing it any more. */
    fun wrote(session: Session, id: ConversationId, from: Participant?): Step =
        if (from == null) session.step() else stopped(session, id, from.key)

    /** The timer has fired: it is not running any more. */
    fun overdue(session: Session, key: TimerKey.Composing): Step = Step(stopped(session, key.conversation, key.who).session, emptyList())

    fun silenced(session: Session, id: ConversationId): Step =
        session.conversation(id).composing.fold(session.step()) { step, who -> step.then { stopped(it, id, who.key) } }

    /** Nobody tells any more who stops. */
    fun linkLost(session: Session): Step = session.conversations.values.filter { it.composing.isNotEmpty() }
        .fold(session.step()) { step, conversation -> step.then { silenced(it, conversation.id) } }
        .then { it.copy(lanes = it.lanes.mapLanes { lane -> lane.copy(isTypingTold = false) }).step() }
}

/** What tells one participant from another. */
internal val Participant.key: String get() = address?.lowercase() ?: name.orEmpty()
