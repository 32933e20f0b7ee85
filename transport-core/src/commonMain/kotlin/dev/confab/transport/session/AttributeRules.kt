package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CustomAttributes.Status
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveSession

/**
 * Facts about the guest that go with the next message, all of them together, until a message that carried them is proved. What a draft
 * carries itself goes with that message only, and wins where both name the same.
 */
internal class AttributeRules(private val capability: CapabilityRules) {
    fun set(session: Session, input: SessionInput.SetAttributes): Step {
        capability.refusal(Capability.CUSTOM_ATTRIBUTES)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        val before = session.attributes
        val values = if (input.replace) input.values else before.values + input.values
        capability.attributesTooLarge(session, values)?.let { return session.step(FailCall(input.call, it.code, it.message)) }
        // What was refused may be tried again as it is: another limit may hold now.
        val unchanged = values == before.values && before.status != Status.FAILED
        val next = if (unchanged) session else session.copy(attributes = AttributeState.pending(values))
        val saved = if (unchanged) null else next.record?.let(::SaveSession)
        return next.step(listOfNotNull(saved, CompleteCall(input.call, next.attributes.shown)))
    }

    /** The service has accepted the session, or told new limits. A new conversation knows nothing of what went into the old one. */
    fun opened(session: Session, newConversation: Boolean): Step {
        val fresh = if (newConversation) renewed(session) else session
        val attributes = fresh.attributes
        if (attributes.status != Status.PENDING) return fresh.step()
        val tooLarge = capability.attributesTooLarge(fresh, attributes.values) ?: return fresh.step()
        return failed(fresh, tooLarge.code, tooLarge.message)
    }

    /** Everything must be sent again, in full. */
    fun renewed(session: Session): Session = if (session.attributes.status ==
        Status.FAILED
    ) {
        session
    } else {
        session.copy(attributes = AttributeState.pending(session.attributes.values))
    }

    /** The draft as it leaves, and the session that remembers what left with it. */
    fun carried(session: Session, entry: OutboxEntry): Pair<Session, Draft> {
        val attributes = session.attributes
        if (attributes.status != Status.PENDING) return session to entry.draft
        val together = attributes.values + entry.draft.customAttributes
        // Each for itself fits: then they go with the next message that leaves them room.
        if (capability.attributesTooLarge(session, together) != null) return session to entry.draft
        val sending = attributes.copy(status = Status.SENDING, carrier = entry.messageId)
        return session.copy(attributes = sending) to entry.draft.withCustomAttributes(together)
    }

    /** What a new conversation is greeted with: it knows nothing yet. */
    fun greeting(session: Session): Map<String, String> = session.attributes.takeIf { it.status != Status.FAILED }?.values.orEmpty()

    fun proved(session: Session, messageId: MessageId): Session {
        val attributes = session.attributes
        if (attributes.carrier != messageId || attributes.status == Status.FAILED) return session
        return session.copy(attributes = attributes.copy(status = Status.SENT, carrier = null))
    }

    /** The message was not stored, and so what it carried was not. */
    fun refused(session: Session, messageId: MessageId, failure: TransportFailure): Step = when {
        session.attributes.carrier != messageId -> session.step()
        failure.code == ErrorCode.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE -> failed(session, failure.code, failure.message)
        else -> renewed(session).step()
    }

    /** The carrier may have arrived; until that is known, they count as not sent. */
    fun linkLost(session: Session): Session = if (session.attributes.status == Status.SENDING) {
        session.copy(attributes = session.attributes.copy(status = Status.PENDING))
    } else {
        session
    }

    fun greeted(session: Session, event: LinkEvent.AttributesGreeted): Step {
        val attributes = session.attributes
        val failure = event.failure
        val concerned = attributes.values == event.attributes && attributes.status != Status.FAILED && attributes.status != Status.SENT
        return when {
            failure != null && failure.failureClass == FailureClass.PERMANENT && concerned -> failed(session, failure.code, failure.message)
            failure != null -> session.step(Deliver(MessagingEvent.Error(failure.code, failure.message)))
            !concerned -> session.step()
            event.proved -> session.copy(attributes = attributes.copy(status = Status.SENT, carrier = null)).step()
            attributes.status == Status.PENDING -> session.copy(attributes = attributes.copy(status = Status.SENDING)).step()
            else -> session.step()
        }
    }

    private fun failed(session: Session, code: ErrorCode, message: String): Step = session
        .copy(attributes = session.attributes.copy(status = Status.FAILED, carrier = null))
        .step(Deliver(MessagingEvent.Error(code, message)))
}
