package dev.confab.transport.model

/** Why the service ended a session or this connection to it. */
public enum class ClosedReason {
    /** Nothing was said in the session for longer than the deployment allows. */
    EXPIRED,

    /** The service does not know the session. */
    NOT_FOUND,

    /** The conversation was cleared on the guest's wish. */
    CLEARED,

    /** Too many connections share the session; this was the oldest. */
    SESSION_LIMIT,

    /** The guest signed in elsewhere. */
    SIGNED_IN,

    /** The guest logged out. */
    LOGGED_OUT,

    /** The session belongs to a signed-in guest and cannot be used without signing in. */
    AUTHENTICATION_REQUIRED,

    /** The service gave a reason that this version does not know, or none. */
    UNKNOWN,
}
