package dev.confab.transport.session

import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ErrorCode
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.persistentMapOf

/** Where the session stands. One state is one type that holds exactly its data. */
internal sealed interface Phase {
    data object Idle : Phase

    /**
     * A link is being opened.
     *
     * @property attempt counts from 1 since the session last stood firmly.
     * @property reconnecting whether the session stood before: then it is never given up.
     * @property startNew whether this link asks for a new conversation.
     * @property beganAtMillis wall clock, for people.
     */
    data class Opening(val attempt: Int, val reconnecting: Boolean, val startNew: Boolean, val stage: Stage, val beganAtMillis: Long) :
        Phase

    enum class Stage {
        /** The session's key is on its way to the store: it must be there before it is used. */
        STORING,
        CONNECTING,

        /** The network connection stands; the service has not accepted the session yet. */
        CONNECTED,
    }

    /**
     * Between two attempts.
     *
     * @property notBeforeTicks the service asked to wait until then: not even a new network is a reason to come sooner.
     */
    data class Waiting(val attempt: Int, val reconnecting: Boolean, val nextAtMillis: Long, val notBeforeTicks: Long = Long.MIN_VALUE) :
        Phase

    /**
     * The service has accepted the session.
     *
     * @property attempts how many it took to come back, 0 after a first connect: the next loss goes on counting from here until the
     * session was stable for a while.
     * @property sinceTicks when it was accepted.
     * @property recoveries what is still being found out of what was missed, for each conversation; nothing is sent into one before that is
     * done.
     * @property resuming set until everything is known about the time without a connection.
     * @property awaitsListing whether the service has yet to tell which conversations there are; nothing is sent before.
     * @property relists whether a further listing was asked for, or is going to be.
     * @property unplaced listed conversations that may be those which an own message in flight begins: its proof tells.
     */
    data class Live(
        val readOnly: Boolean,
        val connected: Boolean,
        val newSession: Boolean,
        val attempts: Int,
        val sinceTicks: Long,
        val recoveries: PersistentMap<ConversationId, Recovery> = persistentMapOf(),
        val resuming: Resuming? = null,
        val awaitsListing: Boolean = false,
        val relists: Boolean = false,
        val unplaced: PersistentList<ListedConversation> = persistentListOf(),
    ) : Phase

    /** The link is being closed on our wish. */
    data class Closing(val code: Int, val reason: String) : Phase

    data class Closed(val code: Int, val reason: String) : Phase

    /** Trying again would not help. */
    data class Failed(val code: ErrorCode, val message: String) : Phase

    /** The client itself was closed: nothing follows. */
    data object Disposed : Phase
}
