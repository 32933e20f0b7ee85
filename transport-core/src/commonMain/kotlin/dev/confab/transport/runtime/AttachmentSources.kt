package dev.confab.transport.runtime

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.model.AttachmentId

/** Where the bytes of the session's files come from. Used on the loop's serial dispatcher only. */
internal class AttachmentSources {
    private val sources = HashMap<AttachmentId, AttachmentSource>()

    operator fun get(id: AttachmentId): AttachmentSource? = sources[id]

    /** Keeps the first one: a second use of an id is refused by the rules. */
    fun offer(id: AttachmentId, source: AttachmentSource) {
        if (id !in sources) sources[id] = source
    }

    fun forget(id: AttachmentId) {
        sources.remove(id)
    }
}
