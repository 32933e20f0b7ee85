package dev.confab.transport.backend

/** Why a link is closed, as a WebSocket close code (RFC 6455 §7.4) and a short text. */
public class CloseReason(public val code: Int, public val text: String) {
    override fun equals(other: Any?): Boolean = other is CloseReason && other.code == code && other.text == text

    override fun hashCode(): Int = code * 31 + text.hashCode()

    override fun toString(): String = if (text.isEmpty()) "$code" else "$code $text"

    public companion object {
        /** The polite end. */
        public const val NORMAL: Int = 1000
    }
}
