package dev.confab.transport.net

import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.bodyAsChannel
import io.ktor.utils.io.readRemaining
import kotlinx.io.readByteArray

/** The body as text, or null when it is longer than [BoundedJson] reads. No more than that is ever held. */
internal suspend fun HttpResponse.boundedText(): String? {
    // One byte more than allowed tells a body that is too long from one that just fits.
    val bytes = bodyAsChannel().readRemaining(BoundedJson.MAX_CHARACTERS + 1L).readByteArray()
    return bytes.takeIf { it.size <= BoundedJson.MAX_CHARACTERS }?.decodeToString()
}
