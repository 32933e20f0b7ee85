package dev.confab.transport.store

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Importance
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Sensitivity
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

// What is inside a seal, as JSON. A field may be added with a default; a field that was released keeps its name and meaning.

@Serializable
internal class SealedSession(
    val key: String?,
    val resumeState: String? = null,
    val attributes: Map<String, String> = emptyMap(),
    val newChat: Long? = null,
) {
    constructor(record: SessionRecord) : this(record.key, record.resumeState, record.customAttributes, record.newChatPosition)

    fun record(): SessionRecord? = key?.let { SessionRecord(it, resumeState, attributes, newChat) }

    companion object {
        val NEVER_CONNECTED = SealedSession(null)
    }
}

@Serializable
internal class SealedDraft(
    val text: String,
    val attributes: Map<String, String> = emptyMap(),
    val reply: SealedReply? = null,
    val attachments: List<SealedAttachment> = emptyList(),
    val importance: String = Importance.NORMAL.name,
    val sensitivity: String = Sensitivity.NORMAL.name,
    val replyTo: String? = null,
) {
    constructor(draft: Draft) : this(
        draft.text,
        draft.customAttributes,
        draft.reply?.let { SealedReply(it) },
        draft.attachments.map(::SealedAttachment),
        draft.importance.name,
        draft.sensitivity.name,
        draft.replyTo,
    )

    fun draft(): Draft = Draft(
        text,
        attributes,
        reply?.reply(),
        attachments.map(SealedAttachment::attachment),
        Importance.entries.firstOrNull { it.name == importance } ?: Importance.UNKNOWN,
        sensitivityOf(sensitivity),
        replyTo,
    )
}

/** What a newer version wrote and this one does not know. */
private fun sensitivityOf(name: String): Sensitivity = Sensitivity.entries.firstOrNull { it.name == name } ?: Sensitivity.UNKNOWN

/** @property opening what it was made with, where it was made here. */
@Serializable
internal class SealedConversation(val serverId: String? = null, val opening: SealedOpening? = null, val reach: String? = null) {
    constructor(record: ConversationRecord) : this(record.serverId, record.opening?.let { SealedOpening(it) }, record.reach)

    fun record(id: ConversationId): ConversationRecord = ConversationRecord(id, serverId, opening?.opening(), reach)
}

@Serializable
internal class SealedOpening(val subject: String?, val participants: List<String>, val sensitivity: String = Sensitivity.NORMAL.name) {
    constructor(opening: NewConversation) : this(opening.subject, opening.participantAddresses, opening.sensitivity.name)

    fun opening(): NewConversation = NewConversation(subject, participants, sensitivityOf(sensitivity))
}

/**
 * @property message the one that carries the file.
 * @property stage where the file stands otherwise. Its address is not kept: it is good for minutes.
 */
@Serializable
internal class SealedAttachment(
    val id: String,
    val name: String? = null,
    val size: Long? = null,
    val type: String? = null,
    val mediaType: String? = null,
    val message: String? = null,
    val stage: String = PENDING,
) {
    constructor(attachment: Attachment) : this(
        attachment.id.value,
        attachment.fileName,
        attachment.sizeBytes,
        attachment.contentType,
        attachment.mediaType,
        (attachment.status as? AttachmentStatus.Sending)?.messageId?.value,
        when (attachment.status) {
            is AttachmentStatus.Uploaded -> UPLOADED
            is AttachmentStatus.Detaching -> DETACHING
            else -> PENDING
        },
    )

    fun attachment(): Attachment = Attachment(AttachmentId(id), name, size, type, mediaType, null, status())

    private fun status(): AttachmentStatus = when {
        message != null -> AttachmentStatus.Sending(MessageId(message))
        stage == UPLOADED -> AttachmentStatus.Uploaded
        stage == DETACHING -> AttachmentStatus.Detaching
        else -> AttachmentStatus.Presigning
    }

    private companion object {
        const val PENDING = "pending"
        const val UPLOADED = "uploaded"
        const val DETACHING = "detaching"
    }
}

@Serializable
internal class SealedMessage(
    val draft: SealedDraft,
    val wedge: SealedWedge? = null,
    val doubt: SealedDoubt? = null,
    val failures: Int = 0,
) {
    constructor(
        record: OutboxRecord,
    ) : this(SealedDraft(record.draft), record.wedged?.let(::SealedWedge), record.doubt?.let(::SealedDoubt), record.failures)
}

@Serializable
internal class SealedDoubt(
    val anchor: String? = null,
    val isFinal: Boolean = false,
    val leftAs: Long? = null,
    val before: String? = null,
    val resend: Boolean = false,
) {
    constructor(doubt: OutboxRecord.Doubt) : this(doubt.anchor, doubt.isFinal, doubt.leftAs, doubt.before, doubt.resend)

    fun doubt(): OutboxRecord.Doubt = OutboxRecord.Doubt(anchor, isFinal, leftAs, before, resend)
}

@Serializable
internal class SealedWedge(val code: Int, val reason: String) {
    constructor(wedge: OutboxRecord.Wedge) : this(wedge.code.value, wedge.reason)

    fun wedge(): OutboxRecord.Wedge = OutboxRecord.Wedge(ErrorCode.of(code), reason)
}

internal object SealedTexts {
    private val json = Json { ignoreUnknownKeys = true }

    /** A text may be cut inside an emoji: the half is escaped, for UTF-8 cannot carry it and the text must come back as it was. */
    fun <T> encode(serializer: KSerializer<T>, value: T): ByteArray = json.encodeToString(serializer, value)
        .replace(RowName.UNPAIRED) { "\\u" + it.value.single().code.toString(16) }
        .toByteArray()

    /** Null when [bytes] are something else. The reason is dropped: a parser quotes what it read. */
    fun <T : Any> decode(serializer: KSerializer<T>, bytes: ByteArray): T? = try {
        json.decodeFromString(serializer, String(bytes, Charsets.UTF_8))
    } catch (_: IllegalArgumentException) {
        null
    }
}
