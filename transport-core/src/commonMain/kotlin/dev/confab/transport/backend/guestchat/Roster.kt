package dev.confab.transport.backend.guestchat

import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.Participant
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Who is in the conversation. Events carry ids only (protocol notes of guest chat §3): names and roles are asked for once, when they are first
 * needed. Each appearance of a person has an id of its own, so a role never changes.
 *
 * It outlives the links of its conversation: the service tells again, on each stream, what the guest was told already.
 */
internal class Roster(private val api: GuestChatApi, private val session: GuestSession) {
    // Frames and the history are read at the same time.
    private val lock = Mutex()
    private val known = HashMap<String, Participant>()
    private val failures = HashMap<String, Int>()
    private val states = HashMap<String, MemberState>()

    fun isGuest(memberId: String?): Boolean = memberId == session.memberId

    /** Notes where a member stands; returns where it stood before. */
    suspend fun stands(memberId: String, state: MemberState): MemberState? = lock.withLock { states.put(memberId, state) }

    fun isOf(other: GuestSession): Boolean =
        other.conversationId == session.conversationId && other.memberId == session.memberId && other.jwt == session.jwt

    /**
     * Without a name where the service does not tell it now: a message must not wait for a name. Nor for one that was asked for in vain
     * before: a history names the same member a hundred times.
     */
    suspend fun participant(memberId: String?): Participant {
        if (memberId == null) return UNKNOWN
        lock.withLock {
            known[memberId]?.let { return it }
            if ((failures[memberId] ?: 0) >= MAX_FAILURES) return UNKNOWN
        }
        val member = withTimeoutOrNull(NAME_MILLIS) {
            try {
                api.member(session.conversationId, memberId)
            } catch (_: MessagingException) {
                null
            }
        }
        val participant = member?.let(::participant)
        lock.withLock { remember(memberId, participant) }
        return participant ?: UNKNOWN
    }

    private fun participant(member: ChatMember) = Participant(kindOf(member), member.displayName, member.avatarImageUrl)

    private fun kindOf(member: ChatMember): Participant.Kind = when (member.role) {
        MemberRole.AGENT -> Participant.Kind.AGENT
        MemberRole.CUSTOMER -> Participant.Kind.GUEST
        MemberRole.WORKFLOW, MemberRole.ACD -> Participant.Kind.BOT
        else -> Participant.Kind.UNKNOWN
    }

    private fun remember(memberId: String, participant: Participant?) {
        if (participant == null) {
            if (failures.size < MAX_KNOWN) failures[memberId] = (failures[memberId] ?: 0) + 1
        } else if (known.size < MAX_KNOWN) {
            known[memberId] = participant
        }
    }

    private companion object {
        const val NAME_MILLIS = 5_000L
        const val MAX_KNOWN = 256
        const val MAX_FAILURES = 2
        val UNKNOWN = Participant(Participant.Kind.UNKNOWN, null, null)
    }
}
