package dev.confab.transport.model

/**
 * A time that can be chosen.
 *
 * @property dateTime as the service wrote it (ISO 8601); this text goes back when it is chosen.
 * @property startMillis the same in milliseconds since the epoch, or null where it names no instant.
 * @property durationSeconds null where the service tells none.
 */
public class TimeSlot(public val dateTime: String, public val startMillis: Long?, public val durationSeconds: Long?) {
    override fun equals(other: Any?): Boolean = other is TimeSlot &&
        other.dateTime == dateTime &&
        other.startMillis == startMillis &&
        other.durationSeconds == durationSeconds

    override fun hashCode(): Int = dateTime.hashCode()

    override fun toString(): String = "TimeSlot($dateTime, $durationSeconds s)"
}
