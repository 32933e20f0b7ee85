package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode

/**
 * The messages of a conversation as pages that lead back (protocol notes of guest chat §4.4): the newest ones, then those before the oldest
 * that was seen. Not by `after`: a message in doubt is settled only when the message that was known before it is seen itself, and `after` leaves
 * that one out, with an answer that nobody has documented should the service not know it.
 */
internal class GuestChatHistory(private val api: GuestChatApi, private val session: GuestSession, private val events: StreamEvents) {
    /** The answer to [command], whatever happens. */
    suspend fun answer(command: LinkCommand.FetchHistory): LinkEvent = try {
        LinkEvent.HistoryArrived(page(command.older))
    } catch (refused: GuestChatException) {
        val told = GuestChatRefusals.failure(refused)
        failed(command, TransportFailure(ErrorCode.HISTORY_FETCH_FAILURE, told.message, told.failureClass, told.retryAfterMillis))
    } catch (failed: TransportException) {
        failed(command, failed.failure)
    }

    private fun failed(command: LinkCommand.FetchHistory, failure: TransportFailure) =
        LinkEvent.HistoryFailed(command.conversation, failure)

    internal suspend fun page(older: Cursor?): HistoryPage {
        val query = MessagesQuery.builder().sortOrder(MessagesQuery.SortOrder.DESCENDING).maxResults(PAGE_SIZE)
        if (older != null) query.before(older.value)
        val answer = api.messages(session.conversationId, query.build())
        val entries = answer.entities
        val messages = entries.asReversed().mapNotNull { events.message(it) }
        // Joins and leaves count, too, and what cannot be read: the page is as full as the service made it.
        val oldest = entries.lastOrNull { it.id != null }?.id
        val isLast = answer.rawCount < PAGE_SIZE || oldest == older?.value
        return HistoryPage(ConversationId.MAIN, messages, if (isLast) null else oldest?.let(::Cursor))
    }

    private companion object {
        const val PAGE_SIZE = 50
    }
}
