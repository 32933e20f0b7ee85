package dev.confab.transport.model

/** How much its author wants a message to be noticed (Avaya AMM notes §A.6.3). */
public enum class Importance {
    LOW,
    NORMAL,
    HIGH,

    /** The service said something that this version does not know. Not for sending. */
    UNKNOWN,
}
