package dev.confab.transport.net

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * Runs network calls and turns what they throw into [TransportException]. The message names [what] and the kind of the failure, and
 * nothing of the text of a foreign exception.
 */
internal suspend fun <T> networkCall(what: String, block: suspend () -> T): T = try {
    block()
} catch (cancelled: CancellationException) {
    // Ktor ends the channels of a dead socket with a cancellation too: it is ours only when this coroutine is cancelled.
    currentCoroutineContext().ensureActive()
    throw networkFailure(what, cancelled)
} catch (failed: Exception) {
    throw networkFailure(what, failed)
}

/** [cause] as this library tells it. */
internal fun networkFailure(what: String, cause: Throwable): TransportException = cause as? TransportException
    ?: TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "$what failed: ${describe(cause)}."), ForeignFailure(cause))

/** Stands for the exception of a library: its text may hold an address with a secret in it, so only the kinds are kept (guarantee SEC-3). */
internal class ForeignFailure(cause: Throwable) :
    Exception(generateSequence(cause, Throwable::cause).take(MAX_CAUSES).joinToString(" < ") { it::class.simpleName.orEmpty() })

private const val MAX_CAUSES = 5

/** A few words on the failures that everybody meets. */
private fun describe(failure: Throwable): String {
    val name = failure::class.simpleName.orEmpty()
    return when {
        "ConnectTimeout" in name || "SocketTimeout" in name -> "no answer in time"
        "UnresolvedAddress" in name || "UnknownHost" in name -> "the host name is unknown"
        "ConnectException" in name || "FailToConnect" in name -> "nothing answers there"
        "Cancellation" in name || "ClosedReadChannel" in name || "EOF" in name || "ClosedByteChannel" in name -> "the connection was cut"
        "TLS" in name || "SSL" in name || "Certificate" in name -> "no trusted encryption ($name)"
        else -> name
    }
}

/** Whether no connection came about: then another address of the same host is worth a try. */
internal fun neverConnected(cause: Throwable): Boolean {
    val name = if (cause is ForeignFailure) cause.message.orEmpty() else cause::class.simpleName.orEmpty()
    return listOf("ConnectTimeout", "ConnectException", "FailToConnect", "UnresolvedAddress", "NoRouteToHost").any { it in name }
}
