package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportFailure

/**
 * The guest's Join into a new session: without it no bot greets (protocol notes §3.2 no. 9). It is owed until the service has echoed it,
 * over however many connections; the service minds no second one. Belongs to the one client of a transport.
 */
internal class GuestJoin {
    private var asked = false
    private var answered = false
    private var owed = false
    private var sent: GuestRequest.Join? = null

    /** A session is about to be configured. If nobody heard the answer of the last time, it may have begun a new one. */
    fun configuring() {
        if (asked && !answered) owed = true
        asked = true
    }

    fun configured(newSession: Boolean) {
        answered = true
        if (newSession) owed = true
    }

    /** What is to be sent now, if anything. */
    fun due(customAttributes: Map<String, String>): GuestRequest.Join? =
        if (owed) GuestRequest.Join(newTracingId(), customAttributes).also { sent = it } else null

    /** What the Join took along. */
    fun told(join: GuestRequest.Join): List<LinkEvent> = attributes(join, proved = false, failure = null)

    /** The service has echoed an event of the guest. */
    fun echoed(tracingId: String?): List<LinkEvent> {
        val join = sent?.takeIf { it.tracingId == tracingId } ?: return emptyList()
        owed = false
        sent = null
        return attributes(join, proved = true, failure = null)
    }

    /** The service refused something; null when it was not the Join. */
    fun refused(tracingId: String?, failure: TransportFailure): List<LinkEvent>? {
        val join = sent?.takeIf { it.tracingId == tracingId } ?: return null
        sent = null
        return listOf(LinkEvent.AttributesGreeted(join.customAttributes, proved = false, failure))
    }

    private fun attributes(join: GuestRequest.Join, proved: Boolean, failure: TransportFailure?): List<LinkEvent> =
        if (join.customAttributes.isEmpty()) emptyList() else listOf(LinkEvent.AttributesGreeted(join.customAttributes, proved, failure))
}
