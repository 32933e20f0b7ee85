package dev.confab.transport.model

/** Seen from the service, as the contact-center world says it. */
public enum class Direction {
    /** From the guest to the service. */
    INBOUND,

    /** From an agent, a bot or the service to the guest. */
    OUTBOUND,
}
