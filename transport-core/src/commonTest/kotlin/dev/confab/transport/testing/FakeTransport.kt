package dev.confab.transport.testing

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel

/** A transport whose service is the test. Without instructions it accepts every session. */
class FakeTransport(private val now: () -> Long, override val sessionKey: String? = null) : Transport {
    private val plans = ArrayDeque<Plan>()
    private val accepted = Channel<FakeLink>(Channel.UNLIMITED)

    /** What is behind it. */
    val service = FakeService(now)

    /** Every request to open, in order. */
    val requests = ArrayList<OpenRequest>()

    /** When each of them came, in milliseconds of virtual time. */
    val requestTimes = ArrayList<Long>()

    override val backend: String get() = "fake"

    override val capabilities: Capabilities =
        Capabilities.of(
            LIMITS,
            Capability.SEND_TEXT,
            Capability.SEND_TYPING,
            Capability.CUSTOM_ATTRIBUTES,
            Capability.HEALTH_CHECK,
            Capability.HISTORY,
            Capability.START_NEW_CHAT,
            Capability.CLEAR_CONVERSATION,
            Capability.LEAVE_CONVERSATION,
            Capability.SEND_ATTACHMENTS,
        )

    /** The next [times] attempts to open fail. */
    fun refuse(failure: TransportFailure, times: Int = 1) {
        repeat(times) { plans += Plan.Refuse(failure) }
    }

    /** The next [times] attempts find nobody. */
    fun unreachable(times: Int = 1) = refuse(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "Nothing answers there."), times)

    /** The next attempt gets no answer at all. */
    fun hang() {
        plans += Plan.Hang
    }

    /** The next attempt is accepted with [info]. */
    fun accept(info: SessionInfo) {
        plans += Plan.Accept(info)
    }

    /** The next link that was opened; suspends until there is one. */
    suspend fun expectLink(): FakeLink = accepted.receive()

    /** Links that nobody expected. */
    fun leftovers(): List<FakeLink> = generateSequence { accepted.tryReceive().getOrNull() }.toList()

    override suspend fun open(request: OpenRequest): Link {
        Secrets.register(request.sessionKey, request.resumeState)
        requests += request
        requestTimes += now()
        return when (val plan = plans.removeFirstOrNull() ?: Plan.Accept(info(newSession = requests.size == 1))) {
            is Plan.Refuse -> throw TransportException(plan.failure)

            is Plan.Hang -> awaitCancellation()

            is Plan.Accept -> {
                request.onConnected()
                FakeLink(plan.info, service).also { accepted.send(it) }
            }
        }
    }

    private sealed interface Plan {
        class Refuse(val failure: TransportFailure) : Plan

        data object Hang : Plan

        class Accept(val info: SessionInfo) : Plan
    }

    companion object {
        private val LIMITS = Limits(4096, 2048, 10_485_760, listOf("*/*"), listOf(".zip"))

        fun info(newSession: Boolean = false, readOnly: Boolean = false): SessionInfo = SessionInfo(
            connected = true,
            newSession = newSession,
            readOnly = readOnly,
            clearedExistingSession = false,
            limits = LIMITS,
            expiry = null,
            resumeState = null,
        )
    }
}
