package dev.confab.transport.model

import kotlin.jvm.JvmField

/** The key of one conversation of a session. Back ends with a single thread have exactly [MAIN]. */
public class ConversationId(public val value: String) {
    override fun equals(other: Any?): Boolean = other is ConversationId && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value

    public companion object {
        /** The one conversation of a back end that has no more than one. */
        @JvmField
        public val MAIN: ConversationId = ConversationId("main")
    }
}
