package dev.confab.transport.backend

import dev.confab.transport.model.Capability
import dev.confab.transport.model.Limits

/**
 * What a service says about a session when it accepts it.
 *
 * @property resumeState what the transport wants to see in the next [OpenRequest]; opaque and secret.
 * @property serverTimeMillis what the service's clock showed at this moment, in milliseconds since the epoch, or null.
 * @property denied what this deployment does not allow although the back end can do it, and why.
 */
public class SessionInfo(
    public val connected: Boolean,
    public val newSession: Boolean,
    public val readOnly: Boolean,
    public val clearedExistingSession: Boolean,
    public val limits: Limits,
    public val expiry: Expiry?,
    public val resumeState: String?,
    public val serverTimeMillis: Long?,
    denied: Map<Capability, String>,
) {
    public val denied: Map<Capability, String> = denied.toMap()

    /** Of a service that tells no time and allows everything. */
    public constructor(
        connected: Boolean,
        newSession: Boolean,
        readOnly: Boolean,
        clearedExistingSession: Boolean,
        limits: Limits,
        expiry: Expiry?,
        resumeState: String?,
    ) : this(connected, newSession, readOnly, clearedExistingSession, limits, expiry, resumeState, null, emptyMap())

    /** The same with a newer expiry; without one, unchanged. */
    public fun withExpiry(expiry: Expiry?): SessionInfo = if (expiry == null) {
        this
    } else {
        copy(expiry = expiry)
    }

    /** The same at a deployment that does not allow what [denied] names. */
    public fun withDenied(denied: Map<Capability, String>): SessionInfo = copy(denied = denied)

    /** The same with other limits. */
    public fun withLimits(limits: Limits): SessionInfo = copy(limits = limits)

    /** The same with what the transport wants to see again. */
    public fun withResumeState(resumeState: String?): SessionInfo = copy(resumeState = resumeState)

    /** The same with the time of the service's clock. */
    public fun withServerTime(serverTimeMillis: Long?): SessionInfo = copy(serverTimeMillis = serverTimeMillis)

    private fun copy(
        expiry: Expiry? = this.expiry,
        serverTimeMillis: Long? = this.serverTimeMillis,
        denied: Map<Capability, String> = this.denied,
        resumeState: String? = this.resumeState,
        limits: Limits = this.limits,
    ) = SessionInfo(
        connected,
        newSession,
        readOnly,
        clearedExistingSession,
        limits,
        expiry,
        resumeState,
        serverTimeMillis,
        denied,
    )

    override fun equals(other: Any?): Boolean = other is SessionInfo &&
        other.connected == connected &&
        other.newSession == newSession &&
        other.readOnly == readOnly &&
        other.clearedExistingSession == clearedExistingSession &&
        other.limits == limits &&
        other.expiry == expiry &&
        other.resumeState == resumeState &&
        other.serverTimeMillis == serverTimeMillis &&
        other.denied == denied

    override fun hashCode(): Int = connected.hashCode() * 31 + newSession.hashCode()

    override fun toString(): String = "SessionInfo(connected=$connected, newSession=$newSession, readOnly=$readOnly, " +
        "clearedExistingSession=$clearedExistingSession, limits=$limits, expiry=$expiry)"
}
