package dev.confab.transport.backend.gms

/**
 * Something that is asked of the chat service (protocol notes §1.2, §2.3): one value, two ways to write it, as a form or as the data of a
 * CometD message.
 */
internal sealed class GmsOperation {
    /** What the path of REST ends with, after the chat's id. */
    abstract val path: String

    /** The word for it over CometD. */
    abstract val name: String

    /** The plain fields, in the order of the notes. */
    open val fields: List<Pair<String, String>> get() = emptyList()

    /** The nested map, if there is one. */
    open val userData: Map<String, String> get() = emptyMap()

    class Create(private val guest: GmsGuest, override val userData: Map<String, String>) : GmsOperation() {
        override val path get() = ""
        override val name get() = "requestChat"
        override val fields
            get() = listOfNotNull(
                guest.nickname?.let { "nickname" to it },
                guest.firstName?.let { "firstName" to it },
                guest.lastName?.let { "lastName" to it },
                guest.subject?.let { "subject" to it },
                guest.emailAddress?.let { "emailAddress" to it },
            )
    }

    /** @param position with it the answer carries the transcript from there. REST only. */
    class Send(private val text: String, private val messageType: String?, private val position: Int?) : GmsOperation() {
        override val path get() = "send"
        override val name get() = "sendMessage"
        override val fields
            get() = listOfNotNull(
                "message" to text,
                messageType?.let { "messageType" to it },
                position?.let { "transcriptPosition" to it.toString() },
            )
    }

    class StartTyping(private val preview: String?) : GmsOperation() {
        override val path get() = "startTyping"
        override val name get() = "startTyping"
        override val fields get() = listOfNotNull(preview?.let { "message" to it })
    }

    class StopTyping(private val preview: String?) : GmsOperation() {
        override val path get() = "stopTyping"
        override val name get() = "stopTyping"
        override val fields get() = listOfNotNull(preview?.let { "message" to it })
    }

    /** REST only. @param message is sent with the same call. */
    class Refresh(val position: Int, private val message: String? = null) : GmsOperation() {
        override val path get() = "refresh"
        override val name get() = "refresh"
        override val fields get() = listOfNotNull("transcriptPosition" to position.toString(), message?.let { "message" to it })
    }

    /** CometD only: events of the chat come to this connection from now on, and again those from [position] on; 0: all. */
    class RequestNotifications(private val position: Int, override val userData: Map<String, String>) : GmsOperation() {
        override val path get() = ""
        override val name get() = "requestNotifications"
        override val fields get() = listOf("transcriptPosition" to position.toString())
    }

    class PushUrl(private val url: String) : GmsOperation() {
        override val path get() = "pushUrl"
        override val name get() = "pushUrl"
        override val fields get() = listOf("pushUrl" to url)
    }

    class UpdateNickname(private val nickname: String) : GmsOperation() {
        override val path get() = "updateNickname"
        override val name get() = "updateNickname"
        override val fields get() = listOf("nickname" to nickname)
    }

    class CustomNotice(private val message: String?) : GmsOperation() {
        override val path get() = "customNotice"
        override val name get() = "customNotice"
        override val fields get() = listOfNotNull(message?.let { "message" to it })
    }

    class UpdateData(override val userData: Map<String, String>) : GmsOperation() {
        override val path get() = "updateData"
        override val name get() = "updateData"
    }

    class ReadReceipt(private val position: Int) : GmsOperation() {
        override val path get() = "readReceipt"
        override val name get() = "readReceipt"
        override val fields get() = listOf("transcriptPosition" to position.toString())
    }

    object Disconnect : GmsOperation() {
        override val path get() = "disconnect"
        override val name get() = "disconnect"
    }

    object FileLimits : GmsOperation() {
        override val path get() = "file/limits"
        override val name get() = "fileGetLimits"
    }

    class FileUpload(private val description: String?, private val facts: Map<String, String>) : GmsOperation() {
        override val path get() = "file"
        override val name get() = "fileUpload"
        override val userData get() = listOfNotNull(description?.let { "file-description" to it }).toMap() + facts
    }

    class FileDownload(val fileId: String) : GmsOperation() {
        override val path get() = "file/${pathPart(fileId)}/download"
        override val name get() = "fileDownload"
    }

    class FileDelete(val fileId: String) : GmsOperation() {
        override val path get() = "file/${pathPart(fileId)}/delete"
        override val name get() = "fileDelete"
    }
}
