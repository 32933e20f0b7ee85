package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch

/** What a session and the sign-in of its guest mean to each other, and to the registration of the guest's device, while a link is open. */
internal class SignInWatch(private val options: WebMessagingOptions, private val identity: GuestIdentity, private val notifies: Boolean) {
    private val signOuts = options.auth?.tokens?.signOuts
    private val signedOutBefore = signOuts?.value

    /** Tells what does not come over the socket, as long as the link lives. */
    suspend fun watch(token: String, info: SessionInfo, tell: suspend (LinkEvent) -> Unit): Unit = coroutineScope {
        val push = options.push?.takeIf { info.connected }
        push?.sessionOpened(token, notifies)?.let { tell(it) }
        val registration = push?.takeIf { notifies }?.let { launch { it.lookAfter(token, tell) } }
        if (signOuts == null) return@coroutineScope
        signOuts.first { it != signedOutBefore }
        if (!identity.isSignedIn) return@coroutineScope
        registration?.cancelAndJoin()
        ended(token)
        tell(LinkEvent.SessionEnded(ClosedReason.LOGGED_OUT, null))
    }

    /** The service says something that may end the sign-in, or make the session another one's. */
    suspend fun heard(token: String, event: LinkEvent) {
        if (event !is LinkEvent.SessionEnded) return
        val reason = event.reason
        val rotates = event.failure?.code == ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED
        if (reason == ClosedReason.LOGGED_OUT || reason == ClosedReason.SIGNED_IN || rotates) ended(token)
        if (reason == ClosedReason.LOGGED_OUT && identity.isSignedIn) options.auth?.tokens?.signOut()
    }

    /** The service refused to open the session. */
    fun refused(token: String, failure: TransportFailure) {
        if (failure.code in ROTATING) ended(token)
    }

    private fun ended(token: String) {
        options.push?.sessionGone(token)
    }

    private companion object {
        /** After these the session gets another token. */
        val ROTATING = setOf(
            ErrorCode.CANNOT_DOWNGRADE_TO_UNAUTHENTICATED,
            ErrorCode.SESSION_HAS_EXPIRED,
            ErrorCode.SESSION_NOT_FOUND,
        )
    }
}
