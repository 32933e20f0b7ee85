package dev.confab.transport.backend.gms

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Sends messages. The proof of one is its own entry in the transcript: it comes with the answer, with a poll, or as an event. Where the
 * answer stays out, nobody knows whether the message arrived: the link ends, and the session settles it from the transcript (REL-4).
 */
internal class GmsSending(
    private val chats: GmsChats,
    private val wire: GmsWire,
    private val applying: Mutex,
    private val apply: suspend (response: GmsResponse, askedFrom: Int, emit: suspend (LinkEvent) -> Unit) -> Unit,
) {
    suspend fun send(command: LinkCommand.SendMessage, emit: suspend (LinkEvent) -> Unit) {
        val draft = command.draft
        val files = draft.attachments.map { attachment ->
            chats.transcript.ownFile(attachment.id.value) ?: return refused(command, gone(attachment.id.value), emit)
        }
        if (draft.customAttributes.isNotEmpty()) attach(command)?.let { return refused(command, it, emit) }
        if (draft.text.isEmpty()) filesOnly(command, files, emit) else text(command, files, emit)
    }

    private suspend fun text(command: LinkCommand.SendMessage, files: List<GmsOwnFile>, emit: suspend (LinkEvent) -> Unit) {
        val transcript = chats.transcript
        applying.withLock {
            transcript.sending(command.messageId, command.draft.text, files)
            val from = transcript.position
            val response =
                try {
                    wire.call(
                        SENDING,
                        GmsOperation.Send(
                            command.draft.text,
                            MESSAGE_TYPE,
                            from.takeIf {
                                wire.answersAtOnce
                            },
                        ),
                        transcript.session,
                    )
                } catch (failed: TransportException) {
                    if (!isRefusal(failed.failure)) throw failed
                    transcript.refused()
                    return refused(command, failed.failure, emit)
                }
            if (response != null) answered(command, response, from, emit)
        }
        wire.hint()
    }

    private suspend fun answered(command: LinkCommand.SendMessage, response: GmsResponse, from: Int, emit: suspend (LinkEvent) -> Unit) {
        val transcript = chats.transcript
        when (GmsOutcome.of(response)) {
            GmsOutcome.GOES_ON -> transcript.accepted()

            GmsOutcome.ENDED -> if (response.isDone) transcript.accepted()

            GmsOutcome.AGAIN, GmsOutcome.LOST, GmsOutcome.REFUSED -> {
                transcript.refused()
                refused(command, GmsFailures.of(SENDING, response), emit)
            }
        }
        apply(response, from, emit)
    }

    /** An answer that says that the message was not taken, and not that the way to the service is broken. */
    private fun isRefusal(failure: TransportFailure): Boolean = failure.code.value in REFUSALS

    /** Facts beside the text go to the chat's attached data, before it. */
    private suspend fun attach(command: LinkCommand.SendMessage): TransportFailure? {
        val operation = GmsOperation.UpdateData(command.draft.customAttributes)
        val response = try {
            wire.call(ATTACHING, operation, chats.transcript.session)
        } catch (failed: TransportException) {
            if (!isRefusal(failed.failure)) throw failed
            return failed.failure
        }
        return response?.takeUnless { it.isDone }?.let { GmsFailures.of(ATTACHING, it) }
    }

    /** The files are there since they were uploaded: their entries are the proof. */
    private suspend fun filesOnly(command: LinkCommand.SendMessage, files: List<GmsOwnFile>, emit: suspend (LinkEvent) -> Unit) {
        val transcript = chats.transcript
        val entries = wire.entries(1, transcript.session).filter { it.isOwn && it.type == GmsEntry.FILE_UPLOADED }
        applying.withLock {
            val found = files.map { file -> entries.firstOrNull { it.userData["file-id"] == file.fileId } }
            val last = found.filterNotNull().maxByOrNull { it.index ?: 0 }
            val index = last?.index
            if (index == null || null in found) {
                val missing =
                    TransportFailure(
                        ErrorCode.ATTACHMENT_NOT_FOUND,
                        "The transcript does not show the file yet.",
                        FailureClass.TRANSIENT,
                        null,
                    )
                return refused(command, missing, emit)
            }
            files.forEach { transcript.carried(it, index) }
            val message = GmsMapping.filesOnly(chats.chatId, index, last, files)
            emit(LinkEvent.MessageArrived(ConversationId.MAIN, message, command.messageId))
        }
    }

    private suspend fun refused(command: LinkCommand.SendMessage, failure: TransportFailure, emit: suspend (LinkEvent) -> Unit) =
        emit(LinkEvent.Refused(command.messageId, command.attempt, failure))

    private fun gone(id: String) =
        TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "The chat has no file of attachment $id: attach it again.")

    private companion object {
        const val SENDING = "Sending the message"
        const val ATTACHING = "Attaching data to the chat"
        const val MESSAGE_TYPE = "text"

        /** Statuses of HTTP that a service gives before it does anything. */
        val REFUSALS = setOf(400, 401, 403, 404, 405, 411, 413, 414, 415, 422, 429, 431)
    }
}
