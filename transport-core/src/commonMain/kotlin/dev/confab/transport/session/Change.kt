package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.model.ConversationId

/**
 * What the guest wants done to the session as a whole, from the wish until it is done, refused or given up. Nothing is sent meanwhile.
 *
 * @property before messages before this position were written for the conversation that is to end.
 * @property refusals how often the service has asked to wait.
 * @property waiting whether the service asked to wait, and the timer ends that wait instead of the deadline.
 */
internal data class Change(val kind: Kind, val before: Long, val refusals: Int = 0, val waiting: Boolean = false) {
    enum class Kind {
        /** Begin a new conversation. Outlives a lost link: the next one is opened for it. */
        NEW_CHAT,

        /** Wipe the conversation. */
        CLEAR,

        /** Leave the conversation. */
        LEAVE,

        /** Hear anew from the service how the session stands. */
        CONFIGURE,
    }

    /** @param customAttributes what a new conversation is to be greeted with. */
    fun command(customAttributes: Map<String, String>): LinkCommand = when (kind) {
        Kind.NEW_CHAT -> LinkCommand.Configure(startNew = true, customAttributes)
        Kind.CLEAR -> LinkCommand.ClearConversation(ConversationId.MAIN)
        Kind.LEAVE -> LinkCommand.LeaveConversation(ConversationId.MAIN)
        Kind.CONFIGURE -> LinkCommand.Configure(startNew = false, emptyMap())
    }
}
