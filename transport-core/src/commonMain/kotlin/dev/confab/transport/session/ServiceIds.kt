package dev.confab.transport.session

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId

/**
 * The border between the session's names of conversations, which never change, and those of the service: what a link tells is translated as
 * it comes in, what it is asked as it goes out. Where both are the same, as on every back end with a single conversation, nothing is copied.
 *
 * Listings keep the names of the service, because they tell of conversations that have no name here yet.
 */
internal object ServiceIds {
    fun inbound(session: Session, event: LinkEvent): LinkEvent = when (event) {
        is LinkEvent.MessageArrived ->
            renamed(session, event, event.conversation) { LinkEvent.MessageArrived(it, event.message, event.correlation) }

        is LinkEvent.Typing ->
            renamed(session, event, event.conversation) { LinkEvent.Typing(it, event.typing, event.durationMillis, event.from) }

        is LinkEvent.PresenceChanged ->
            renamed(session, event, event.conversation) { LinkEvent.PresenceChanged(it, event.presence, event.direction, event.from) }

        is LinkEvent.SignedIn ->
            renamed(session, event, event.conversation) { LinkEvent.SignedIn(it, event.firstName, event.lastName) }

        is LinkEvent.Offered -> renamed(session, event, event.conversation) { LinkEvent.Offered(it, event.offer, event.from) }

        is LinkEvent.Reacted ->
            renamed(session, event, event.conversation) { LinkEvent.Reacted(it, event.messageId, event.reactions, event.from) }

        is LinkEvent.HistoryArrived -> renamed(session, event, event.page.conversation) { LinkEvent.HistoryArrived(event.page.of(it)) }

        is LinkEvent.HistoryFailed -> renamed(session, event, event.conversation) { LinkEvent.HistoryFailed(it, event.failure) }

        is LinkEvent.ConversationDisconnected ->
            renamed(session, event, event.conversation) { LinkEvent.ConversationDisconnected(it, event.readOnly) }

        is LinkEvent.ConversationGone -> renamed(session, event, event.conversation) { LinkEvent.ConversationGone(it, event.reason) }

        is LinkEvent.ConversationsListed,
        is LinkEvent.ConversationOpened,
        is LinkEvent.Answered,
        is LinkEvent.AskRefused,
        is LinkEvent.AttachmentDeleted,
        is LinkEvent.AttachmentFailed,
        is LinkEvent.AttachmentRefreshed,
        is LinkEvent.AttachmentUploaded,
        is LinkEvent.AttributesGreeted,
        is LinkEvent.ChangeRefused,
        is LinkEvent.Closed,
        is LinkEvent.HealthChecked,
        is LinkEvent.InfoChanged,
        is LinkEvent.Refused,
        is LinkEvent.SessionEnded,
        is LinkEvent.Unknown,
        is LinkEvent.UploadProgress,
        -> event
    }

    private inline fun renamed(
        session: Session,
        event: LinkEvent,
        service: ConversationId,
        rename: (ConversationId) -> LinkEvent,
    ): LinkEvent {
        val local = session.local(service)
        return if (local == service) event else rename(local)
    }

    fun outbound(session: Session, effect: SessionEffect): SessionEffect {
        if (effect !is SessionEffect.Submit) return effect
        val command = outbound(session, effect.command)
        return if (command === effect.command) effect else effect.copy(command = command)
    }

    private fun outbound(session: Session, command: LinkCommand): LinkCommand = when (command) {
        is LinkCommand.SendMessage -> replaced(session, command, command.conversation) {
            LinkCommand.SendMessage(it, command.messageId, command.draft, command.attempt, command.opening)
        }

        is LinkCommand.IndicateTyping ->
            replaced(session, command, command.conversation) { LinkCommand.IndicateTyping(it, command.typing) }

        is LinkCommand.FetchHistory -> replaced(session, command, command.conversation) { LinkCommand.FetchHistory(it, command.older) }

        is LinkCommand.Ask -> {
            val question = outbound(session, command.question)
            if (question === command.question) command else LinkCommand.Ask(command.id, question)
        }

        is LinkCommand.ClearConversation,
        is LinkCommand.LeaveConversation,
        is LinkCommand.CancelUpload,
        is LinkCommand.CheckHealth,
        is LinkCommand.Configure,
        is LinkCommand.DeleteAttachment,
        is LinkCommand.ListConversations,
        is LinkCommand.RefreshAttachment,
        is LinkCommand.UploadAttachment,
        -> command
    }

    private fun outbound(session: Session, question: ConversationQuestion): ConversationQuestion = when (question) {
        is ConversationQuestion.ValidateAddresses, is ConversationQuestion.SearchConversations -> question

        is ConversationQuestion.AddParticipants ->
            replaced(session, question, question.conversation) { ConversationQuestion.AddParticipants(it, question.addresses) }

        is ConversationQuestion.FetchParticipants ->
            replaced(session, question, question.conversation) { ConversationQuestion.FetchParticipants(it) }

        is ConversationQuestion.SetSubject ->
            replaced(session, question, question.conversation) { ConversationQuestion.SetSubject(it, question.subject) }

        is ConversationQuestion.FetchMessages -> replaced(session, question, question.conversation) {
            ConversationQuestion.FetchMessages(it, question.messageId, question.before, question.max)
        }

        is ConversationQuestion.MarkAsRead ->
            replaced(session, question, question.conversation) { ConversationQuestion.MarkAsRead(it, question.messageIds) }

        is ConversationQuestion.Leave -> replaced(session, question, question.conversation) { ConversationQuestion.Leave(it) }

        is ConversationQuestion.MarkAsAccessed ->
            replaced(session, question, question.conversation) { ConversationQuestion.MarkAsAccessed(it) }
    }

    private inline fun <T> replaced(session: Session, value: T, local: ConversationId, rename: (ConversationId) -> T): T {
        val service = session.service(local)
        return if (service == local) value else rename(service)
    }
}

/** The same under another name of the conversation. */
internal fun HistoryPage.of(conversation: ConversationId): HistoryPage =
    if (conversation == this.conversation) this else HistoryPage(conversation, messages, older)

/** What the session calls the conversation that the service calls [service]; the same where it has no other name. */
internal fun Session.local(service: ConversationId): ConversationId =
    if (service in conversations) service else conversations.values.firstOrNull { it.serverId == service.value }?.id ?: service

/** What the service calls the conversation that the session calls [local]. */
internal fun Session.service(local: ConversationId): ConversationId = conversations[local]?.serverId?.let(::ConversationId) ?: local
