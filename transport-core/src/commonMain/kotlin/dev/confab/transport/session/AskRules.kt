package dev.confab.transport.session

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.RequestId
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.Submit
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentListOf

/**
 * What is asked of the service about conversations, from the question to its one answer. With the link the questions are lost, and who waits is
 * told; what may be asked twice is asked once more over the next link.
 */
internal class AskRules {
    /** Of a session that is live. */
    fun ask(session: Session, question: ConversationQuestion, call: CallId, purpose: Ask.Purpose = Ask.Purpose.Answer): Step =
        asked(session, Ask(RequestId(session.nextAsk), question, persistentListOf(call), purpose))

    fun asked(session: Session, ask: Ask): Step {
        val out = ask.copy(attempts = ask.attempts + 1, isOut = true)
        return session
            .copy(asks = session.asks.put(ask.id, out), nextAsk = maxOf(session.nextAsk, ask.id.value + 1))
            .step(Submit(session.link, LinkCommand.Ask(ask.id, ask.question)))
    }

    /** Another caller wants the same: it waits for the same answer. */
    fun shared(session: Session, ask: Ask, call: CallId): Step =
        session.copy(asks = session.asks.put(ask.id, ask.copy(calls = ask.calls.add(call)))).step()

    /** Takes the question of an answer off the list; null: nobody asked, or not over this link. */
    fun taken(session: Session, id: RequestId): Pair<Session, Ask>? {
        val ask = session.asks[id]?.takeIf { it.isOut } ?: return null
        return session.copy(asks = session.asks.remove(id)) to ask
    }

    fun refused(session: Session, event: LinkEvent.AskRefused): Step {
        val (rest, ask) = taken(session, event.id) ?: return session.step()
        return failed(rest, ask, event.failure)
    }

    /** Of an ask that is off the list: who waits is told, and what showed before the answer is undone. */
    fun failed(session: Session, ask: Ask, failure: TransportFailure): Step {
        val purpose = ask.purpose
        val id = ask.conversation
        val undone = if (purpose is Ask.Purpose.Read && id != null) {
            ReadingRules.flagged(session, id, purpose.flagged, isRead = false, purpose.unread)
        } else {
            session.step()
        }
        return undone.then { it.step(ask.calls.map { call -> FailCall(call, failure.code, failure.message) }) }
    }

    /** What cannot be asked twice is lost with its link; so is what was asked twice already. */
    fun linkLost(session: Session): Step = session.asks.values.filter { it.isOut }.fold(session.step()) { step, ask ->
        step.then {
            if (ask.isRepeatable && ask.attempts < MAX_ATTEMPTS) {
                it.copy(asks = it.asks.put(ask.id, ask.copy(isOut = false))).step()
            } else {
                failed(it.copy(asks = it.asks.remove(ask.id)), ask, LOST)
            }
        }
    }

    /** The next link knows the conversations: what may be asked twice is asked again. */
    fun resumed(session: Session): Step =
        session.asks.values.filterNot { it.isOut }.fold(session.step()) { step, ask -> step.then { asked(it, ask) } }

    /** The session has ended, and no link follows that somebody could wait for. */
    fun ended(session: Session): Step = when (session.phase) {
        is Phase.Live, is Phase.Opening, is Phase.Waiting, is Phase.Idle -> session.step()
        is Phase.Closing, is Phase.Closed, is Phase.Failed -> given(session, LOST)
        is Phase.Disposed -> given(session, TransportFailure(ErrorCode.CLIENT_CLOSED, SessionMachine.CLIENT_CLOSED))
    }

    private fun given(session: Session, failure: TransportFailure): Step =
        session.asks.values.fold(session.step()) { step, ask -> step.then { failed(it.copy(asks = it.asks.remove(ask.id)), ask, failure) } }

    /** The conversation is over: who wanted to leave it has left, and all else has lost its object. */
    fun over(session: Session, id: ConversationId): Step =
        session.asks.values.filter { it.conversation == id }.fold(session.step()) { step, ask ->
            step.then {
                val rest = it.copy(asks = it.asks.remove(ask.id))
                if (ask.question is ConversationQuestion.Leave) {
                    rest.step(ask.calls.map { call -> CompleteCall(call, Unit) })
                } else {
                    rest.step(ask.calls.map { call -> FailCall(call, ErrorCode.CONVERSATION_ENDED, OVER) })
                }
            }
        }

    companion object {
        private const val MAX_ATTEMPTS = 2
        private const val OVER = "The conversation ended before the service answered."
        private val LOST = TransportFailure(ErrorCode.NOT_CONNECTED, "The connection was lost before the service answered.")

        /** An answer that belongs to another question. */
        fun mismatch(ask: Ask, answer: ConversationAnswer) =
            TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$answer is no answer to ${ask.question}.")
    }
}

/** Whether the service was asked to take the guest out of it. */
internal fun Session.isLeaving(id: ConversationId): Boolean = leaving(id) != null

internal fun Session.leaving(id: ConversationId): Ask? =
    asks.values.firstOrNull { it.question is ConversationQuestion.Leave && it.conversation == id }

internal fun PersistentMap<RequestId, Ask>.withoutCall(call: CallId): PersistentMap<RequestId, Ask> =
    values.filter { call in it.calls }.fold(this) { asks, ask -> asks.put(ask.id, ask.copy(calls = ask.calls.remove(call))) }
