package dev.confab.transport.net

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.launch

/**
 * Runs a transfer that counts its bytes in the flow it is given, and ends it when nothing was counted for [millis]. A transfer as a whole has no
 * deadline: a large file over a slow network takes its time.
 *
 * @param what for the message, as in "Uploading the file".
 */
internal suspend fun <T> watched(
    what: String,
    millis: Long,
    moved: MutableStateFlow<Long> = MutableStateFlow(0L),
    transfer: suspend (MutableStateFlow<Long>) -> T,
): T = coroutineScope {
    val watch = launch {
        moved.collectLatest {
            delay(millis)
            throw TransportException(TransportFailure(ErrorCode.of(HTTP_TIMEOUT), "$what failed: nothing moved for $millis ms."))
        }
    }
    transfer(moved).also { watch.cancel() }
}

private const val HTTP_TIMEOUT = 408
