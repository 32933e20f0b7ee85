package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.watched
import io.ktor.http.content.OutgoingContent
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Sends messages, one at a time in each conversation (protocol notes §B.6). */
internal class AmmSending(
    private val calls: AmmCalls,
    private val roster: AmmRoster,
    private val sendings: AmmSendings,
    private val files: AmmFiles,
    private val emit: suspend (LinkEvent) -> Unit,
) {
    private val lines = MutableStateFlow(emptyMap<String, Mutex>())

    /** What is to happen after the messages of its conversation that were submitted before. */
    suspend fun <T> after(question: ConversationQuestion, block: suspend () -> T): T =
        if (question is ConversationQuestion.Leave) line(question.conversation.value).withLock { block() } else block()

    suspend fun listed(list: List<AmmConversation>) = sendings.listed(list, complete = true)

    /** @throws TransportException when nobody knows what became of it: the next link finds out (guarantee REL-4). */
    suspend fun send(command: LinkCommand.SendMessage) = line(command.conversation.value).withLock {
        val prepared = try {
            prepared(command, people(command))
        } catch (refused: TransportException) {
            // The file is gone, or the conversation; or the network, and then nothing was sent.
            return@withLock refuse(command, refused.failure)
        }
        sendings.begun(command)
        val answer = try {
            answered(command, prepared)
        } catch (failed: TransportException) {
            // The file, not the network: the request broke off, and trying again does not help.
            if (failed.failure.failureClass != FailureClass.PERMANENT) throw failed
            sendings.refused(command)
            return@withLock refuse(command, failed.failure)
        }
        if (answer.isSuccess) proved(command, answer) else refused(command, answer)
    }

    /** Some servers insist that a message goes to exactly those who take part (§B.6.1); who joined a moment ago may not be known here. */
    private suspend fun answered(command: LinkCommand.SendMessage, prepared: Prepared): AmmAnswer {
        val answer = sent(prepared)
        if (command.opening != null || !AmmFailures.mayBeMismatch(answer)) return answer
        val conversation = command.conversation.value
        roster.takesPart(conversation, calls.participants(conversation))
        return sent(prepared(command, people(command)))
    }

    private fun line(conversation: String): Mutex {
        lines.update { if (conversation in it) it else it + (conversation to Mutex()) }
        return lines.value.getValue(conversation)
    }

    private class Prepared(
        val command: LinkCommand.SendMessage,
        val files: List<AmmMultipart.File>,
        val content: (sent: (Int, Long) -> Unit) -> OutgoingContent,
    )

    private suspend fun prepared(command: LinkCommand.SendMessage, people: List<AmmEntity>): Prepared {
        val thread = command.conversation.value.takeIf { command.opening == null }
        val subject = if (thread == null) command.opening?.subject else roster[thread]?.subject
        val message = AmmOutgoing.message(command.draft, subject, people, thread, AmmOutgoing.sensitivity(command))
        val sources = files.sources()
        val attached = AmmOutgoing.files(command.draft, sources::get)
        return Prepared(command, attached) { sent -> AmmOutgoing.content(calls.resources.types, message, attached, sent) }
    }

    /** Everybody, oneself among them (§B.6.1). */
    private suspend fun people(command: LinkCommand.SendMessage): List<AmmEntity> {
        val opening = command.opening
        val self = AmmEntity(calls.resources.features.selfAddress, null, null, null)
        val others = opening?.participantAddresses?.map { AmmEntity(it, null, null, null) }
            ?: roster[command.conversation.value]?.people?.ifEmpty { null }
            ?: calls.participants(command.conversation.value)
        return (listOf(self) + others).distinct()
    }

    private suspend fun sent(prepared: Prepared): AmmAnswer = coroutineScope {
        val attachments = prepared.command.draft.attachments
        if (prepared.files.isEmpty()) return@coroutineScope calls.send(prepared.content { _, _ -> }, hasFiles = false)
        val left = MutableStateFlow(emptyMap<Int, Long>())
        val telling = launch {
            left.collect { counts ->
                counts.forEach { (index, bytes) ->
                    emit(LinkEvent.UploadProgress(attachments[index].id, bytes, prepared.files[index].source.sizeBytes))
                }
            }
        }
        var content: OutgoingContent? = null
        try {
            watched(AmmCalls.SENDING, STALL_MILLIS) { moved ->
                content = prepared.content { index, bytes ->
                    moved.update { it + 1 }
                    left.update { it + (index to bytes) }
                }
                calls.send(checkNotNull(content), hasFiles = true)
            }
        } catch (failed: TransportException) {
            throw (content as? AmmMultipart)?.failure ?: failed
        } finally {
            telling.cancel()
        }
    }

    private suspend fun proved(command: LinkCommand.SendMessage, answer: AmmAnswer) {
        val message = calls.message(answer)
        val conversation = message?.threadId ?: command.conversation.value.takeIf { command.opening == null }
        // Taken, but who knows as what: the list tells.
        if (message == null || conversation == null) {
            throw TransportException(
                TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The service took the message and gave an answer that cannot be read."),
            )
        }
        sendings.proved(command, conversation, message)
        files.sent(command.draft.attachments)
    }

    private suspend fun refused(command: LinkCommand.SendMessage, answer: AmmAnswer) {
        val failure = calls.failure(AmmCalls.SENDING, answer)
        // The server failed and may have it; only where it asks to come back later, it has not.
        if (answer.status in SERVER_FAILED && failure.retryAfterMillis == null) throw TransportException(failure)
        sendings.refused(command)
        refuse(command, failure)
    }

    private suspend fun refuse(command: LinkCommand.SendMessage, failure: TransportFailure) =
        emit(LinkEvent.Refused(command.messageId, command.attempt, failure))

    private companion object {
        const val STALL_MILLIS = 60_000L
        val SERVER_FAILED = 500..599
    }
}
