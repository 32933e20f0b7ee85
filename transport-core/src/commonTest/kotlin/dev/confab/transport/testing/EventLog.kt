package dev.confab.transport.testing

import dev.confab.transport.model.MessagingEvent
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.persistentListOf
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update

/** All that a client told, in order. Whoever waits for something of it sleeps meanwhile: a loop would take the core that makes it come true. */
class EventLog : FlowCollector<MessagingEvent> {
    private val told = MutableStateFlow<PersistentList<MessagingEvent>>(persistentListOf())

    val all: List<MessagingEvent> get() = told.value

    override suspend fun emit(value: MessagingEvent) = told.update { it.add(value) }

    /** Suspends until what was told so far is [enough]. */
    suspend fun await(enough: (List<MessagingEvent>) -> Boolean): List<MessagingEvent> = told.first(enough)

    /** The first event of this kind; suspends until there is one. */
    suspend inline fun <reified T : MessagingEvent> await(): T = await { it.any { event -> event is T } }.firstNotNullOf { it as? T }
}
