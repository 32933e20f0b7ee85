package dev.confab.transport.model

/** Something that a back end, a deployment or a session may or may not be able to do. */
public enum class Capability {
    /** Sending text. */
    SEND_TEXT,

    /** Telling the agent that the guest is typing. */
    SEND_TYPING,

    /** Sending facts beside the text that are not shown. */
    CUSTOM_ATTRIBUTES,

    /** Reading what was said before. */
    HISTORY,

    /** Asking the service whether it is still there. */
    HEALTH_CHECK,
}
