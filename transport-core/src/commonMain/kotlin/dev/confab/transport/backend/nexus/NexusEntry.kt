package dev.confab.transport.backend.nexus

/**
 * One entry of a session's messages (protocol notes §3.3). Only [type], [text] and the nickname are publicly known; the rest is there where a
 * service tells it. Immutable.
 *
 * @property index its place, from 1; where the service tells none, its place in the list.
 * @property type `Text` for talk.
 * @property timeMillis milliseconds since the epoch, or null.
 * @property raw the JSON as it came.
 */
public class NexusEntry internal constructor(
    public val id: String?,
    public val index: Int,
    public val type: String,
    public val text: String?,
    public val from: NexusParty?,
    public val timeMillis: Long?,
    public val raw: String,
) {
    /** Without text. */
    override fun toString(): String = "NexusEntry($index, $type)"

    public companion object {
        public const val TEXT: String = "Text"
        public const val TYPING_STARTED: String = "TypingStarted"
        public const val TYPING_STOPPED: String = "TypingStopped"
        public const val PARTICIPANT_JOINED: String = "ParticipantJoined"
        public const val PARTICIPANT_LEFT: String = "ParticipantLeft"
    }
}

/** Who wrote an entry. @property type `Customer`, `Agent` or `System` where the service tells it. */
public class NexusParty(public val participantId: String?, public val nickname: String?, public val type: String?) {
    override fun equals(other: Any?): Boolean =
        other is NexusParty && other.participantId == participantId && other.nickname == nickname && other.type == type

    override fun hashCode(): Int = participantId.hashCode() * 31 + type.hashCode()

    /** Names are personal data and stay out of logs. */
    override fun toString(): String = "NexusParty($type)"
}

/**
 * An answer of the service (§3.2).
 *
 * @property code `SUCCESS`, the name of an error, or null where the service wrote none.
 * @property raw the JSON as it came. May hold secrets and texts.
 */
public class NexusAnswer internal constructor(public val httpStatus: Int, public val code: String?, public val raw: String) {
    public val isSuccess: Boolean get() = httpStatus in 200..299 && (code == null || code == SUCCESS)

    override fun toString(): String = "NexusAnswer($httpStatus, ${code?.takeIf(NAME::matches)})"

    internal companion object {
        const val SUCCESS = "SUCCESS"
        val NAME = Regex("[A-Z_]{1,64}")
    }
}
