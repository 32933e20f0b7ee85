package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import kotlinx.coroutines.flow.MutableStateFlow

/**
 * How a guest enters a session: with a Join where the deployment asks for one, and with what the service is to know of the guest.
 *
 * @property autoStart whether the deployment wants a new session to begin with a Join (protocol notes §1.10).
 */
internal class Greeting(val join: GuestJoin, private val autoStart: Boolean, customAttributes: Map<String, String>) {
    private val attributes = MutableStateFlow(customAttributes)

    /** What the next conversation is to be greeted with. */
    fun prepare(customAttributes: Map<String, String>) {
        attributes.value = customAttributes
    }

    /** The service has configured the session: sends the Join if one is owed, and returns what became of the attributes. */
    suspend fun entered(info: SessionInfo, write: suspend (GuestRequest) -> Unit): List<LinkEvent> {
        join.configured(info.newSession)
        if (!autoStart || info.readOnly) return emptyList()
        // Too large for this session: the session itself tells that; without them the guest is greeted all the same.
        val limit = info.limits.maxCustomAttributeBytes ?: Int.MAX_VALUE
        val known = attributes.value
        val due = join.due(if (bytesOf(known) <= limit) known else emptyMap()) ?: return emptyList()
        write(due)
        return join.told(due)
    }

    private fun bytesOf(attributes: Map<String, String>): Int = attributes.entries.sumOf { (key, value) ->
        key.encodeToByteArray().size +
            value.encodeToByteArray().size
    }
}
