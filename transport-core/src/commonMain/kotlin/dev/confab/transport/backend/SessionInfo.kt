package dev.confab.transport.backend

import dev.confab.transport.model.Limits

/**
 * What a service says about a session when it accepts it.
 *
 * @property resumeState what the transport wants to see in the next [OpenRequest]; opaque and secret.
 */
public class SessionInfo(
    public val connected: Boolean,
    public val newSession: Boolean,
    public val readOnly: Boolean,
    public val clearedExistingSession: Boolean,
    public val limits: Limits,
    public val expiry: Expiry?,
    public val resumeState: String?,
) {
    /** The same with a newer expiry; without one, unchanged. */
    public fun withExpiry(expiry: Expiry?): SessionInfo = if (expiry == null) {
        this
    } else {
        SessionInfo(connected, newSession, readOnly, clearedExistingSession, limits, expiry, resumeState)
    }

    override fun equals(other: Any?): Boolean = other is SessionInfo &&
        other.connected == connected &&
        other.newSession == newSession &&
        other.readOnly == readOnly &&
        other.clearedExistingSession == clearedExistingSession &&
        other.limits == limits &&
        other.expiry == expiry &&
        other.resumeState == resumeState

    override fun hashCode(): Int = connected.hashCode() * 31 + newSession.hashCode()

    override fun toString(): String = "SessionInfo(connected=$connected, newSession=$newSession, readOnly=$readOnly, " +
        "clearedExistingSession=$clearedExistingSession, limits=$limits, expiry=$expiry)"
}
