package dev.confab.transport.model

import kotlin.jvm.JvmField

/**
 * Facts about the guest that travel to the service beside the next message, all of them together. Immutable.
 *
 * @property values what was set, and how far it came.
 */
public class CustomAttributes(values: Map<String, String>, public val status: Status) {
    public val values: Map<String, String> = values.toMap()

    /** Where they stand. */
    public enum class Status {
        /** Nothing was set. */
        EMPTY,

        /** They go with the next message, or with the greeting of a new conversation. */
        PENDING,

        /** On their way; no proof yet. */
        SENDING,

        /** There is proof that the service has them. */
        SENT,

        /** Too large for the service: nothing is sent until they are set anew. */
        FAILED,
    }

    override fun equals(other: Any?): Boolean = other is CustomAttributes && other.values == values && other.status == status

    override fun hashCode(): Int = values.hashCode() * 31 + status.hashCode()

    /** Without the values, which stay out of logs. */
    override fun toString(): String = "CustomAttributes(${values.size}, $status)"

    public companion object {
        @JvmField
        public val EMPTY: CustomAttributes = CustomAttributes(emptyMap(), Status.EMPTY)
    }
}
