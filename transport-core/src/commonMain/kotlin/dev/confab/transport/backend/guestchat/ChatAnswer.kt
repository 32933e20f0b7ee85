package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.Timestamps
import kotlinx.serialization.json.JsonObject

/**
 * An answer of the service. It is read field by field: one that is missing or of another kind than it should be is null, and costs no other.
 * Two are equal when the service said the same.
 */
public abstract class ChatAnswer internal constructor(internal val fields: JsonObject) {
    override fun equals(other: Any?): Boolean = other is ChatAnswer && other::class == this::class && other.fields == fields

    override fun hashCode(): Int = fields.hashCode()

    /** The kind only: the content may be personal data or a secret. */
    override fun toString(): String = this::class.simpleName.orEmpty()
}

/** Milliseconds since the epoch, or null for what is no time (protocol notes of guest chat §4.4). */
internal fun millisOf(time: String?): Long? = time?.let(Timestamps::millis)
