package dev.confab.transport.backend.webmessaging

/**
 * The guest's Join into a new session: without it no bot greets (protocol notes §3.2 no. 9). It is owed until the service has echoed it,
 * over however many connections; the service minds no second one. Belongs to the one client of a transport.
 */
internal class GuestJoin {
    private var asked = false
    private var answered = false
    private var owed = false
    private var tracingId: String? = null

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
    fun due(): GuestRequest.Join? = if (owed) GuestRequest.Join(newTracingId()).also { tracingId = it.tracingId } else null

    /** The service has echoed an event of the guest. */
    fun echoed(tracingId: String?) {
        if (tracingId != null && tracingId == this.tracingId) owed = false
    }
}
