package dev.confab.transport.backend

/**
 * When a session ends by itself.
 *
 * @property durationSeconds how long it lives after the last message, or null.
 * @property atEpochSeconds when it ends by the service's clock, or null.
 */
public class Expiry(public val durationSeconds: Long?, public val atEpochSeconds: Long?) {
    override fun equals(other: Any?): Boolean =
        other is Expiry && other.durationSeconds == durationSeconds && other.atEpochSeconds == atEpochSeconds

    override fun hashCode(): Int = durationSeconds.hashCode() * 31 + atEpochSeconds.hashCode()

    override fun toString(): String = "Expiry(duration=$durationSeconds s, at=$atEpochSeconds)"
}
