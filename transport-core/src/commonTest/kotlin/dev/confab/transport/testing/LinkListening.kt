package dev.confab.transport.testing

import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkEvent
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.flow.produceIn

/** The events of [link], to be received one by one; a link that fails fails the receiving and nothing else. */
fun CoroutineScope.events(link: Link): ReceiveChannel<LinkEvent> {
    val quiet = CoroutineExceptionHandler { _, _ -> }
    return link.events.produceIn(CoroutineScope(coroutineContext.minusKey(Job) + SupervisorJob() + quiet))
}

/** The next event of this kind that [matches]; what comes before it is passed over. */
suspend inline fun <reified T : LinkEvent> ReceiveChannel<LinkEvent>.next(matches: (T) -> Boolean): T {
    while (true) {
        val event = receive()
        if (event is T && matches(event)) return event
    }
}
