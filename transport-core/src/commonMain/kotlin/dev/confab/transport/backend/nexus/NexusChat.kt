package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.ExperimentalConfabApi
import dev.confab.transport.model.FileNames
import dev.confab.transport.net.FormFile
import dev.confab.transport.net.MediaTypes
import io.ktor.http.ContentType
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlin.concurrent.Volatile
import kotlin.jvm.JvmStatic

/**
 * What a session of Multicloud CX v3 can do that the neutral client has no verb for, and what the service says, in its own words (protocol
 * notes §3).
 *
 * Life: make one with [create], give the client options that carry it ([NexusOptions.withChat]), and connect the client. For one client;
 * there is nothing to close. Operations throw a [dev.confab.transport.model.MessagingException] when there is no session (`NotConnected`) or
 * the service cannot be reached. Thread-safe.
 */
public class NexusChat private constructor() {
    private val told = MutableSharedFlow<NexusChatEvent>(extraBufferCapacity = EVENTS)
    private val next = MutableStateFlow<NexusGuest?>(null)
    private val kept = MutableStateFlow<Kept?>(null)

    @Volatile
    private var port: Port? = null

    /** What happens in the session, without a past. A collector that falls behind by more than 256 events holds the session back. */
    public val events: SharedFlow<NexusChatEvent> = told.asSharedFlow()

    /** What names the session at the service, or null while there is none. A secret. */
    public val sessionData: NexusSessionData? get() = port?.data

    /** Who the guest is when the next session begins, in place of the one of the options. */
    public fun nextGuest(guest: NexusGuest) {
        next.value = guest
    }

    /**
     * The session to go on with, for a caller that kept [data] itself: it is used when a client that has no session of its own connects.
     *
     * @param readUpTo entries up to this index are known to the caller: only later ones are told; 0: all are.
     */
    public fun resume(data: NexusSessionData, readUpTo: Int) {
        require(readUpTo >= 0) { "Entries count from 1, but readUpTo is $readUpTo." }
        kept.value = Kept(data, readUpTo)
    }

    /**
     * Entries older than the one with index [before], or the newest where it is null; oldest first. One call brings a piece. Empty: there is
     * nothing older.
     *
     * @throws dev.confab.transport.model.MessagingException `SessionNotFound` when the service has the session no more.
     */
    public suspend fun history(before: Int?): List<NexusEntry> {
        require(before == null || before >= 1) { "Entries count from 1, but before is $before." }
        return session().history(before)
    }

    /** Tells whether the guest is typing. */
    @ExperimentalConfabApi
    public suspend fun indicateTyping(typing: Boolean): NexusAnswer =
        session().type(if (typing) NexusEntry.TYPING_STARTED else NexusEntry.TYPING_STOPPED)

    /** Uploads a file into the session; `fileId` in the answer names it. */
    @ExperimentalConfabApi
    public suspend fun upload(source: AttachmentSource): NexusAnswer {
        val name = FileNames.clean(source.fileName)
        require(name.isNotEmpty()) { "The file has no name that could be shown: give it one, such as photo.png." }
        val type = source.contentType ?: MediaTypes.of(FileNames.extension(name))
        val parsed = runCatching { ContentType.parse(type) }.getOrNull() ?: ContentType.Application.OctetStream
        return session().upload(FormFile(name, parsed, source))
    }

    /** Fetches the file that the service knows as [fileId] into the sink of [request], whose limit holds; returns how many bytes it has. */
    @ExperimentalConfabApi
    public suspend fun download(fileId: String, request: DownloadRequest): Long = session().download(fileId, request)

    /** Without anything of the session. */
    override fun toString(): String = "NexusChat(${if (port == null) "no session" else "in a session"})"

    private fun session(): Port = port ?: throw TransportException(
        TransportFailure(ErrorCode.NOT_CONNECTED, "There is no session: connect the client whose options carry this NexusChat first."),
    )

    internal fun takeGuest(otherwise: NexusGuest): NexusGuest = next.value ?: otherwise

    internal val resumed: Kept? get() = kept.value

    internal class Kept(val data: NexusSessionData, val readUpTo: Int)

    internal suspend fun tell(event: NexusChatEvent): Unit = told.emit(event)

    internal fun opened(port: Port) {
        this.port = port
    }

    internal fun closed(port: Port) {
        if (this.port === port) this.port = null
    }

    /** What a link gives to the operations. */
    internal interface Port {
        val data: NexusSessionData

        suspend fun history(before: Int?): List<NexusEntry>

        suspend fun type(type: String): NexusAnswer

        suspend fun upload(file: FormFile): NexusAnswer

        suspend fun download(fileId: String, request: DownloadRequest): Long
    }

    public companion object {
        private const val EVENTS = 256

        /** For one client, whose options are to carry it. */
        @JvmStatic
        public fun create(): NexusChat = NexusChat()
    }
}
