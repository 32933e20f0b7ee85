package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Makes calls of the commands of a link, and events of their answers (protocol notes of guest chat §4, §5). */
internal class GuestCalls(
    private val api: GuestChatApi,
    private val session: GuestSession,
    private val own: OwnMessages,
    private val standing: GuestStanding,
    private val info: SessionInfo,
    private val tell: suspend (LinkEvent) -> Unit,
) {
    private val sending = Mutex()

    /** Suspends until no message is on its way. */
    suspend fun awaitSent() = sending.withLock {}

    /** @throws TransportException when nobody knows what became of the call, or another link is needed. */
    suspend fun run(command: LinkCommand) {
        when (command) {
            is LinkCommand.SendMessage -> sending.withLock { send(command) }

            is LinkCommand.IndicateTyping -> typing()

            is LinkCommand.LeaveConversation -> leave()

            is LinkCommand.Configure -> configure(command.startNew)

            is LinkCommand.CheckHealth -> checkHealth()

            is LinkCommand.ClearConversation ->
                tell(LinkEvent.ChangeRefused(unsupported("no way to clear a conversation: leave it and begin a new one")))

            is LinkCommand.UploadAttachment -> noFiles(command.attachment.id, LinkEvent.AttachmentFailed.Task.UPLOAD)

            is LinkCommand.DeleteAttachment -> noFiles(command.id, LinkEvent.AttachmentFailed.Task.DELETE)

            is LinkCommand.RefreshAttachment -> noFiles(command.id, LinkEvent.AttachmentFailed.Task.REFRESH)

            is LinkCommand.Ask -> tell(LinkEvent.AskRefused(command.id, unsupported("one conversation, which cannot be asked about")))

            is LinkCommand.ListConversations ->
                tell(LinkEvent.ChangeRefused(unsupported("one conversation, and no list of them")))

            is LinkCommand.CancelUpload, is LinkCommand.FetchHistory -> Unit
        }
    }

    private suspend fun send(command: LinkCommand.SendMessage) {
        val text = command.draft.text
        if (standing.isOver) return refuse(command, ENDED)
        if (text.length > CreateMessageRequest.MAX_CHARACTERS) {
            return refuse(command, TransportFailure(ErrorCode.MESSAGE_TOO_LONG, CreateMessageRequest.tooLong(text)))
        }
        own.begun(command)
        val answer =
            try {
                api.sendMessage(session.conversationId, session.memberId, CreateMessageRequest.of(text))
            } catch (refused: GuestChatException) {
                return refused(command, refused)
            } catch (failed: TransportException) {
                // The service may have it: the next link reads the messages and settles it (guarantee REL-4).
                own.doubted()
                throw failed
            }
        val id = answer.id ?: return own.doubted()
        val message = Message
            .Builder(MessageId(id), Direction.INBOUND)
            .serverId(id)
            .from(StreamEvents.GUEST)
            .text(answer.body ?: text)
            .timeMillis(answer.timeMillis)
            .build()
        own.proved(command, message)
    }

    private suspend fun refused(command: LinkCommand.SendMessage, refused: GuestChatException) {
        // A server that failed may have stored it before. Without a proof in time the session leaves this link and reads the messages.
        if (refused.status in SERVER_FAILED) {
            own.doubted()
            // It asks to be left alone: what this link would ask before its time is up is refused, too.
            if (refused.retryAfterMillis == null) return
            throw TransportException(GuestChatRefusals.failure(refused), refused)
        }
        own.refused()
        when {
            refused.status == GuestStanding.HTTP_UNAUTHORIZED -> standing.refused(refused)
            refused.saysWrongState -> refusedByState(command, refused)
            refused.status in GuestChatRefusals.GONE -> refusedAsStranger(command, refused)
            else -> refuse(command, GuestChatRefusals.failure(refused))
        }
    }

    /** The conversation has ended, or it is not active yet: its stream was attached a moment ago (§3). */
    private suspend fun refusedByState(command: LinkCommand.SendMessage, refused: GuestChatException) {
        standing.ask()
        if (standing.isOver) return refuse(command, ENDED)
        refuse(command, TransportFailure(ErrorCode.WRONG_STATE, refused.message.orEmpty(), FailureClass.TRANSIENT, STATE_MILLIS))
    }

    /** The conversation is gone, or only this message was not liked: the guest's own member says which. */
    private suspend fun refusedAsStranger(command: LinkCommand.SendMessage, refused: GuestChatException) {
        standing.ask()
        refuse(command, if (standing.isOver) ENDED else GuestChatRefusals.failure(refused))
    }

    private suspend fun refuse(command: LinkCommand.SendMessage, failure: TransportFailure) =
        tell(LinkEvent.Refused(command.messageId, command.attempt, failure))

    /** Nobody waits for its outcome; only an end of the conversation that it shows is told. */
    private suspend fun typing() {
        if (standing.isOver) return
        try {
            signTyping()
        } catch (_: TransportException) {
            // The stream and the messages notice a network that is away.
        }
    }

    private suspend fun signTyping() {
        try {
            api.sendTyping(session.conversationId, session.memberId)
        } catch (refused: GuestChatException) {
            if (refused.saysWrongState) {
                standing.ask()
            } else if (refused.status == GuestStanding.HTTP_UNAUTHORIZED) {
                standing.refused(refused)
            }
        }
    }

    private suspend fun leave() {
        try {
            api.removeMember(session.conversationId, session.memberId)
        } catch (refused: GuestChatException) {
            when {
                refused.saysWrongState || refused.status in GuestChatRefusals.GONE -> standing.ask()
                refused.status == GuestStanding.HTTP_UNAUTHORIZED -> standing.refused(refused)
            }
            if (!standing.isOver) tell(LinkEvent.ChangeRefused(GuestChatRefusals.failure(refused)))
            return
        }
        standing.left()
    }

    private suspend fun configure(startNew: Boolean) {
        if (startNew) {
            throw TransportException(
                TransportFailure(
                    ErrorCode.WEBSOCKET_ERROR,
                    "A new conversation has another event stream: the session is opened anew for it.",
                ),
            )
        }
        try {
            if (!standing.isOver) standing.check()
            tellInfo()
        } catch (refused: GuestChatException) {
            standing.refused(refused)
            if (standing.isOver) tellInfo() else tell(LinkEvent.ChangeRefused(GuestChatRefusals.failure(refused)))
        } catch (failed: TransportException) {
            tell(LinkEvent.ChangeRefused(failed.failure))
        }
    }

    private suspend fun tellInfo() =
        tell(LinkEvent.InfoChanged(GuestChatTransport.info(session, newSession = false, readOnly = standing.isOver)))

    private suspend fun checkHealth() {
        try {
            standing.check()
        } catch (refused: GuestChatException) {
            return standing.refused(refused)
        } catch (_: TransportException) {
            // Its caller is told by the deadline of the answer.
            return
        }
        tell(LinkEvent.HealthChecked(info.expiry))
    }

    private suspend fun noFiles(id: AttachmentId, task: LinkEvent.AttachmentFailed.Task) =
        tell(LinkEvent.AttachmentFailed(id, task, unsupported("no files")))

    private fun unsupported(what: String) = TransportFailure(ErrorCode.UNSUPPORTED, "Guest chat has $what.")

    private companion object {
        val SERVER_FAILED = 500..599
        val ENDED = TransportFailure(ErrorCode.SESSION_READ_ONLY, "The conversation has ended and is read-only: begin a new one to go on.")
        const val STATE_MILLIS = 1_000L
    }
}
