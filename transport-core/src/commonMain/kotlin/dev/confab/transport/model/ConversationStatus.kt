package dev.confab.transport.model

/** Where a conversation stands. A back end with a single one has it always [OPEN]; there [SessionState] tells the rest. */
public enum class ConversationStatus {
    /** Made here and not known to the service: it begins with its first message. */
    DRAFT,

    /** Its first message is on its way. */
    OPENING,

    /** The service has it, and it takes messages. */
    OPEN,

    /** Its first message was given up: send that again with `retry`, or let the conversation go with `discardConversation`. */
    FAILED,

    /** It is being left. */
    LEAVING,

    /** The guest has left it, here or on another device. */
    LEFT,

    /** Nobody can contribute any more. */
    CLOSED,
}
