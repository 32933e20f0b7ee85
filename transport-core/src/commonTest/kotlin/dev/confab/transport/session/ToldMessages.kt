package dev.confab.transport.session

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What the application of a [RandomWorld] is told of the messages of others: each of them once, in the service's order, and all that came. */
internal class ToldMessages {
    private val told = HashSet<String>()
    private val fetched = HashSet<String>()
    private val heard = HashSet<String>()
    private var newest = Long.MIN_VALUE

    fun note(event: MessagingEvent, where: String) {
        when (event) {
            is MessagingEvent.MessageInserted -> inserted(event.message, where)
            is MessagingEvent.HistoryFetched -> fetched += event.history.messages.mapNotNull { it.serverId }
            else -> Unit
        }
    }

    /** Only the end of a session lets go of what waits for older ones. */
    fun follow(before: Session, input: SessionInput, after: Session, where: String) {
        val event = (input as? SessionInput.Received)?.takeIf { it.link == before.link && before.phase is Phase.Live }?.event
        (event as? LinkEvent.MessageArrived)?.message?.takeIf { it.direction == Direction.OUTBOUND }?.let {
            heard +=
                checkNotNull(it.serverId)
        }
        val goesOn = after.phase is Phase.Live || after.phase is Phase.Waiting || after.phase is Phase.Opening
        if (goesOn) return
        newest = Long.MIN_VALUE
        assertTrue(after.lanes.values.all { it.unfinished?.live.isNullOrEmpty() }, "$where: something is held in ${after.phase}")
    }

    fun checkAll(where: String) = assertEquals(emptySet(), heard - told - fetched, "$where: these came and were not told")

    private fun inserted(message: Message, where: String) {
        if (message.direction != Direction.OUTBOUND) return
        assertTrue(told.add(checkNotNull(message.serverId)), "$where: ${message.serverId} was told twice")
        val time = checkNotNull(message.timeMillis)
        assertTrue(time > newest, "$where: ${message.serverId} was told after a newer one")
        newest = time
    }
}
