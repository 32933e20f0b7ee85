package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.FailureClass
import kotlinx.coroutines.flow.MutableStateFlow

/**
 * Changing a session over the socket that is open (protocol notes §2.12): for a new chat, `closeSession` and then a configure with `startNew`;
 * the same without the first to hear anew how the session stands, or to sign it in; or `Clear`. One at a time; the session sees to that.
 *
 * @property completed adds to what the service says of a session what its deployment says.
 */
internal class Reconfiguration(
    private val identity: GuestIdentity,
    firstAnswer: String?,
    private val completed: (SessionInfo) -> SessionInfo,
) {
    private sealed interface Step {
        data object None : Step

        class Closing(val tracingId: String) : Step

        /** @property closed whether the old conversation is gone already: then there is no way back over this link. */
        class Configuring(val tracingId: String, val plan: GuestIdentity.Plan, val closed: Boolean) : Step

        class Clearing(val tracingId: String) : Step
    }

    /** What an answer to a configure, close or clear means. */
    sealed interface Answer {
        /** To be sent next. */
        class Next(val request: GuestRequest) : Answer

        /** The session is configured anew. */
        class Configured(val info: SessionInfo) : Answer

        /** A copy of an answer that was here before. */
        data object Known : Answer

        /** Nobody asked. */
        class Unasked(val info: SessionInfo) : Answer

        /** The service will not have it. */
        class Refused(val event: LinkEvent) : Answer
    }

    private val step = MutableStateFlow<Step>(Step.None)
    private val answered = ArrayDeque<String>().apply { firstAnswer?.let(::add) }

    /** @throws TransportException when the guest must sign in first; nothing has changed then. */
    suspend fun configure(startNew: Boolean): GuestRequest {
        if (!startNew) return configuring(identity.plan(), closed = false)
        return GuestRequest.CloseSession(newTracingId()).also { step.value = Step.Closing(it.tracingId) }
    }

    fun clear(): GuestRequest = GuestRequest.Clear(newTracingId()).also { step.value = Step.Clearing(it.tracingId) }

    suspend fun answered(frame: ServiceFrame.Session): Answer {
        val now = step.value
        if (frame.tracingId != null && frame.tracingId in answered) return Answer.Known
        return when {
            now is Step.Closing && now.tracingId == frame.tracingId -> {
                remember(now.tracingId)
                Answer.Next(configuring(identity.plan(), closed = true))
            }

            now is Step.Configuring && now.tracingId == frame.tracingId -> {
                remember(now.tracingId)
                step.value = Step.None
                Answer.Configured(completed(identity.committed(now.plan, frame.info)))
            }

            else -> Answer.Unasked(completed(frame.info))
        }
    }

    /**
     * The service refused something; null when it was none of these.
     *
     * @throws TransportException when the old conversation is closed already and the new one is refused: there is no way back over this link.
     */
    suspend fun refused(tracingId: String?, failure: TransportFailure): Answer? = when (val now = step.value) {
        is Step.None -> null

        is Step.Closing -> if (now.tracingId == tracingId) unchanged(failure) else null

        is Step.Clearing -> if (now.tracingId == tracingId) unchanged(failure) else null

        // Some refusals of a sign-in name no request (§2.11).
        is Step.Configuring ->
            if (now.tracingId == tracingId || (tracingId == null && failure.failureClass == FailureClass.AUTH)) {
                notConfigured(now, failure)
            } else {
                null
            }
    }

    private suspend fun notConfigured(now: Step.Configuring, failure: TransportFailure): Answer {
        val wasSignedIn = identity.isSignedIn
        identity.afterRefusal(now.plan, failure, mayFallBack = now.closed)?.let { return Answer.Next(configuring(it, now.closed)) }
        val told = identity.told(now.plan, failure)
        if (now.closed) throw TransportException(told)
        if (!wasSignedIn || told.failureClass != FailureClass.AUTH) return unchanged(told)
        step.value = Step.None
        return Answer.Refused(LinkEvent.SessionEnded(ClosedReason.AUTHENTICATION_REQUIRED, told))
    }

    private fun unchanged(failure: TransportFailure): Answer {
        step.value = Step.None
        return Answer.Refused(LinkEvent.ChangeRefused(failure))
    }

    private fun configuring(plan: GuestIdentity.Plan, closed: Boolean): GuestRequest = identity
        .request(plan, newTracingId(), startNew = closed)
        .also { step.value = Step.Configuring(it.tracingId, plan, closed) }

    private fun remember(tracingId: String) {
        answered += tracingId
        if (answered.size > MAX_ANSWERED) answered.removeFirst()
    }

    private companion object {
        const val MAX_ANSWERED = 8
    }
}
