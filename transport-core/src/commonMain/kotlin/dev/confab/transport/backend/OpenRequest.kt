package dev.confab.transport.backend

/**
 * What a transport needs to open a session.
 *
 * @property sessionKey the secret that names the session where the client chooses the name; the same for every link of the session.
 * @property resumeState what the last link reported in [SessionInfo.resumeState], or null for the first one.
 * @property startNew asks for a new conversation even if the session has one.
 * @property onConnected called once when the network connection stands and the service has not yet accepted the session.
 */
public class OpenRequest(
    public val sessionKey: String,
    public val resumeState: String?,
    public val startNew: Boolean,
    public val onConnected: suspend () -> Unit,
) {
    override fun toString(): String = "OpenRequest(startNew=$startNew)"
}
