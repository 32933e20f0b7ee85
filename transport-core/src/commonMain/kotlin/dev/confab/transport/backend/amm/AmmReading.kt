package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * Marks messages as read (protocol notes §B.7): what comes within two seconds goes out as one batch, in pieces as large as the service takes.
 * A server without batches is told the conversation up to the newest of the messages, and never up to an older one than before.
 */
internal class AmmReading(private val calls: AmmCalls, private val debounceMillis: Long, private val roster: AmmRoster) {
    private class Wish(val conversation: String, val ids: List<String>, val done: CompletableDeferred<Unit> = CompletableDeferred())

    private val wishes = Channel<Wish>(Channel.UNLIMITED)

    /** Up to which entry each conversation is marked, where the server has no batches. */
    private val marked = MutableStateFlow(emptyMap<String, String>())

    /** Works off what is asked for, until cancelled. */
    suspend fun work() {
        for (first in wishes) {
            delay(debounceMillis)
            val batch = generateSequence(first) { wishes.tryReceive().getOrNull() }.toList()
            if (calls.resources.markAsReadBatch != null) inBatches(batch) else byConversation(batch)
        }
    }

    /** Returns when the service has taken it. */
    suspend fun mark(conversation: String, ids: List<String>) {
        if (ids.isEmpty()) return
        val wish = Wish(conversation, ids.distinct())
        wishes.send(wish)
        wish.done.await()
    }

    /** Everything of a conversation; what is not at hand, too. */
    suspend fun markAll(conversation: String) {
        if (calls.resources.markAsReadIf != null) {
            val newest = roster[conversation]?.entries?.ifEmpty { null }?.let { roster.order.newest(it.toList()) }
            calls.markConversation(conversation, upTo = null)
            newest?.let { reached(conversation, it) }
            return
        }
        val size = calls.resources.features.maxMessageCount
        var before: String? = null
        repeat(MAX_PAGES) {
            val page = calls.page(conversation, size, before).messages
            val unread = page.filter { it.isRead == false }.map { it.id }
            unread.chunked(calls.resources.features.maxBatchSize).forEach { calls.markMessages(it) }
            if (page.size < size || unread.isEmpty()) return
            before = page.last().id
        }
    }

    private suspend fun inBatches(batch: List<Wish>) {
        val failures = HashMap<String, TransportException>()
        for (ids in batch.flatMap { it.ids }.distinct().chunked(calls.resources.features.maxBatchSize)) {
            attempt { calls.markMessages(ids) }?.let { failure -> ids.forEach { failures[it] = failure } }
        }
        batch.forEach { wish -> wish.settle(wish.ids.firstNotNullOfOrNull(failures::get)) }
    }

    private suspend fun byConversation(batch: List<Wish>) = batch.groupBy { it.conversation }.forEach { (conversation, wishes) ->
        val newest = roster.order.newest(wishes.flatMap { it.ids })
        val failure = if (isReached(conversation, newest)) {
            null
        } else {
            attempt {
                calls.markConversation(conversation, newest)
                reached(conversation, newest)
            }
        }
        wishes.forEach { it.settle(failure) }
    }

    private fun isReached(conversation: String, entry: String): Boolean =
        marked.value[conversation]?.let { roster.order.newest(listOf(it, entry)) == it } ?: false

    private fun reached(conversation: String, entry: String) = marked.update { before ->
        before + (conversation to roster.order.newest(listOfNotNull(before[conversation], entry)))
    }

    private suspend fun attempt(call: suspend () -> Unit): TransportException? = try {
        call()
        null
    } catch (failed: TransportException) {
        failed
    }

    private fun Wish.settle(failure: TransportException?) {
        if (failure == null) done.complete(Unit) else done.completeExceptionally(failure)
    }

    private companion object {
        /** Beyond that, nobody has read back anyway. */
        const val MAX_PAGES = 20
    }
}
