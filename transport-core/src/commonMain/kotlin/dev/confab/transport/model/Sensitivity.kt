package dev.confab.transport.model

/** How a message, or a whole conversation, is to be treated by those who read it (Avaya AMM notes §A.6.3). */
public enum class Sensitivity {
    NORMAL,
    PERSONAL,
    PRIVATE,
    CONFIDENTIAL,

    /** The service said something that this version does not know. Not for sending. */
    UNKNOWN,
}
