package dev.confab.transport.backend

/**
 * What a transport needs to open a session.
 *
 * @property sessionKey the secret that names the session where the client chooses the name; the same for every link of the session.
 * @property resumeState what the last link reported in [SessionInfo.resumeState], or null for the first one.
 * @property startNew asks for a new conversation even if the session has one.
 * @property customAttributes facts that go with the greeting of a new conversation, where the service has one; else empty. A secret.
 * @property onConnected called once when the network connection stands and the service has not yet accepted the session.
 */
public class OpenRequest(
    public val sessionKey: String,
    public val resumeState: String?,
    public val startNew: Boolean,
    customAttributes: Map<String, String>,
    public val onConnected: suspend () -> Unit,
) {
    public val customAttributes: Map<String, String> = customAttributes.toMap()

    /** Without custom attributes. */
    public constructor(sessionKey: String, resumeState: String?, startNew: Boolean, onConnected: suspend () -> Unit) :
        this(sessionKey, resumeState, startNew, emptyMap(), onConnected)

    override fun toString(): String = "OpenRequest(startNew=$startNew)"
}
