package dev.confab.transport.backend.gms

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FileNames
import dev.confab.transport.net.MediaTypes
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlin.concurrent.Volatile
import kotlin.jvm.JvmStatic

/**
 * What a chat of Genesys Engage v2 can do that the neutral client has no verb for (protocol notes §1.2, §2.3), and what the service says, in
 * its own words.
 *
 * Life: make one with [create], give the client options that carry it ([GmsOptions.withChat]), and connect the client: the operations work
 * on its chat, over polling and over CometD alike. For one client; there is nothing to close.
 *
 * Operations return the service's answer as it is, also a refusal: look at [GmsResponse.isDone]. Over CometD the answer comes among the
 * [events], and null is returned. They throw a [dev.confab.transport.model.MessagingException] when there is no chat (`NotConnected`), or
 * the service cannot be reached; whether it carried the operation out is not known then. Thread-safe.
 */
public class GmsChat private constructor() {
    private val told = MutableSharedFlow<GmsChatEvent>(extraBufferCapacity = EVENTS)
    internal val polling = GmsPolling(::tell)

    @Volatile
    private var port: Port? = null
    private var lastTold: Pair<String, Int> = "" to 0
    private val next = MutableStateFlow<GmsGuest?>(null)
    private val kept = MutableStateFlow<GmsSession?>(null)

    /**
     * What happens in the chat, without a past. A collector that falls behind by more than 256 events holds the chat back: nothing is
     * dropped.
     */
    public val events: SharedFlow<GmsChatEvent> = told.asSharedFlow()

    /** What names the chat at the service, or null while there is none. A secret. */
    public val session: GmsSession? get() = port?.session

    /** The transcript position up to which everything was seen: the next new entry has it, or a later one. Null while there is no chat. */
    public val position: Int? get() = port?.position

    /** Who the guest is when the next chat begins, in place of the one of the options. */
    public fun nextGuest(guest: GmsGuest) {
        next.value = guest
    }

    /**
     * The chat to go on with, for a caller that kept [session] itself: it is used when a client that has no session of its own connects, and
     * the whole transcript is told again. The service decides whether the chat is still there; `connect` fails with `SessionNotFound` otherwise.
     */
    public fun resume(session: GmsSession) {
        kept.value = session
    }

    /** Tells that the guest is typing, with the text so far, which the agent may see. Repeat it as the text grows. */
    public suspend fun startTyping(preview: String?): GmsResponse? = call("Telling that the guest types", GmsOperation.StartTyping(preview))

    /** Tells that the guest stopped typing. */
    public suspend fun stopTyping(preview: String?): GmsResponse? = call("Telling that the guest stopped", GmsOperation.StopTyping(preview))

    /**
     * The transcript from [position] on; 1 for all of it. Polling mode only: over CometD it is pushed.
     *
     * @throws dev.confab.transport.model.MessagingException `Unsupported` over CometD.
     */
    public suspend fun refresh(position: Int): GmsResponse {
        require(position >= 0) { "The transcript position must not be negative, but is $position." }
        return call("Reading the transcript", GmsOperation.Refresh(position)) ?: throw unsupported("Reading the transcript")
    }

    /** Looks for news now instead of at the next poll. */
    public fun poll() {
        port?.hint()
    }

    /** Holds polling back, or lets it go on. The service removes a guest that does not poll for 45 s. */
    public fun allowPolling(allowed: Boolean): Unit = polling.allow(allowed)

    /** Whether polls go out. */
    public val isPollingAllowed: Boolean get() = polling.allowed.value

    /** Counts failed polls from nought again. */
    public fun resetPollExceptions() {
        port?.forgive()
    }

    /** Shows an address to the other side. */
    public suspend fun pushUrl(url: String): GmsResponse? {
        require(url.isNotBlank()) { "The address to push must not be blank." }
        return call("Pushing an address", GmsOperation.PushUrl(url))
    }

    public suspend fun updateNickname(nickname: String): GmsResponse? {
        require(nickname.isNotBlank()) { "The nickname must not be blank." }
        return call("Changing the nickname", GmsOperation.UpdateNickname(nickname))
    }

    /** A notice that no transcript shows, for desktops that know what to do with it. */
    public suspend fun sendCustomNotice(message: String?): GmsResponse? =
        call("Sending a custom notice", GmsOperation.CustomNotice(message))

    /** Adds facts to the data that is attached to the chat. */
    public suspend fun updateUserData(values: Map<String, String>): GmsResponse? {
        require(values.isNotEmpty()) { "There is no user data to update: name at least one fact." }
        return call("Updating user data", GmsOperation.UpdateData(GmsGuest.builder().userData(values).build().userData))
    }

    /** Tells that the guest has read everything up to the entry at [position]. */
    public suspend fun readReceipt(position: Int): GmsResponse? {
        require(position >= 1) { "The transcript begins at 1, but the position is $position." }
        return call("Telling what was read", GmsOperation.ReadReceipt(position))
    }

    /** Ends the guest's side of the chat, as `MessagingClient.leaveConversation` does. */
    public suspend fun disconnect(): GmsResponse? = call("Ending the chat", GmsOperation.Disconnect)

    /** Which files the chat takes, and how much of that is used; null where the service does not tell. */
    public suspend fun fileLimits(): GmsFileLimits? =
        GmsFileLimits.of(chat().let { it.wire.fileCall("Asking for the limits of files", GmsOperation.FileLimits, it.session) })

    /**
     * Uploads a file, which everybody in the chat sees at once.
     *
     * @param description a word on it, or null.
     * @param userData further facts about it.
     * @return the answer; `file-id` of its user data names the file.
     */
    public suspend fun upload(source: AttachmentSource, description: String?, userData: Map<String, String>): GmsResponse {
        val name = FileNames.clean(source.fileName)
        require(name.isNotEmpty()) { "The file has no name that could be shown: give it one, such as photo.png." }
        val facts = GmsGuest.builder().userData(userData).build().userData
        val type = source.contentType ?: MediaTypes.of(FileNames.extension(name))
        val chat = chat()
        val file = GmsUpload(name, type, source, GmsOperation.FileUpload(description, facts), MutableStateFlow(0))
        return chat.wire.upload(file, chat.session).also { chat.hint() }
    }

    /**
     * Fetches the file that the service knows as [fileId] into the sink of [request], whose limit holds; returns how many bytes it has. The
     * service counts the attempts.
     */
    public suspend fun download(fileId: String, request: DownloadRequest): Long =
        chat().let { it.wire.download(fileId, request, it.session) }

    public suspend fun deleteFile(fileId: String): GmsResponse =
        chat().let { chat -> chat.wire.fileCall("Deleting the file", GmsOperation.FileDelete(fileId), chat.session).also { chat.hint() } }

    /**
     * Ends the connection but not the chat, and has the device of [GmsOptions.push] notified from now on; CometD mode only. The client is
     * *Closed* afterwards; `connect()` brings the chat back.
     *
     * @throws dev.confab.transport.model.MessagingException `Unsupported` in polling mode.
     */
    public suspend fun enterBackground() {
        val chat = chat()
        if (!chat.enterBackground()) throw unsupported("Going to the background")
    }

    /** Without anything of the chat. */
    override fun toString(): String = "GmsChat(${if (port == null) "no chat" else "in a chat"})"

    private suspend fun call(what: String, operation: GmsOperation): GmsResponse? = chat().call(what, operation)

    private fun chat(): Port = port ?: throw TransportException(
        TransportFailure(ErrorCode.NOT_CONNECTED, "There is no chat: connect the client whose options carry this GmsChat first."),
    )

    private fun unsupported(what: String) = TransportException(
        TransportFailure(ErrorCode.UNSUPPORTED, "$what is not possible in this mode: see docs/engage.md."),
    )

    internal fun takeGuest(otherwise: GmsGuest): GmsGuest = next.value ?: otherwise

    internal val resumed: GmsResume? get() = kept.value?.let { GmsResume(it, 1, ended = false, emptyList()) }

    internal suspend fun tell(event: GmsChatEvent): Unit = told.emit(event)

    /** A new link reads a few entries again that the one before told already. */
    internal suspend fun received(chatId: String, response: GmsResponse, entries: List<GmsEntry>) {
        val last = if (lastTold.first == chatId) lastTold.second else 0
        val fresh = entries.filter { entry -> (entry.index ?: Int.MAX_VALUE) > last }
        lastTold = chatId to maxOf(last, fresh.maxOfOrNull { it.index ?: 0 } ?: 0)
        tell(GmsChatEvent.Received(response, fresh))
    }

    internal fun opened(port: Port) {
        this.port = port
    }

    internal fun closed(port: Port) {
        if (this.port === port) this.port = null
    }

    /** What a link gives to the operations. */
    internal interface Port {
        val session: GmsSession
        val position: Int
        val wire: GmsWire

        suspend fun call(what: String, operation: GmsOperation): GmsResponse?

        fun hint()

        fun forgive()

        /** False where there is no such thing. */
        suspend fun enterBackground(): Boolean
    }

    public companion object {
        private const val EVENTS = 256

        /** For one client, whose options are to carry it. */
        @JvmStatic
        public fun create(): GmsChat = GmsChat()
    }
}
