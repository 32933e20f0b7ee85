package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.MessageId

/**
 * The tracing id of one attempt to send a message. The service gives it back in the echo and in a refusal (protocol notes §2.3, §6.3), and does
 * not care for its form: the first attempt has the message's own id, as every client sends it, later ones the id and their number. So a
 * refusal belongs to one attempt, and an echo proves the message whichever attempt it answers.
 */
internal class AttemptId(val messageId: MessageId, val attempt: Int) {
    val tracingId: String get() = if (attempt <= 1) messageId.value else "${messageId.value}$SEPARATOR$attempt"

    companion object {
        private const val SEPARATOR = "#"

        /** Null for an empty id. */
        fun of(tracingId: String?): AttemptId? {
            if (tracingId.isNullOrEmpty()) return null
            val number = tracingId.substringAfterLast(SEPARATOR, "").toIntOrNull()
            val id = if (number == null) tracingId else tracingId.substringBeforeLast(SEPARATOR)
            return if (number == null || id.isEmpty()) AttemptId(MessageId(tracingId), 1) else AttemptId(MessageId(id), number)
        }
    }
}
