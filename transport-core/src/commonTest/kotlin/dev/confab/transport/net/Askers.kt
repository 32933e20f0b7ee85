package dev.confab.transport.net

import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.toByteArray
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpRequestPipeline
import io.ktor.http.content.OutgoingContent
import io.ktor.util.AttributeKey
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext
import kotlinx.io.readByteArray
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

private val ASKER = AttributeKey<CoroutineContext>("TestAsker")

/** Requests of this client know who asks, for [whereAsked]. */
internal fun HttpClient.knowingAskers(): HttpClient = apply {
    requestPipeline.intercept(HttpRequestPipeline.Before) {
        context.attributes.put(ASKER, currentCoroutineContext().minusKey(Job))
    }
}

/**
 * Answers where the question comes from. In virtual time that decides everything: a clock that nobody stops leaps to the next deadline while
 * another thread thinks about its answer.
 */
internal suspend fun <T> HttpRequestData.whereAsked(answer: suspend () -> T): T =
    withContext(attributes.getOrNull(ASKER) ?: EmptyCoroutineContext) { answer() }

/** What is sent, all of it, read where this is called. */
internal suspend fun OutgoingContent.allBytes(): ByteArray = when (this) {
    is OutgoingContent.WriteChannelContent -> coroutineScope {
        val channel = ByteChannel()
        val reading = async { channel.readRemaining().readByteArray() }
        writeTo(channel)
        channel.flushAndClose()
        reading.await()
    }

    else -> toByteArray()
}
