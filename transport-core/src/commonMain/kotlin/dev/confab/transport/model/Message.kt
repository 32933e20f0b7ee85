package dev.confab.transport.model

/**
 * One message of a conversation. Immutable; a change of its status is a new value with the same [id].
 */
public class Message private constructor(builder: Builder) {
    /** The identity inside this client: see [MessageId]. */
    public val id: MessageId = builder.id

    /** The service's id, or null as long as an own message is not proved. */
    public val serverId: String? = builder.serverId

    public val direction: Direction = builder.direction
    public val status: MessageStatus = builder.status

    /** The author, or null where the service tells nothing. */
    public val from: Participant? = builder.from

    /** What the message holds, in the order of the service. */
    public val parts: List<MessagePart> = builder.parts

    /** The service's time in milliseconds since the epoch, or null as long as an own message is not proved. */
    public val timeMillis: Long? = builder.timeMillis

    /** Further facts that the service attached, by its names. */
    public val metadata: Map<String, String> = builder.metadata

    /** The service's id of the message that this one answers, or null. */
    public val replyTo: String? = builder.replyTo

    /** A second id by which the service may show the same message again, or null. */
    public val secondaryId: String? = builder.secondaryId

    /** Whether the service knows who its author is, because the author was signed in. */
    public val authenticated: Boolean = builder.authenticated

    /** Whether the guest has read it, on any device; null where the service does not tell. */
    public val isRead: Boolean? = builder.isRead

    /** How much its author wants it to be noticed. */
    public val importance: Importance = builder.importance

    /** How it is to be treated. */
    public val sensitivity: Sensitivity = builder.sensitivity

    /** What happened, where this is an entry that nobody wrote; null for a message. */
    public val notice: ConversationNotice? = builder.notice

    /** The text of the message: its text parts joined by line ends; empty where it has none. */
    public val text: String
        get() = parts.filterIsInstance<MessagePart.Text>().joinToString("\n") { it.text }

    public fun toBuilder(): Builder = copyAs(id)

    /** The same under another identity. */
    internal fun copyAs(id: MessageId): Builder = Builder(id, direction)
        .serverId(serverId)
        .status(status)
        .from(from)
        .parts(parts)
        .timeMillis(timeMillis)
        .metadata(metadata)
        .replyTo(replyTo)
        .secondaryId(secondaryId)
        .authenticated(authenticated)
        .read(isRead)
        .importance(importance)
        .sensitivity(sensitivity)
        .notice(notice)

    override fun equals(other: Any?): Boolean = this === other || (other is Message && hasSameContent(other))

    private fun hasSameContent(other: Message): Boolean = other.id == id &&
        other.serverId == serverId &&
        other.direction == direction &&
        other.status == status &&
        other.from == from &&
        other.parts == parts &&
        other.timeMillis == timeMillis &&
        other.metadata == metadata &&
        other.replyTo == replyTo &&
        other.secondaryId == secondaryId &&
        other.authenticated == authenticated &&
        other.isRead == isRead &&
        other.importance == importance &&
        other.sensitivity == sensitivity &&
        other.notice == notice

    override fun hashCode(): Int = id.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String = "Message($id, $direction, $status)"

    /** Builds a message; transports use it. */
    public class Builder(internal val id: MessageId, internal val direction: Direction) {
        internal var serverId: String? = null
        internal var status: MessageStatus = MessageStatus.Sent
        internal var from: Participant? = null
        internal var parts: List<MessagePart> = emptyList()
        internal var timeMillis: Long? = null
        internal var metadata: Map<String, String> = emptyMap()
        internal var replyTo: String? = null
        internal var secondaryId: String? = null
        internal var authenticated: Boolean = false
        internal var isRead: Boolean? = null
        internal var importance: Importance = Importance.NORMAL
        internal var sensitivity: Sensitivity = Sensitivity.NORMAL
        internal var notice: ConversationNotice? = null

        public fun serverId(value: String?): Builder = apply { serverId = value }

        public fun status(value: MessageStatus): Builder = apply { status = value }

        public fun from(value: Participant?): Builder = apply { from = value }

        public fun parts(value: List<MessagePart>): Builder = apply { parts = value.toList() }

        /** One text part. */
        public fun text(value: String): Builder = parts(listOf(MessagePart.Text(value)))

        public fun timeMillis(value: Long?): Builder = apply { timeMillis = value }

        public fun metadata(value: Map<String, String>): Builder = apply { metadata = value.toMap() }

        public fun replyTo(value: String?): Builder = apply { replyTo = value }

        public fun secondaryId(value: String?): Builder = apply { secondaryId = value }

        public fun authenticated(value: Boolean): Builder = apply { authenticated = value }

        /** Null where the service does not tell. */
        public fun read(value: Boolean?): Builder = apply { isRead = value }

        public fun importance(value: Importance): Builder = apply { importance = value }

        public fun sensitivity(value: Sensitivity): Builder = apply { sensitivity = value }

        public fun notice(value: ConversationNotice?): Builder = apply { notice = value }

        public fun build(): Message = Message(this)
    }
}
