package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.BaseAddress
import dev.confab.transport.net.FormFile
import io.ktor.http.HttpMethod
import io.ktor.http.encodeURLPathPart

/**
 * The calls of one session. Reading and sending are publicly known (protocol notes §3.3); the rest is proposed (§3.4), and made only where the
 * options say so.
 */
internal class NexusCalls(
    private val address: BaseAddress,
    private val data: NexusSessionData,
    private val http: NexusHttp,
    private val proposed: Boolean,
) {
    /** Where the session is, as the resume state keeps it. */
    val path: String get() = address.toString().substringAfter("://").substringAfter('/', "").let { "/$it" }

    /**
     * Entries newer than [after]: the whole list, as everybody reads it, or a piece of it.
     *
     * @throws TransportException also for a refusal.
     */
    suspend fun read(what: String, after: Int): NexusCodec.Page {
        val query = if (proposed) "?after=$after&limit=$PIECE" else ""
        return page(what, query, first = if (proposed) after + 1 else 1)
    }

    /** Entries before [before], the newest of them; null: the newest at all. */
    suspend fun readBack(what: String, before: Int?): NexusCodec.Page {
        if (!proposed) return page(what, "", first = 1)
        return page(what, "?limit=$PIECE" + (before?.let { "&before=$it" } ?: ""), first = 1)
    }

    private suspend fun page(what: String, query: String, first: Int): NexusCodec.Page {
        val answered = http.call(what, HttpMethod.Get, address.at("/messages$query"), data.token)
        answered.failure?.let { throw TransportException(lost(it) ?: it) }
        return answered.json?.let { NexusCodec.page(it, first) } ?: throw TransportException(
            TransportFailure(ErrorCode.PROTOCOL_VIOLATION, "$what failed: the answer holds no messages."),
        )
    }

    suspend fun send(text: String): NexusHttp.Answered = post("Sending the message", NexusEntry.TEXT, text)

    suspend fun type(type: String): NexusHttp.Answered {
        proposedOnly("Telling of typing")
        return post("Telling of typing", type, null)
    }

    private suspend fun post(what: String, type: String, text: String?): NexusHttp.Answered =
        http.call(what, HttpMethod.Post, address.at("/messages"), data.token, NexusCodec.messageForm(type, text))

    /**
     * Whether the session goes on, as the service says; null where it does not, or is not asked because that is only proposed.
     *
     * @throws TransportException when it cannot be asked, or has the session no more.
     */
    suspend fun isActive(): Boolean? {
        if (!proposed) return null
        val what = "Asking for the session"
        val answered = http.call(what, HttpMethod.Get, address.at(""), data.token)
        answered.failure?.let { throw TransportException(lost(it) ?: it) }
        return answered.json?.let(NexusCodec::active)
    }

    suspend fun end(): NexusHttp.Answered {
        proposedOnly("Leaving the session")
        return http.call("Leaving the session", HttpMethod.Delete, address.at(""), data.token)
    }

    suspend fun upload(file: FormFile): NexusHttp.Answered {
        proposedOnly("Uploading a file")
        return http.upload(address.at("/files"), data.token, file)
    }

    suspend fun download(fileId: String, request: DownloadRequest): Long {
        proposedOnly("Downloading a file")
        return http.download(address.at("/files/${fileId.encodeURLPathPart().replace(".", "%2E")}"), data.token, request)
    }

    private fun proposedOnly(what: String) {
        if (proposed) return
        throw TransportException(TransportFailure(ErrorCode.UNSUPPORTED, "$what is not possible: ${NexusTransport.UNCONFIRMED}"))
    }

    companion object {
        private const val PIECE = 100

        /** The service has the session no more, or not for this token. */
        fun lost(failure: TransportFailure): TransportFailure? = if (failure.code.value in LOST) {
            TransportFailure(ErrorCode.SESSION_NOT_FOUND, "${failure.message} The session is lost.")
        } else {
            null
        }

        private val LOST = setOf(401, 404, 410)
    }
}
