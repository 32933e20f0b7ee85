package dev.confab.transport.backend.gms

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Message
import kotlin.concurrent.Volatile

/** A chat as it began or was found again. */
internal class GmsBegun(val transcript: GmsTranscript, val info: SessionInfo, val early: List<LinkEvent>)

/** The chat that a link is in, and what its entries mean there. Not thread-safe, as [GmsTranscript]. */
internal class GmsChats(transcript: GmsTranscript, over: Boolean) {
    @Volatile
    var transcript: GmsTranscript = transcript
        private set

    @Volatile
    var isOver: Boolean = over

    private var uploads = 0

    // Entries of files that came while an own one was on its way, whose id is not known before its answer.
    private val held = ArrayList<GmsEntry>()

    fun begun(next: GmsBegun) {
        transcript = next.transcript
        isOver = false
        held.clear()
    }

    /** A file is on its way. */
    fun uploading() {
        uploads++
    }

    /** It has arrived, or, when null, it has not. */
    fun uploaded(file: GmsOwnFile?) {
        uploads--
        if (file == null) return
        val entry = held.firstOrNull { it.userData["file-id"] == file.fileId }
        held.remove(entry)
        transcript.uploaded(entry?.index?.let(file::at) ?: file)
    }

    /** What was held back and is not the guest's own here: another device of the guest's has sent it. */
    fun freed(): List<LinkEvent> {
        if (uploads > 0) return emptyList()
        return held.flatMap { GmsMapping.events(it, GmsMapping.message(chatId, it, emptyList())) }.also { held.clear() }
    }

    /** What [entry] tells when it comes. */
    fun eventsOf(entry: GmsEntry): List<LinkEvent> {
        val index = entry.index
        val own = if (entry.isOwn && entry.type == GmsEntry.FILE_UPLOADED) transcript.ownFileOf(entry) else null
        // An own file shows with the message that carries it.
        if (own != null && index != null) {
            transcript.seen(own, index)
            return emptyList()
        }
        if (entry.isOwn && entry.type == GmsEntry.FILE_UPLOADED && uploads > 0) {
            held += entry
            return emptyList()
        }
        val proved = transcript.proofOf(entry)
        val message = GmsMapping.message(chatId, entry, transcript.filesOf(entry))
        return if (proved != null && message != null) {
            listOf(LinkEvent.MessageArrived(ConversationId.MAIN, message, proved))
        } else {
            GmsMapping.events(entry, message)
        }
    }

    /** What [entry] is in the history; null for what shows no message of its own. */
    fun past(entry: GmsEntry): Message? {
        val own = if (entry.isOwn && entry.type == GmsEntry.FILE_UPLOADED) transcript.ownFileOf(entry) else null
        if (own == null) return GmsMapping.message(chatId, entry, transcript.filesOf(entry))
        val index = entry.index ?: return null
        if (own.carrier != index) return null
        return GmsMapping.filesOnly(chatId, index, entry, transcript.files.filter { it.carrier == index })
    }

    val chatId: String get() = transcript.session.chatId
}
