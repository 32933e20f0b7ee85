package dev.confab.transport.backend.gms

/**
 * What the chat service answers to every operation, and, over CometD, what its events hold (protocol notes §1.3). Immutable. What the
 * service left out is null, false or empty.
 *
 * @property statusCode 0: done; 1: failed, may be repeated later; 2: failed for good.
 * @property chatEnded the chat is over.
 * @property secureKey the secret of the chat.
 * @property alias which chat server holds the chat; it may change.
 * @property nextPosition the transcript position to ask from next, or null where the service does not tell.
 * @property messages entries of the transcript, in their order.
 * @property userData facts that belong to the answer, such as `file-id` of an upload.
 * @property raw the JSON as it came. Holds secrets and texts.
 */
public class GmsResponse internal constructor(
    public val statusCode: Int,
    public val chatEnded: Boolean,
    public val chatId: String?,
    public val userId: String?,
    public val secureKey: String?,
    public val alias: String?,
    public val nextPosition: Int?,
    messages: List<GmsEntry>,
    userData: Map<String, String>,
    errors: List<GmsError>,
    public val raw: String,
) {
    public val messages: List<GmsEntry> = messages.toList()
    public val userData: Map<String, String> = userData.toMap()
    public val errors: List<GmsError> = errors.toList()

    /** Whether the operation was carried out. */
    public val isDone: Boolean get() = statusCode == DONE

    /** Without keys and texts. */
    override fun toString(): String =
        "GmsResponse(statusCode=$statusCode, chatEnded=$chatEnded, nextPosition=$nextPosition, ${messages.size} messages, $errors)"

    public companion object {
        public const val DONE: Int = 0
        public const val RETRY: Int = 1
        public const val LOST: Int = 2
    }
}

/**
 * Why an operation failed (§1.5).
 *
 * @property code the service's number, or null where it gave none that is a number.
 * @property advice the service's words. They may repeat what was sent: not for logs.
 */
public class GmsError(public val code: Int?, public val advice: String?) {
    override fun equals(other: Any?): Boolean = other is GmsError && other.code == code && other.advice == advice

    override fun hashCode(): Int = code.hashCode() * 31 + advice.hashCode()

    override fun toString(): String = "GmsError($code)"
}

/**
 * One entry of the transcript (§1.3).
 *
 * @property index its place, from 1; null for what is no part of the transcript, such as file limits.
 * @property type the service's word: see the constants.
 * @property text the message, the pushed address, the new nickname, the file's name, or the kind of a notice.
 * @property utcTimeMillis milliseconds since the epoch.
 * @property messageType the label under which it was sent.
 * @property raw the JSON as it came.
 */
public class GmsEntry internal constructor(
    public val index: Int?,
    public val type: String,
    public val from: GmsParty?,
    public val text: String?,
    public val utcTimeMillis: Long?,
    public val messageType: String?,
    userData: Map<String, String>,
    eventAttributes: Map<String, String>,
    public val raw: String,
) {
    public val userData: Map<String, String> = userData.toMap()
    public val eventAttributes: Map<String, String> = eventAttributes.toMap()

    /** Whether the guest's side caused it. */
    public val isOwn: Boolean get() = from?.type == GmsParty.CLIENT

    /** Without text. */
    override fun toString(): String = "GmsEntry($index, $type, ${from?.type})"

    public companion object {
        public const val PARTICIPANT_JOINED: String = "ParticipantJoined"
        public const val PARTICIPANT_LEFT: String = "ParticipantLeft"
        public const val MESSAGE: String = "Message"
        public const val TYPING_STARTED: String = "TypingStarted"
        public const val TYPING_STOPPED: String = "TypingStopped"
        public const val PUSH_URL: String = "PushUrl"
        public const val NICKNAME_UPDATED: String = "NicknameUpdated"
        public const val FILE_UPLOADED: String = "FileUploaded"
        public const val FILE_DELETED: String = "FileDeleted"
        public const val CUSTOM_NOTICE: String = "CustomNotice"
        public const val NOTICE: String = "Notice"
    }
}

/**
 * Who caused an entry.
 *
 * @property participantId 1 is the first party of the chat.
 * @property type the service's word: see the constants.
 */
public class GmsParty(public val nickname: String?, public val participantId: Int?, public val type: String?) {
    override fun equals(other: Any?): Boolean =
        other is GmsParty && other.nickname == nickname && other.participantId == participantId && other.type == type

    override fun hashCode(): Int = participantId.hashCode() * 31 + type.hashCode()

    /** Names are personal data and stay out of logs. */
    override fun toString(): String = "GmsParty($participantId, $type)"

    public companion object {
        public const val CLIENT: String = "Client"
        public const val AGENT: String = "Agent"
        public const val SUPERVISOR: String = "Supervisor"

        /** Everybody else: the system, and, as far as is known, bots. */
        public const val EXTERNAL: String = "External"
    }
}

/** What the client does after an answer (§1.3). */
internal enum class GmsOutcome {
    GOES_ON,

    /** The same may work later. */
    AGAIN,
    ENDED,

    /** The service has the chat no more. */
    LOST,

    /** Only the operation was refused. */
    REFUSED,
    ;

    companion object {
        fun of(response: GmsResponse): GmsOutcome = when {
            response.statusCode == GmsResponse.DONE -> if (response.chatEnded) ENDED else GOES_ON

            GmsFailures.isOnlyTheOperation(response) -> REFUSED

            // Not listed by the vendor with chatEnded: to stop is the safe reading.
            response.statusCode == GmsResponse.RETRY -> if (response.chatEnded) ENDED else AGAIN

            else -> LOST
        }
    }
}
