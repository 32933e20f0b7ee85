package dev.confab.transport.backend.gms

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.sync.Mutex

/** One way to the chat service: polling, or CometD. Everything throws [dev.confab.transport.backend.TransportException] only. */
internal interface GmsWire {
    /** Whether operations have their answer at once, and not as an event. */
    val answersAtOnce: Boolean

    /**
     * Carries out [operation] in the chat of [session]; null for what begins a chat.
     *
     * @return the answer; null where it comes as an event (protocol notes §2.2).
     */
    suspend fun call(what: String, operation: GmsOperation, session: GmsSession?): GmsResponse?

    suspend fun upload(file: GmsUpload, session: GmsSession): GmsResponse

    /** Fetches a file of the chat into the sink of [request]; returns how many bytes it has. */
    suspend fun download(fileId: String, request: DownloadRequest, session: GmsSession): Long

    /** Asks about files: limits and deleting. */
    suspend fun fileCall(what: String, operation: GmsOperation, session: GmsSession): GmsResponse

    /**
     * Tells what the service says of the chat that is on in [chats], until that is over or another one is on.
     *
     * @param applying held while an answer is told, and while another chat begins: what was still said of the chat before is not told.
     * @param tell gets each answer and the transcript position that it was asked from.
     */
    suspend fun attend(chats: GmsChats, applying: Mutex, tell: suspend (response: GmsResponse, askedFrom: Int) -> Unit)

    /** The transcript from [from] on, at least as far as [upTo]. */
    suspend fun entries(from: Int, session: GmsSession): List<GmsEntry>

    /** Something may have come: look now. */
    fun hint()

    /** Counts failures from nought again. */
    fun forgive()

    /** The last words. @param position set: notify the device from there on (§2.5). */
    suspend fun farewell(position: Int?)

    /** Lets everything go. */
    fun release()
}

/** A file to upload. [moved] counts the bytes that have left. */
internal class GmsUpload(
    val name: String,
    val contentType: String?,
    val source: AttachmentSource,
    val operation: GmsOperation.FileUpload,
    val moved: MutableStateFlow<Long>,
)
