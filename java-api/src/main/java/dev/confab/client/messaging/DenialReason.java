package dev.confab.client.messaging;

/** Why something is not possible. */
public enum DenialReason {
    /** It is possible. */
    NOT_DENIED,
    /** Not now: there is no connection, or the object is not in the state for it. */
    INVALID_STATE,
    /** The service does not offer it. */
    NOT_SUPPORTED
}
