package dev.confab.transport.backend.guestchat

import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.Participant
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Who is in the conversation. Events carry ids only (protocol notes of guest chat §3): names and roles are asked for once, when they are first
 * needed. Each appearance of a person has an id of its own, so a role never changes.
 */
internal class Roster(private val api: GuestChatApi, private val session: GuestSession) {
    private val known = HashMap<String, Participant>()
    private val states = HashMap<String, MemberState>()

    fun isGuest(memberId: String?): Boolean = memberId == session.memberId

    /** Notes where a member stands; returns where it stood before. */
    fun stands(memberId: String, state: MemberState): MemberState? = states.put(memberId, state)

    /** Without a name where the service does not tell it now: a message must not wait for a name. */
    suspend fun participant(memberId: String?): Participant {
        if (memberId == null) return UNKNOWN
        known[memberId]?.let { return it }
        val member = withTimeoutOrNull(NAME_MILLIS) {
            try {
                api.member(session.conversationId, memberId)
            } catch (_: MessagingException) {
                null
            }
        }
        return member?.let(::participant)?.also { remember(memberId, it) } ?: UNKNOWN
    }

    private fun participant(member: ChatMember) = Participant(kindOf(member), member.displayName, member.avatarImageUrl)

    private fun kindOf(member: ChatMember): Participant.Kind = when (member.role) {
        MemberRole.AGENT -> Participant.Kind.AGENT
        MemberRole.CUSTOMER -> Participant.Kind.GUEST
        MemberRole.WORKFLOW, MemberRole.ACD -> Participant.Kind.BOT
        else -> Participant.Kind.UNKNOWN
    }

    private fun remember(memberId: String, participant: Participant) {
        if (known.size < MAX_KNOWN) known[memberId] = participant
    }

    private companion object {
        const val NAME_MILLIS = 5_000L
        const val MAX_KNOWN = 256
        val UNKNOWN = Participant(Participant.Kind.UNKNOWN, null, null)
    }
}
