package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlin.jvm.JvmStatic

/** The guest's answer to a media request (protocol notes of guest chat §4.5). Immutable; made by [of]. */
public class MediaRequestUpdate private constructor(public val state: MediaRequestState, public val types: List<MediaType>) {
    internal fun toJson(): JsonObject = buildJsonObject {
        if (types.isNotEmpty()) putJsonArray("types") { types.forEach { add(it.value) } }
        put("state", state.value)
    }

    override fun equals(other: Any?): Boolean = other is MediaRequestUpdate && other.state == state && other.types == types

    override fun hashCode(): Int = state.hashCode()

    override fun toString(): String = "MediaRequestUpdate($state)"

    public companion object {
        private val GUEST = setOf(MediaRequestState.ACCEPTED, MediaRequestState.DECLINED, MediaRequestState.ERRORED)

        /** @param state one of those that a guest may set. */
        @JvmStatic
        public fun of(state: MediaRequestState): MediaRequestUpdate = checked(state, emptyList())

        /** The answer to [request], whose types are repeated. */
        @JvmStatic
        public fun of(request: ChatMediaRequest, state: MediaRequestState): MediaRequestUpdate = checked(state, request.types)

        private fun checked(state: MediaRequestState, types: List<MediaType>): MediaRequestUpdate {
            require(state in GUEST) { "A guest sets a media request to ACCEPTED, DECLINED or ERRORED, not to $state." }
            return MediaRequestUpdate(state, types)
        }
    }
}
