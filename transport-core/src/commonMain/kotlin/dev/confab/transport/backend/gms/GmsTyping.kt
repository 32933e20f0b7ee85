package dev.confab.transport.backend.gms

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.withTimeoutOrNull

/**
 * The guest's typing as this service has it, with a beginning and an end (protocol notes §1.2), made of a client's that is told while it goes
 * on: the end is when nothing was told for a while. A message ends it, too.
 */
internal class GmsTyping(private val tell: suspend (GmsOperation) -> Unit) {
    private val signs = Channel<Boolean>(Channel.CONFLATED)

    fun typed() {
        signs.trySend(true)
    }

    /** The service takes a message for the end of its typing. */
    fun sent() {
        signs.trySend(false)
    }

    suspend fun run() {
        while (true) {
            if (!signs.receive()) continue
            tell(GmsOperation.StartTyping(null))
            var goesOn: Boolean?
            do {
                goesOn = withTimeoutOrNull(PAUSE_MILLIS) { signs.receive() }
            } while (goesOn == true)
            if (goesOn == null) tell(GmsOperation.StopTyping(null))
        }
    }

    private companion object {
        /** Clients tell at most every 5 s. */
        const val PAUSE_MILLIS = 7_000L
    }
}
