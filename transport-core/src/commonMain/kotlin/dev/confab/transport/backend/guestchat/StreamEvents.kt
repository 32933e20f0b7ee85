package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.Offer
import dev.confab.transport.model.Participant
import dev.confab.transport.model.Presence

/** What the entries and frames of a conversation mean to the neutral model (protocol notes of guest chat §6.1, §6.2). */
internal class StreamEvents(private val roster: Roster, private val requests: MediaRequestTypes) {
    /** Null for an entry that is no message: somebody joined or left, or a media request. */
    suspend fun message(entry: ChatMessage): Message? {
        val id = entry.id ?: return null
        if (entry.bodyType in NO_MESSAGES) return null
        val isGuest = roster.isGuest(entry.sender?.id)
        // Of a kind that this version does not know it is a message as long as it says something.
        if (entry.body == null && entry.bodyType !in TALK) return null
        return Message
            .Builder(MessageId(id), if (isGuest) Direction.INBOUND else Direction.OUTBOUND)
            .serverId(id)
            .from(if (isGuest) GUEST else roster.participant(entry.sender?.id))
            .text(entry.body.orEmpty())
            .timeMillis(entry.timeMillis)
            .metadata(entry.bodyType?.takeIf { it != BodyType.STANDARD }?.let { mapOf("bodyType" to it.value) }.orEmpty())
            .build()
    }

    /** An entry of the stream that is no message. */
    suspend fun beside(entry: ChatMessage): List<LinkEvent> {
        val sender = entry.sender?.id
        return when (entry.bodyType) {
            BodyType.MEMBER_JOIN -> sender?.let { stands(it, MemberState.CONNECTED, entry.fields.toString()) }.orEmpty()

            BodyType.MEMBER_LEAVE -> sender?.let { stands(it, MemberState.DISCONNECTED, entry.fields.toString()) }.orEmpty()

            BodyType.MEDIA_REQUEST -> if (requests.isCoBrowse(entry.body)) {
                val offer = Offer(Offer.Kind.CO_BROWSE, Offer.Status.OFFERED, MediaRequestState.PENDING.value, entry.body, null)
                listOf(LinkEvent.Offered(ConversationId.MAIN, offer, roster.participant(sender)))
            } else {
                listOf(LinkEvent.Unknown("media-request without COBROWSE", entry.fields.toString()))
            }

            else -> listOf(LinkEvent.Unknown("message ${entry.bodyType ?: "without bodyType"}", entry.fields.toString()))
        }
    }

    /**
     * The news that a member stands somewhere. The service repeats itself: only a change is told.
     *
     * @param json what said so.
     */
    suspend fun stands(memberId: String, state: MemberState, json: String): List<LinkEvent> {
        val kind = when (state) {
            MemberState.CONNECTED -> Presence.Kind.JOINED
            MemberState.ALERTING -> Presence.Kind.ALERTED
            MemberState.DISCONNECTED -> Presence.Kind.LEFT
            else -> return listOf(LinkEvent.Unknown("member-change $state", json))
        }
        val before = roster.stands(memberId, state)
        if (before == state) return emptyList()
        val isGuest = roster.isGuest(memberId)
        // Of others, who may have been here before this program was started, it is news.
        if (isGuest && kind == Presence.Kind.LEFT && before == null) return emptyList()
        val direction = if (isGuest) Direction.INBOUND else Direction.OUTBOUND
        val from = if (isGuest) GUEST else roster.participant(memberId)
        return listOf(LinkEvent.PresenceChanged(ConversationId.MAIN, Presence(kind, null, null), direction, from))
    }

    /** The guest's own typing is no news. */
    suspend fun typing(typing: ChatTyping): List<LinkEvent> {
        val sender = typing.sender?.id
        if (roster.isGuest(sender)) return emptyList()
        return listOf(LinkEvent.Typing(ConversationId.MAIN, true, TYPING_MILLIS, roster.participant(sender)))
    }

    companion object {
        /** How long to show it (§4.4). */
        const val TYPING_MILLIS = 4_000L
        val GUEST: Participant = Participant(Participant.Kind.GUEST, null, null)
        private val TALK = setOf(BodyType.STANDARD, BodyType.NOTICE)
        private val NO_MESSAGES = setOf(BodyType.MEMBER_JOIN, BodyType.MEMBER_LEAVE, BodyType.MEDIA_REQUEST)
    }
}
