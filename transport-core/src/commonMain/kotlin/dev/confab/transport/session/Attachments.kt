package dev.confab.transport.session

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.MessageId
import kotlinx.collections.immutable.PersistentMap
import kotlinx.collections.immutable.PersistentSet
import kotlinx.collections.immutable.persistentHashMapOf
import kotlinx.collections.immutable.persistentHashSetOf
import kotlinx.collections.immutable.persistentMapOf

/**
 * The files of a session, from `attach` to the proof of the message that carries them.
 *
 * @property entries in the order of attaching.
 * @property refreshes who waits for a fresh address of a file.
 * @property deletes who waits until a file is deleted.
 */
internal data class Attachments(
    val entries: PersistentMap<AttachmentId, AttachmentEntry> = persistentMapOf(),
    val refreshes: PersistentMap<AttachmentId, PersistentSet<CallId>> = persistentHashMapOf(),
    val deletes: PersistentMap<AttachmentId, PersistentSet<CallId>> = persistentHashMapOf(),
) {
    val isEmpty: Boolean get() = entries.isEmpty() && refreshes.isEmpty() && deletes.isEmpty()

    val shown: List<Attachment> get() = entries.values.map(AttachmentEntry::attachment)

    val calls: List<CallId> get() = entries.values.flatMap { it.calls } + refreshes.values.flatten() + deletes.values.flatten()

    operator fun get(id: AttachmentId): AttachmentEntry? = entries[id]

    fun with(entry: AttachmentEntry): Attachments = copy(entries = entries.put(entry.id, entry))

    fun without(id: AttachmentId): Attachments = copy(entries = entries.remove(id))

    fun refreshing(id: AttachmentId, call: CallId): Attachments = copy(refreshes = refreshes.put(id, (refreshes[id] ?: NOBODY).add(call)))

    fun deleting(id: AttachmentId, call: CallId): Attachments = copy(deletes = deletes.put(id, (deletes[id] ?: NOBODY).add(call)))

    fun forgetCall(call: CallId): Attachments =
        if (call !in calls) this else copy(refreshes = refreshes.without(call), deletes = deletes.without(call))

    private fun PersistentMap<AttachmentId, PersistentSet<CallId>>.without(
        call: CallId,
    ): PersistentMap<AttachmentId, PersistentSet<CallId>> =
        entries.fold(this) { map, (id, calls) -> if (call in calls) map.put(id, calls.remove(call)) else map }

    private companion object {
        val NOBODY = persistentHashSetOf<CallId>()
    }
}

/**
 * A file on its way.
 *
 * @property signature what its first bytes say.
 * @property begun an upload of it may have reached the service: the service is asked before it is uploaded again.
 * @property sourceLost the process that had its bytes is gone.
 * @property attempts how many uploads have failed.
 * @property calls who waits until it is uploaded.
 */
internal data class AttachmentEntry(
    val attachment: Attachment,
    val stage: Stage,
    val signature: FileSignature? = null,
    val begun: Boolean = false,
    val sourceLost: Boolean = false,
    val attempts: Int = 0,
    val calls: PersistentSet<CallId> = persistentHashSetOf(),
) {
    val id: AttachmentId get() = attachment.id

    /** Addresses are good for minutes, and how far an upload came is of no use to another process. */
    val stored: Attachment
        get() {
            val status = if (isUnderWay) AttachmentStatus.Presigning else carrier?.let(AttachmentStatus::Sending) ?: attachment.status
            return Attachment(id, attachment.fileName, attachment.sizeBytes, attachment.contentType, attachment.mediaType, null, status)
        }

    /** The message that carries it. */
    val carrier: MessageId? get() = (attachment.status as? AttachmentStatus.Sending)?.messageId

    /** It needs something of the service until a message may carry it. */
    val isUnderWay: Boolean
        get() = when (stage) {
            Stage.WAITING, Stage.PAUSED, Stage.ASKING, Stage.UPLOADING -> true
            Stage.UPLOADED, Stage.DELETING, Stage.FAILED -> false
        }

    /** A link works on it. */
    val isAtLink: Boolean get() = stage == Stage.ASKING || stage == Stage.UPLOADING

    enum class Stage {
        /** For a connection, or its turn. */
        WAITING,

        /** An upload failed; the next one comes when its timer fires. */
        PAUSED,

        /** The service is asked whether it has the file already. */
        ASKING,
        UPLOADING,
        UPLOADED,
        DELETING,

        /** Kept only where nobody waited who could have been told. */
        FAILED,
    }
}
