package dev.confab.transport.jvm

import dev.confab.transport.AttachmentProgress
import dev.confab.transport.ConnectOptions
import dev.confab.transport.MessagingClient
import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.model.AddressValidation
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FetchedHistory
import dev.confab.transport.model.LeaveOutcome
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.model.ParticipantsAdded
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.model.SessionState
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.future.future
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor

/**
 * The verbs of a [MessagingClient] as futures. Support for Java faces; Kotlin code calls the client itself.
 *
 * Calls made one after the other reach the client in that order. A future completes on one of the [CallbackThreads], or is complete when
 * it is returned; it fails with the exception of the verb, unwrapped. Cancelling it, or completing it by hand, cancels the call.
 */
public class ClientFutures(private val client: MessagingClient) {
    // A call that was cancelled and failed at the same moment has nobody left to tell: its failure is no uncaught exception.
    private val scope = CoroutineScope(SupervisorJob() + CallbackThreads.dispatcher + CoroutineExceptionHandler { _, _ -> })

    public fun connect(options: ConnectOptions): CompletableFuture<SessionState> = calling { client.connect(options) }

    public fun configureSession(options: ConnectOptions): CompletableFuture<SessionState> = calling { client.configureSession(options) }

    public fun startNewChat(): CompletableFuture<SessionState> = calling { client.startNewChat() }

    public fun clearConversation(): CompletableFuture<Void?> = running { client.clearConversation() }

    public fun leaveConversation(): CompletableFuture<Void?> = running { client.leaveConversation() }

    public fun leaveConversation(id: ConversationId): CompletableFuture<Void?> = running { client.leaveConversation(id) }

    public fun leaveConversations(ids: List<ConversationId>): CompletableFuture<List<LeaveOutcome>> =
        calling { client.leaveConversations(ids.toList()) }

    public fun leaveAllConversations(): CompletableFuture<List<LeaveOutcome>> = calling { client.leaveAllConversations() }

    public fun createConversation(opening: NewConversation): CompletableFuture<Conversation> = calling {
        client.createConversation(opening)
    }

    public fun discardConversation(id: ConversationId): CompletableFuture<Void?> = running { client.discardConversation(id) }

    public fun addParticipants(id: ConversationId, addresses: List<String>): CompletableFuture<ParticipantsAdded> =
        calling { client.addParticipants(id, addresses.toList()) }

    public fun removeParticipants(id: ConversationId, addresses: List<String>): CompletableFuture<Void?> =
        running { client.removeParticipants(id, addresses.toList()) }

    public fun validateAddresses(addresses: List<String>): CompletableFuture<List<AddressValidation>> =
        calling { client.validateAddresses(addresses.toList()) }

    public fun participants(id: ConversationId): CompletableFuture<List<Participant>> = calling { client.participants(id) }

    public fun setSubject(id: ConversationId, subject: String): CompletableFuture<Void?> = running { client.setSubject(id, subject) }

    public fun setSensitivity(id: ConversationId, sensitivity: Sensitivity): CompletableFuture<Void?> =
        running { client.setSensitivity(id, sensitivity) }

    public fun searchConversations(query: ConversationQuery): CompletableFuture<List<Conversation>> =
        calling { client.searchConversations(query) }

    public fun messagesBefore(id: ConversationId, messageId: String, max: Int): CompletableFuture<List<Message>> =
        calling { client.messagesBefore(id, messageId, max) }

    public fun messagesAfter(id: ConversationId, messageId: String, max: Int): CompletableFuture<List<Message>> =
        calling { client.messagesAfter(id, messageId, max) }

    public fun markAsRead(id: ConversationId, messages: List<MessageId>): CompletableFuture<Void?> =
        running { client.markAsRead(id, messages.toList()) }

    public fun markAllAsRead(id: ConversationId): CompletableFuture<Void?> = running { client.markAllAsRead(id) }

    public fun markAsAccessed(id: ConversationId): CompletableFuture<Void?> = running { client.markAsAccessed(id) }

    public fun nextHistory(): CompletableFuture<FetchedHistory> = calling { client.history.next() }

    public fun nextHistory(id: ConversationId): CompletableFuture<FetchedHistory> = calling { client.history(id).next() }

    public fun setCustomAttributes(values: Map<String, String>): CompletableFuture<CustomAttributes> =
        calling { client.setCustomAttributes(values) }

    public fun addCustomAttributes(values: Map<String, String>): CompletableFuture<CustomAttributes> =
        calling { client.addCustomAttributes(values) }

    public fun signIn(): CompletableFuture<SessionState> = calling { client.signIn() }

    public fun send(draft: Draft): CompletableFuture<Message> = calling { client.send(draft) }

    public fun send(id: ConversationId, draft: Draft): CompletableFuture<Message> = calling { client.send(id, draft) }

    public fun send(id: ConversationId, messageId: MessageId, draft: Draft): CompletableFuture<Message> =
        calling { client.send(id, messageId, draft) }

    /** Fails at once with `OutboxFull` instead of waiting for room. */
    public fun trySend(draft: Draft): CompletableFuture<Message> = calling { client.trySend(draft)?.await() ?: throw outboxFull() }

    /** As the one without a conversation. */
    public fun trySend(id: ConversationId, draft: Draft): CompletableFuture<Message> =
        calling { client.trySend(id, draft)?.await() ?: throw outboxFull() }

    public fun retry(messageId: MessageId): CompletableFuture<Message> = calling { client.retry(messageId) }

    public fun edit(messageId: MessageId, draft: Draft): CompletableFuture<Message> = calling { client.edit(messageId, draft) }

    public fun discard(messageId: MessageId): CompletableFuture<Void?> = running { client.discard(messageId) }

    public fun attach(id: AttachmentId, source: AttachmentSource): CompletableFuture<Attachment> = calling { client.attach(id, source) }

    /** @param executor runs [progress], one call at a time. What it throws goes to the handler of uncaught exceptions of its thread. */
    public fun attach(
        id: AttachmentId,
        source: AttachmentSource,
        progress: AttachmentProgress,
        executor: Executor,
    ): CompletableFuture<Attachment> = calling { ProgressCalls(progress, executor).attaching { client.attach(id, source, it) } }

    public fun detach(id: AttachmentId): CompletableFuture<Void?> = running { client.detach(id) }

    public fun deleteAttachment(id: AttachmentId): CompletableFuture<Void?> = running { client.deleteAttachment(id) }

    public fun downloadUrl(id: AttachmentId): CompletableFuture<String> = calling { client.downloadUrl(id) }

    public fun download(id: AttachmentId, sink: AttachmentSink): CompletableFuture<Long> = calling { client.download(id, sink) }

    public fun download(attachment: Attachment, sink: AttachmentSink): CompletableFuture<Long> =
        calling { client.download(attachment, sink) }

    public fun setDraft(draft: Draft): CompletableFuture<Void?> = running { client.setDraft(draft) }

    public fun setDraft(id: ConversationId, draft: Draft): CompletableFuture<Void?> = running { client.setDraft(id, draft) }

    public fun indicateTyping(): CompletableFuture<Void?> = running { client.indicateTyping() }

    public fun indicateTyping(id: ConversationId): CompletableFuture<Void?> = running { client.indicateTyping(id) }

    public fun stopTyping(id: ConversationId): CompletableFuture<Void?> = running { client.stopTyping(id) }

    public fun healthCheck(): CompletableFuture<Void?> = running { client.healthCheck() }

    public fun disconnect(): CompletableFuture<Void?> = running { client.disconnect() }

    public fun close(): CompletableFuture<Void?> = running { client.close() }

    private fun outboxFull() =
        MessagingException(ErrorCode.OUTBOX_FULL, "Too many messages are on their way already: wait until some are proved.")

    private fun running(verb: suspend () -> Unit): CompletableFuture<Void?> = calling {
        verb()
        null
    }

    /** Undispatched: the call has its place in the client's order before this returns. */
    private fun <T> calling(verb: suspend () -> T): CompletableFuture<T> = scope.future(start = CoroutineStart.UNDISPATCHED) { verb() }
}
