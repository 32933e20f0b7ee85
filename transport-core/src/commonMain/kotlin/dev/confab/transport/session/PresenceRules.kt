package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveDraft
import dev.confab.transport.session.SessionEffect.Submit
import dev.confab.transport.store.DraftRecord
import kotlinx.collections.immutable.persistentListOf

/** Typing, health checks, the draft: what concerns the presence of the parties and no message. */
internal class PresenceRules(private val rate: RatePolicy, private val capability: CapabilityRules) {
    fun editDraft(session: Session, input: SessionInput.EditDraft): Step {
        val record = DraftRecord(ConversationId.MAIN, input.draft)
        return session.copy(draft = input.draft).step(CompleteCall(input.call, Unit), SaveDraft(record))
    }

    /** Told at most once per interval: what comes sooner is already covered by the one before. */
    fun indicateTyping(session: Session, input: SessionInput.IndicateTyping): Step {
        capability.refusal(Capability.SEND_TYPING)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        if (!session.isWritable) return session.step(notConnected(input.call, "Typing cannot be told"))
        val last = session.lastTypingTicks
        if (last != null && input.now.ticks - last < rate.typingIntervalMillis) return session.step(CompleteCall(input.call, Unit))
        return session
            .copy(lastTypingTicks = input.now.ticks)
            .step(Submit(session.link, LinkCommand.IndicateTyping(input.conversation)), CompleteCall(input.call, Unit))
    }

    /** A second check within the interval waits for the answer to the first, or has it already. */
    fun checkHealth(session: Session, input: SessionInput.CheckHealth): Step {
        capability.refusal(Capability.HEALTH_CHECK)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        if (session.phase !is Phase.Live) return session.step(notConnected(input.call, "The service's health cannot be checked"))
        val waiting = session.copy(healthCalls = session.healthCalls.add(input.call))
        val last = session.lastHealthTicks
        if (last != null && input.now.ticks - last < rate.healthCheckIntervalMillis) {
            return if (session.healthCalls.isEmpty()) session.step(CompleteCall(input.call, Unit)) else waiting.step()
        }
        return waiting.copy(lastHealthTicks = input.now.ticks).step(Submit(session.link, LinkCommand.CheckHealth))
    }

    fun healthChecked(session: Session, event: LinkEvent.HealthChecked): Step = session
        .copy(healthCalls = persistentListOf(), info = session.info?.withExpiry(event.expiry))
        .step(session.healthCalls.map { CompleteCall(it, Unit) })
        .plus(Deliver(MessagingEvent.HealthChecked))

    fun typing(session: Session, event: LinkEvent.Typing): Step =
        session.step(Deliver(MessagingEvent.Typing(event.conversation, event.typing, event.durationMillis, event.from)))

    fun presenceChanged(session: Session, event: LinkEvent.PresenceChanged): Step =
        session.step(Deliver(MessagingEvent.PresenceChanged(event.conversation, event.presence, event.direction, event.from)))

    fun signedIn(session: Session, event: LinkEvent.SignedIn): Step =
        session.step(Deliver(MessagingEvent.SignedIn(event.conversation, event.firstName, event.lastName)))

    fun offered(session: Session, event: LinkEvent.Offered): Step =
        session.step(Deliver(MessagingEvent.Offered(event.conversation, event.offer, event.from)))

    fun reacted(session: Session, event: LinkEvent.Reacted): Step =
        session.step(Deliver(MessagingEvent.Reacted(event.conversation, event.messageId, event.reactions, event.from)))

    fun unknown(session: Session, event: LinkEvent.Unknown): Step = session.step(Deliver(MessagingEvent.Unknown(event.kind, event.json)))

    private fun notConnected(call: CallId, what: String): FailCall =
        FailCall(call, ErrorCode.NOT_CONNECTED, "$what: the session is not connected. Call connect() and wait until it is configured.")
}

/** Whether messages can be handed to the service now. */
internal val Session.isWritable: Boolean get() = phase is Phase.Live && !phase.readOnly && phase.recovery == null
