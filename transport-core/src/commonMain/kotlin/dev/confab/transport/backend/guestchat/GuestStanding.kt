package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ConversationId
import kotlinx.coroutines.CompletableDeferred

/**
 * Whether the guest is still in the conversation. Asked of the service, because the close codes of the stream are not to be relied upon
 * (protocol notes of guest chat §6.3); told once.
 *
 * @param over completes with the end of the conversation, also where the link began after it.
 */
internal class GuestStanding(
    private val api: GuestChatApi,
    private val session: GuestSession,
    private val over: CompletableDeferred<Unit>,
    private val tell: suspend (LinkEvent) -> Unit,
) {
    val isOver: Boolean get() = over.isCompleted

    /** Asks how the guest stands, and tells an end; a refusal that says nothing of it is passed over. */
    suspend fun ask() {
        try {
            check()
        } catch (refused: GuestChatException) {
            refused(refused)
        }
    }

    /**
     * Asks how the guest stands, and tells an end.
     *
     * @throws GuestChatException when the service refused to say it, also where that means an end: see [refused].
     */
    suspend fun check() {
        val member = api.member(session.conversationId, session.memberId)
        if (member.state == MemberState.DISCONNECTED) left()
    }

    /** The guest is out of the conversation for good; it can still be read. */
    suspend fun left() {
        if (over.complete(Unit)) tell(LinkEvent.ConversationDisconnected(ConversationId.MAIN, readOnly = true))
    }

    /** Tells the end of the session if that is what a refusal of any call says. */
    suspend fun refused(refused: GuestChatException) {
        when {
            refused.status == HTTP_UNAUTHORIZED -> ended(ClosedReason.EXPIRED, GuestChatRefusals.expired())
            refused.status in GuestChatRefusals.GONE -> ended(ClosedReason.NOT_FOUND, GuestChatRefusals.notFound())
            refused.saysWrongState -> left()
        }
    }

    private suspend fun ended(reason: ClosedReason, failure: TransportFailure) {
        over.complete(Unit)
        tell(LinkEvent.SessionEnded(reason, failure))
    }

    internal companion object {
        const val HTTP_UNAUTHORIZED = 401
    }
}
