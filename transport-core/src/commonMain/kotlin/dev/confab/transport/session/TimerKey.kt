package dev.confab.transport.session

import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.MessageId

/** Names a timer. A key that holds a link number belongs to that link; a late firing finds that the session has moved on. */
internal sealed interface TimerKey {
    /** Whether it waits for something that the service says: that takes no longer than the time in which we listen. */
    val isForAnswer: Boolean get() = false

    /** The wait before link [link] is opened. */
    data class Reconnect(val link: Int) : TimerKey

    /** The time within which the service must prove that it has a message. */
    data class Proof(val messageId: MessageId, val link: Int) : TimerKey {
        override val isForAnswer: Boolean get() = true
    }

    /** The wait before a file is uploaded again. */
    data class Upload(val id: AttachmentId) : TimerKey

    /** The time before the next message may go out. */
    data object Pace : TimerKey

    /** The wait before history is asked again. */
    data class History(val link: Int, val conversation: ConversationId = ConversationId.MAIN) : TimerKey

    /** The wait before the guest's next page of history is asked for. */
    data class Paging(val link: Int, val conversation: ConversationId = ConversationId.MAIN) : TimerKey

    /** The wait before the list of conversations is asked for once more. */
    data class Listing(val link: Int) : TimerKey

    /** The time after which [who] is not taken for composing any more, unless it is said again. */
    data class Composing(val conversation: ConversationId, val who: String) : TimerKey

    /** The time within which the service must answer a [dev.confab.transport.session.Change], or the wait before it is asked again. */
    data class Change(val link: Int) : TimerKey {
        override val isForAnswer: Boolean get() = true
    }

    /** The time within which the service must answer a health check. */
    data class Health(val link: Int) : TimerKey {
        override val isForAnswer: Boolean get() = true
    }

    /** Something about the end of the session is due. */
    data class Expiry(val link: Int) : TimerKey

    /** The time that a polite close may take. */
    data class Close(val link: Int) : TimerKey
}
