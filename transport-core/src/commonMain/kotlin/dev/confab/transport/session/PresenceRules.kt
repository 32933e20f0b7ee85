package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.Presence
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveDraft
import dev.confab.transport.session.SessionEffect.StartTimer
import dev.confab.transport.session.SessionEffect.Submit
import kotlinx.collections.immutable.persistentListOf

/** Typing, health checks, the draft: what concerns the presence of the parties and no message. */
internal class PresenceRules(
    private val policies: SessionPolicies,
    private val capability: CapabilityRules,
    private val composing: ComposingRules,
) {
    private val rate = policies.rate

    /** Whether this back end can be asked for its health at all. */
    val canAsk: Boolean get() = capability.refusal(Capability.HEALTH_CHECK) == null

    /** Files come and go by attach and detach alone: what the caller has of them may be older than what happened meanwhile. */
    fun editDraft(session: Session, input: SessionInput.EditDraft): Step {
        capability.unknown(session, input.conversation)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        return session
            .withDraft(input.conversation, input.draft.withAttachments(emptyList()))
            .step(CompleteCall(input.call, Unit))
    }

    /**
     * Told at most once per interval: what comes sooner is already covered by the one before. Skipped where the deployment does not want it,
     * because applications call this at each key; the capability says why.
     */
    fun indicateTyping(session: Session, input: SessionInput.IndicateTyping): Step {
        capability.refusal(Capability.SEND_TYPING)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        val refusal = capability.unknown(session, input.conversation) ?: capability.onlyMany().takeIf { !input.typing }
        if (refusal != null) return session.step(FailCall(input.call, refusal.code, refusal.message))
        // In a conversation that has not begun there is nobody who could hear it.
        if (session.openingOf(input.conversation) != null) return session.step(CompleteCall(input.call, Unit))
        if (!session.isWritable(input.conversation)) return session.step(notConnected(input.call, "Typing cannot be told"))
        val lane = session.lane(input.conversation)
        val last = lane.lastTypingTicks
        val soon = if (input.typing) last != null && input.now.ticks - last < rate.typingIntervalMillis else !lane.isTypingTold
        val skipped = soon || Capability.SEND_TYPING in session.denied || session.budget.freeAtTicks(rate) > input.now.ticks
        if (skipped) return session.step(CompleteCall(input.call, Unit))
        val told = lane.copy(lastTypingTicks = input.now.ticks.takeIf { input.typing }, isTypingTold = input.typing)
        return session
            .with(input.conversation, told)
            .step(Submit(session.link, LinkCommand.IndicateTyping(input.conversation, input.typing)), CompleteCall(input.call, Unit))
    }

    /**
     * A second check within the interval is neither refused nor put off: it waits for the answer to the first, or has it already. Works in a
     * conversation that can only be read, too.
     */
    fun checkHealth(session: Session, input: SessionInput.CheckHealth): Step {
        capability.refusal(Capability.HEALTH_CHECK)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        if (session.phase !is Phase.Live) return session.step(notConnected(input.call, "The service's health cannot be checked"))
        val waiting = session.copy(healthCalls = session.healthCalls.add(input.call))
        if (session.healthAsked) return waiting.step()
        return ask(waiting, input.now) ?: session.step(CompleteCall(input.call, Unit))
    }

    /** Asks the service for its health; null when that is too soon or not possible. */
    fun ask(session: Session, now: Now): Step? {
        if (!canAsk || session.healthAsked || session.phase !is Phase.Live || mayAskAtTicks(session) > now.ticks) return null
        return session
            .copy(lastHealthTicks = now.ticks, healthAsked = true)
            .step(
                Submit(session.link, LinkCommand.CheckHealth),
                StartTimer(TimerKey.Health(session.link), policies.answerTimeoutMillis),
            )
    }

    fun mayAskAtTicks(session: Session): Long = session.lastHealthTicks?.plus(rate.healthCheckIntervalMillis) ?: Long.MIN_VALUE

    fun healthChecked(session: Session, event: LinkEvent.HealthChecked): Step = session
        .copy(healthCalls = persistentListOf(), healthAsked = false, info = session.info?.withExpiry(event.expiry))
        .step(unasked(session) + session.healthCalls.map { CompleteCall(it, Unit) })
        .plus(Deliver(MessagingEvent.HealthChecked))

    /** The service does not answer; whether the connection is dead, the pings and the proofs tell. */
    fun healthOverdue(session: Session, key: TimerKey.Health): Step {
        if (key.link != session.link || !session.healthAsked) return session.step()
        val message = "The service did not answer a health check within ${policies.answerTimeoutMillis} ms."
        return session
            .copy(healthCalls = persistentListOf(), healthAsked = false)
            .step(session.healthCalls.map { FailCall(it, ErrorCode.ANSWER_TIMEOUT, message) })
    }

    fun linkLost(session: Session): Step = session
        .copy(healthCalls = persistentListOf(), healthAsked = false)
        .step(
            unasked(session) +
                session.healthCalls.map {
                    FailCall(it, ErrorCode.NOT_CONNECTED, "The connection was lost before the service answered.")
                },
        )

    fun typing(session: Session, event: LinkEvent.Typing): Step = session
        .step(Deliver(MessagingEvent.Typing(event.conversation, event.typing, event.durationMillis, event.from)))
        .then { composing.typing(it, event) }

    /** Whoever joins, the conversation has begun. */
    fun presenceChanged(session: Session, event: LinkEvent.PresenceChanged): Step {
        val changed = Deliver(MessagingEvent.PresenceChanged(event.conversation, event.presence, event.direction, event.from))
        val begun = Deliver(MessagingEvent.ConversationAutostart).takeIf { event.presence.kind == Presence.Kind.JOINED }
        return session.step(listOfNotNull(changed, begun))
    }

    fun signedIn(session: Session, event: LinkEvent.SignedIn): Step =
        session.step(Deliver(MessagingEvent.SignedIn(event.conversation, event.firstName, event.lastName)))

    fun offered(session: Session, event: LinkEvent.Offered): Step =
        session.step(Deliver(MessagingEvent.Offered(event.conversation, event.offer, event.from)))

    fun reacted(session: Session, event: LinkEvent.Reacted): Step =
        session.step(Deliver(MessagingEvent.Reacted(event.conversation, event.messageId, event.reactions, event.from)))

    fun unknown(session: Session, event: LinkEvent.Unknown): Step = session.step(Deliver(MessagingEvent.Unknown(event.kind, event.json)))

    private fun unasked(session: Session): List<SessionEffect> =
        if (session.healthAsked) listOf(CancelTimer(TimerKey.Health(session.link))) else emptyList()

    private fun notConnected(call: CallId, what: String): FailCall =
        FailCall(call, ErrorCode.NOT_CONNECTED, "$what: the session is not connected. Call connect() and wait until it is configured.")
}

/** Whether messages can be handed to the service now. */
internal val Session.isWritable: Boolean
    get() = phase is Phase.Live && !phase.readOnly && !phase.awaitsListing && change == null

/** Whether messages of a conversation can be handed to the service now. */
internal fun Session.isWritable(conversation: ConversationId): Boolean =
    isWritable && recovery(conversation) == null && !isLeaving(conversation)

/** What the deployment does not allow, and why. */
internal val Session.denied: Map<Capability, String> get() = info?.denied.orEmpty()
