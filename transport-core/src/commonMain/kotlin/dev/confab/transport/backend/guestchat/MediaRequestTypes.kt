package dev.confab.transport.backend.guestchat

import dev.confab.transport.model.MessagingException
import kotlinx.coroutines.withTimeoutOrNull

/** What media requests ask for: the stream tells only their ids (protocol notes of guest chat §4.5). */
internal class MediaRequestTypes(private val api: GuestChatApi, private val session: GuestSession) {
    /** Yes also where the service does not tell: a wish of the agent must not get lost. */
    suspend fun isCoBrowse(requestId: String?): Boolean {
        val requests = withTimeoutOrNull(TYPES_MILLIS) {
            try {
                api.mediaRequests(session.conversationId).entities
            } catch (_: MessagingException) {
                null
            }
        }
        val types = requests?.find { it.id == requestId }?.types.orEmpty()
        return types.isEmpty() || MediaType.COBROWSE in types
    }

    private companion object {
        const val TYPES_MILLIS = 5_000L
    }
}
