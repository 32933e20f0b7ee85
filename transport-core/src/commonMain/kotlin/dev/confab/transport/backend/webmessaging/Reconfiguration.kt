package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import kotlinx.coroutines.flow.MutableStateFlow

/**
 * Changing a session over the socket that is open (protocol notes §2.12): for a new chat, `closeSession` and then `configureSession` with
 * `startNew`; the same without the first to hear anew how the session stands; or `Clear`. One at a time; the session sees to that.
 */
internal class Reconfiguration(private val deploymentId: String, firstAnswer: String?) {
    private sealed interface Step {
        data object None : Step

        class Closing(val tracingId: String) : Step

        class Configuring(val tracingId: String) : Step

        class Clearing(val tracingId: String) : Step
    }

    /** What the answer to a configure or close means. */
    sealed interface Answer {
        /** To be sent next. */
        class Next(val request: GuestRequest) : Answer

        /** The session is configured anew. */
        class Configured(val info: SessionInfo) : Answer

        /** A copy of an answer that was here before. */
        data object Known : Answer

        /** Nobody asked. */
        class Unasked(val info: SessionInfo) : Answer
    }

    private val step = MutableStateFlow<Step>(Step.None)
    private val answered = ArrayDeque<String>().apply { firstAnswer?.let(::add) }

    fun configure(startNew: Boolean): GuestRequest {
        val tracingId = newTracingId()
        step.value = if (startNew) Step.Closing(tracingId) else Step.Configuring(tracingId)
        return if (startNew) {
            GuestRequest.CloseSession(
                tracingId,
            )
        } else {
            GuestRequest.ConfigureSession(tracingId, deploymentId, startNew = false)
        }
    }

    fun clear(): GuestRequest = GuestRequest.Clear(newTracingId()).also { step.value = Step.Clearing(it.tracingId) }

    fun answered(frame: ServiceFrame.Session): Answer {
        val now = step.value
        if (frame.tracingId != null && frame.tracingId in answered) return Answer.Known
        return when {
            now is Step.Closing && now.tracingId == frame.tracingId -> {
                remember(now.tracingId)
                val configure = GuestRequest.ConfigureSession(newTracingId(), deploymentId, startNew = true)
                step.value = Step.Configuring(configure.tracingId)
                Answer.Next(configure)
            }

            now is Step.Configuring && now.tracingId == frame.tracingId -> {
                remember(now.tracingId)
                step.value = Step.None
                Answer.Configured(frame.info)
            }

            else -> Answer.Unasked(frame.info)
        }
    }

    /**
     * The service refused something; null when it was none of these.
     *
     * @throws TransportException when the old conversation is closed already and the new one is refused: there is no way back over this link.
     */
    fun refused(tracingId: String?, failure: TransportFailure): LinkEvent? {
        val now = step.value
        val concerned =
            when (now) {
                is Step.None -> false
                is Step.Closing -> now.tracingId == tracingId
                is Step.Configuring -> now.tracingId == tracingId
                is Step.Clearing -> now.tracingId == tracingId
            }
        if (!concerned) return null
        step.value = Step.None
        if (now is Step.Configuring) throw TransportException(failure)
        return LinkEvent.ChangeRefused(failure)
    }

    private fun remember(tracingId: String) {
        answered += tracingId
        if (answered.size > MAX_ANSWERED) answered.removeFirst()
    }

    private companion object {
        const val MAX_ANSWERED = 8
    }
}
