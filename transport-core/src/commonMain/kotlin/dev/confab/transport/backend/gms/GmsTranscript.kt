package dev.confab.transport.backend.gms

import dev.confab.transport.model.MessageId
import kotlin.concurrent.Volatile

/**
 * How far the transcript of one chat was read, what names the chat, and what is the guest's own in it. The one place where answers that
 * overlap become one transcript: each entry comes out once and in order, whoever brought it.
 *
 * Not thread-safe: its user applies one answer at a time.
 */
internal class GmsTranscript(session: GmsSession, position: Int, files: List<GmsOwnFile>) {
    @Volatile
    var session: GmsSession = session
        private set

    /** The first index that was not seen yet. */
    @Volatile
    var position: Int = maxOf(1, position)
        private set

    var files: List<GmsOwnFile> = files
        private set

    /** The message that is on its way, whose entry will prove it. */
    var pending: Pending? = null
        private set

    /** What was on its way over the link before, and whose fate nobody knows. */
    private var doubt: Pending? = null

    /** What was told to the store last. */
    private var kept: GmsResume = resume(ended = false)

    /** Goes on where [before] stood, if that was the same chat. */
    fun inherit(before: GmsTranscript?) {
        if (before?.session?.chatId != session.chatId) return
        files = before.files
        doubt = before.pending ?: before.doubt
    }

    /**
     * @property position entries before it are of another message, whatever they say.
     * @property accepted the service took it: then the guest's next message is this one, also with other words.
     */
    class Pending(val messageId: MessageId, val text: String, val files: List<GmsOwnFile>, val position: Int, val accepted: Boolean)

    /** How far an answer can be relied on to be complete. */
    enum class Trust {
        /** It holds everything from the position that was asked for to [GmsResponse.nextPosition]. */
        WHOLE,

        /** It holds what it holds; more may be on its way. */
        ENTRIES,

        /** It answers something else, and may leave entries out: what follows the position without a gap is sure. */
        RUN,
    }

    /**
     * Takes an answer; returns the entries that are new.
     *
     * @param askedFrom the transcript position that was asked for: an answer from further on says nothing of what is before it.
     */
    fun heard(response: GmsResponse, askedFrom: Int, trust: Trust): List<GmsEntry> {
        session = session.heard(response)
        val unplaced = response.messages.filter { it.index == null }
        if (askedFrom > position) return unplaced
        val newer = response.messages.filter { it.index != null && it.index >= position }.distinctBy { it.index }.sortedBy { it.index }
        val fresh = if (trust == Trust.RUN) newer.filterIndexed { place, entry -> entry.index == position + place } else newer
        val next = response.nextPosition.takeIf { trust == Trust.WHOLE } ?: 0
        position = maxOf(position, (fresh.lastOrNull()?.index ?: 0) + 1, next)
        return unplaced + fresh
    }

    fun sending(messageId: MessageId, text: String, files: List<GmsOwnFile>) {
        pending = Pending(messageId, text, files, position, accepted = false)
    }

    fun accepted() {
        pending = pending?.let { Pending(it.messageId, it.text, it.files, it.position, accepted = true) }
    }

    /** The message did not arrive, or nobody knows: its entry, should it come, is recognised by its words only. */
    fun refused() {
        pending = null
    }

    /** The message on its way whose proof [entry] is, or null. From then on it is proved. */
    fun proofOf(entry: GmsEntry): MessageId? {
        val sent = pending ?: return null
        val index = entry.index ?: return null
        if (!entry.isOwn || entry.type != GmsEntry.MESSAGE || index < sent.position) return null
        if (!sent.accepted && entry.text.orEmpty().spaced() != sent.text.spaced()) return null
        pending = null
        sent.files.forEach { carried(it, index) }
        return sent.messageId
    }

    /** Where the words of [entry] are those in doubt, it carries the files that were sent with them. */
    fun filesOf(entry: GmsEntry): List<GmsOwnFile> {
        val index = entry.index ?: return emptyList()
        val carried = files.filter { it.carrier == index }
        val sent = doubt
        val inDoubt = sent != null && carried.isEmpty() && entry.isOwn && index >= sent.position &&
            entry.text.orEmpty().spaced() == sent.text.spaced()
        return if (inDoubt) sent.files else carried
    }

    fun ownFile(id: String): GmsOwnFile? = files.firstOrNull { it.id == id }

    fun ownFileOf(entry: GmsEntry): GmsOwnFile? {
        val fileId = entry.userData["file-id"] ?: return null
        return files.firstOrNull { it.fileId == fileId }
    }

    fun uploaded(file: GmsOwnFile) {
        files = (files.filterNot { it.id == file.id } + file).takeLast(MAX_FILES)
    }

    fun seen(file: GmsOwnFile, index: Int): Unit = uploaded(file.at(index))

    fun carried(file: GmsOwnFile, index: Int): Unit = uploaded((ownFile(file.id) ?: file).carriedBy(index))

    fun deleted(id: String) {
        files = files.filterNot { it.id == id }
    }

    fun resume(ended: Boolean): GmsResume = GmsResume(session, position, ended, files)

    /** What the store should know now, or null while it knows enough: a stale position only costs a longer answer at the next opening. */
    fun unkept(): GmsResume? {
        val before = kept
        val needed = before.session != session || before.files !== files || position - before.position >= KEPT_EVERY
        return if (needed) resume(ended = false).also { kept = it } else null
    }

    private companion object {
        const val MAX_FILES = 256
        const val KEPT_EVERY = 50
    }
}

/** How words are spaced does not count: services trim, and change the ends of lines. */
private fun String.spaced(): String = trim().replace(BLANKS, " ")

private val BLANKS = Regex("\\s+")
