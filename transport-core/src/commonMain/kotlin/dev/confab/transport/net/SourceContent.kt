package dev.confab.transport.net

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import io.ktor.http.ContentType
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writePacket
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kotlinx.io.Buffer
import kotlinx.io.RawSource

/**
 * The bytes of a file as the body of a request: read piece by piece, on threads for that, as fast as the network takes them.
 *
 * @param sent told after each piece how many bytes have left so far.
 */
internal class SourceContent(
    private val source: AttachmentSource,
    override val contentType: ContentType,
    private val sent: (Long) -> Unit,
) : OutgoingContent.WriteChannelContent() {
    override val contentLength: Long get() = source.sizeBytes

    /** Why the source could not be read: the engine would tell a broken connection. */
    var failure: TransportException? = null
        private set

    override suspend fun writeTo(channel: ByteWriteChannel) {
        val bytes = reading { source.open() }
        try {
            copy(bytes, channel)
        } finally {
            withContext(NonCancellable) { blocking { closeQuietly(bytes) } }
        }
    }

    private suspend fun copy(bytes: RawSource, channel: ByteWriteChannel) {
        val buffer = Buffer()
        var total = 0L
        while (true) {
            val count = reading { bytes.readAtMostTo(buffer, PIECE) }
            if (count < 0) break
            total += count
            // More than was announced must not leave: the service would take it for the next request.
            if (total > source.sizeBytes) throw broken("it has more than the ${source.sizeBytes} bytes that it announced", null)
            channel.writePacket(buffer)
            channel.flush()
            sent(total)
        }
        if (total < source.sizeBytes) throw broken("it ended after $total of ${source.sizeBytes} bytes", null)
    }

    private suspend fun <T> reading(read: () -> T): T = try {
        blocking(read)
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (failed: Exception) {
        throw broken("it could not be read (${failed::class.simpleName})", failed)
    }

    private fun broken(reason: String, cause: Throwable?): TransportException = TransportException(
        TransportFailure(ErrorCode.INVALID_ARGUMENT, "The file was not uploaded: $reason. Attach it again when it can be read."),
        cause,
    ).also { failure = it }

    private fun closeQuietly(bytes: RawSource) {
        try {
            bytes.close()
        } catch (_: Exception) {
            // Everything that was wanted of it is read, or something else went wrong before.
        }
    }

    private companion object {
        const val PIECE = 64L * 1024
    }
}
