package dev.confab.transport.session

import dev.confab.transport.backend.Cursor
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.ResumeOutcome
import kotlinx.collections.immutable.PersistentList
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.persistentListOf
import kotlinx.collections.immutable.persistentMapOf

/**
 * The reading of history after a connection was made again.
 *
 * @property goal how far back the reading must go.
 * @property missing the messages of [goal] that were not seen yet.
 * @property found what history holds and the conversation does not, oldest first.
 * @property next where the page is that is being read; null: the newest.
 * @property pages how many were read.
 * @property failures how often the page under way has failed.
 * @property reread whether the newest page was read a second time because it was behind the live feed.
 * @property live what came over the live feed meanwhile: it is told after what was missed before it.
 * @property newest the service's id of the newest message that the history held: nothing is missing up to it once this is through.
 * @property again whether something was missed after it meanwhile, so that another reading must follow.
 * @property places where the messages that were read stand, by either id: the larger, the newer.
 */
internal data class Recovery(
    val conversation: ConversationId,
    val goal: Goal,
    val missing: Set<String>,
    val found: List<Message>,
    val next: Cursor?,
    val pages: Int,
    val failures: Int,
    val reread: Boolean,
    val places: PersistentMap<String, Int> = persistentMapOf(),
    val live: PersistentList<Message> = persistentListOf(),
    val newest: String? = null,
    val again: Boolean = false,
) {
    constructor(conversation: ConversationId, goal: Goal) : this(conversation, goal, goal.messages, emptyList(), null, 0, 0, false)

    /** Tells what waits to be told. */
    fun told(): List<SessionEffect> = live.map { SessionEffect.Deliver(MessagingEvent.MessageInserted(conversation, it)) }

    /** What the next link's reading takes over: how far back, and what is told after it. */
    fun cutShort(): Recovery = Recovery(conversation, goal).copy(live = live)

    fun silent(): Recovery = copy(live = persistentListOf())

    /** From the newest page. */
    fun begunAgain(): Recovery = Recovery(conversation, goal).copy(reread = true, live = live, newest = newest, again = again)

    /** Whether [message] stands where [entry] would. What cannot be compared counts as newer. */
    fun isInPlace(message: Message, entry: OutboxEntry): Boolean {
        val place = message.serverId?.let(places::get) ?: Int.MAX_VALUE
        val after = entry.doubt?.anchor?.let(places::get) ?: Int.MIN_VALUE
        val before = entry.doubt?.before?.let { places[it] ?: Int.MIN_VALUE }
        return place > after && (before == null || place < before)
    }

    /** Everything newer than the goal was read. */
    val isComplete: Boolean get() = !goal.toStart && missing.isEmpty()

    /**
     * @property messages the service's ids of messages that were known: the reading must come across all of them.
     * @property toStart nothing was known at some time in question: only the start of the conversation will do.
     */
    data class Goal(val messages: Set<String>, val toStart: Boolean) {
        operator fun plus(other: Goal): Goal = Goal(messages + other.messages, toStart || other.toStart)

        companion object {
            /** Up to the message with this id of the service; null: nothing was known. */
            fun upTo(serverId: String?): Goal = Goal(setOfNotNull(serverId), toStart = serverId == null)
        }
    }
}

/**
 * What is known so far of the time without a connection, over all conversations.
 *
 * @property backfilled how many messages came in it.
 * @property worst what is to be told instead, if anything.
 */
internal data class Resuming(val backfilled: Int = 0, val worst: ResumeOutcome? = null) {
    /** With what one more conversation had. The first bad news stays. */
    operator fun plus(outcome: ResumeOutcome): Resuming = when (outcome) {
        is ResumeOutcome.Continuous -> copy(backfilled = backfilled + outcome.backfilled)
        is ResumeOutcome.Gap, is ResumeOutcome.NewSession, is ResumeOutcome.ReadOnly -> copy(worst = worst ?: outcome)
    }

    val outcome: ResumeOutcome get() = worst ?: ResumeOutcome.Continuous(backfilled)
}

/** Tells what was held for the next link's readings of history: there will be none, or they are of other conversations. */
internal fun Session.heldTold(): Step = lanes.keys.fold(step()) { step, id -> step.then { it.heldTold(id) } }

/** As [heldTold], for one conversation. */
internal fun Session.heldTold(id: ConversationId): Step {
    val held = lane(id).unfinished ?: return step()
    return with(id, lane(id).copy(unfinished = held.silent())).step(held.told())
}
