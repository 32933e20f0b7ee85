package dev.confab.transport.backend.amm

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Participant
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.random.Random

/**
 * Who types, both ways (protocol notes §B.8.3, §B.8.4): own typing is told at most every five seconds and taken back after fifteen seconds without
 * a key; of others it is heard only in conversations that were subscribed, which are those that are used, the latest [MAX_SUBSCRIBED].
 *
 * Typing is worth no lost connection: what goes wrong here is passed over, and the channel tells its own end.
 */
internal class AmmTyping(
    private val channel: AmmChannel,
    private val calls: AmmCalls,
    private val roster: AmmRoster,
    private val mapping: AmmMapping,
    private val timers: AmmTimers,
    private val scope: CoroutineScope,
    private val random: Random = Random.Default,
) {
    private class Keys(val cooling: Job, var pausing: Job)

    private val lock = Mutex()
    private val subscribed = LinkedHashSet<String>()
    private val typing = HashMap<String, Keys>()

    /** Listens to the conversations that are used. */
    suspend fun follow(conversations: List<String>) = lock.withLock { following(conversations) }

    private suspend fun following(conversations: List<String>) {
        val used = conversations.takeLast(MAX_SUBSCRIBED)
        val fresh = used.filterNot { it in subscribed }
        subscribed.removeAll(used.toSet())
        subscribed.addAll(used)
        val stale = subscribed.take((subscribed.size - MAX_SUBSCRIBED).coerceAtLeast(0))
        subscribed.removeAll(stale.toSet())
        if (stale.isNotEmpty()) quietly(AmmCommands.unsubscribeChatState(stale.map(calls::address)))
        if (fresh.isNotEmpty()) quietly(AmmCommands.subscribeChatState(fresh.map(calls::address)))
    }

    suspend fun indicated(conversation: String, isTyping: Boolean) = if (isTyping) begun(conversation) else stopped(conversation)

    private suspend fun begun(conversation: String) = lock.withLock {
        val keys = typing[conversation]
        keys?.pausing?.cancel()
        val pausing = scope.launch {
            delay(timers.typingPauseMillis)
            stopped(conversation)
        }
        if (keys != null && keys.cooling.isActive) {
            keys.pausing = pausing
            return@withLock
        }
        typing[conversation] = Keys(scope.launch { delay(timers.typingEveryMillis) }, pausing)
        following(listOf(conversation))
        tell(conversation, composing = true)
    }

    /** A message says by itself that its author does not type any more, but not to everybody's client. */
    suspend fun stopped(conversation: String): Unit = lock.withLock {
        val keys = typing.remove(conversation) ?: return@withLock
        keys.cooling.cancel()
        tell(conversation, composing = false)
        keys.pausing.cancel()
    }

    /** Null for one's own typing on another device, and for what is no conversation. */
    fun heard(state: AmmFrame.ChatState): LinkEvent? {
        if (state.address == null || mapping.isSelf(state.address)) return null
        val conversation = roster.ids().firstOrNull { calls.address(it) == state.resource } ?: return null
        val from: Participant = mapping.participant(roster.person(conversation, state.address))
        return LinkEvent.Typing(ConversationId(conversation), state.composing, if (state.composing) timers.composingMillis else 0, from)
    }

    private suspend fun tell(conversation: String, composing: Boolean) =
        quietly(AmmCommands.typing(requestId(random), calls.address(conversation), composing))

    private suspend fun quietly(command: String) {
        try {
            channel.send(command)
        } catch (_: TransportException) {
            // See above.
        }
    }

    companion object {
        const val MAX_SUBSCRIBED = 32
        private const val ID_BITS = 52

        fun requestId(random: Random): String = random.nextLong(1L shl ID_BITS).toString(36).padStart(10, '0')
    }
}
