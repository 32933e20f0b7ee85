package dev.confab.transport.model

/** Why a conversation is not among those of the session any more. */
public enum class ConversationRemoval {
    /** The guest left it with this client. */
    LEFT,

    /** The guest left it on another device, or was taken out of it. */
    LEFT_ELSEWHERE,

    /** Nobody can contribute any more. */
    CLOSED,

    /** The service does not list it any more and does not say why. */
    GONE,

    /** It was a draft that was let go. */
    DISCARDED,
}
