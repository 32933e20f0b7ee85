package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Limits
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import dev.confab.transport.net.textList
import kotlinx.serialization.json.JsonObject

/**
 * What a deployment's public `config.json` says (protocol notes §1.10). What the file leaves out has the service's default; a field of an
 * unexpected kind counts as left out.
 *
 * @property json the whole file, also with what this version does not know.
 */
public class DeploymentConfig internal constructor(root: JsonObject, public val json: String) {
    public val id: String = root.text("id").orEmpty()
    public val version: String = root.text("version").orEmpty()
    public val languages: List<String> = root.texts("languages")
    public val defaultLanguage: String = root.text("defaultLanguage").orEmpty()
    public val apiEndpoint: String = root.text("apiEndpoint").orEmpty()

    /** False when an administrator switched the deployment off. */
    public val isActive: Boolean = root.text("status") != "Inactive"
    public val messenger: Messenger = Messenger(root.at("messenger"))
    public val auth: Auth = Auth(root.at("auth"))

    /** Whether the web site's events are recorded. */
    public val journeyEventsEnabled: Boolean = root.at("journeyEvents").isOn("enabled")
    public val headlessModeEnabled: Boolean = root.at("headlessMode").isOn("enabled")

    /** What this deployment does not allow, and why. */
    internal val denied: Map<Capability, String>
        get() =
            buildMap {
                if (!messenger.conversations.showUserTyping) {
                    put(Capability.SEND_TYPING, "The deployment does not want to hear that the guest types.")
                }
                if (!messenger.conversations.clearEnabled) {
                    put(Capability.CLEAR_CONVERSATION, "The deployment does not allow the guest to clear the conversation.")
                }
            }

    /**
     * What [info] says, with what a deployment from before `enableAttachments` says only here: which files it takes, with the size of its
     * first mode (protocol notes §4.2). A session that names types itself is newer.
     */
    internal fun completed(info: SessionInfo): SessionInfo {
        val modes = messenger.fileUpload.modes
        val limits = info.limits
        val isLegacy = messenger.fileUpload.enabled == null && modes.isNotEmpty() && limits.allowedMediaTypes.isEmpty()
        val complete = if (isLegacy) {
            Limits(
                limits.maxTextBytes,
                limits.maxCustomAttributeBytes,
                modes.first().maxFileSizeKb.coerceIn(0, Long.MAX_VALUE / BYTES_PER_KB) * BYTES_PER_KB,
                modes.flatMap { it.fileTypes }.distinct(),
                limits.blockedExtensions,
            )
        } else {
            limits
        }
        return info.withLimits(complete).withDenied(denied)
    }

    override fun equals(other: Any?): Boolean = other is DeploymentConfig && other.json == json

    override fun hashCode(): Int = json.hashCode()

    override fun toString(): String = "DeploymentConfig($id, version=$version, active=$isActive)"

    /** Whether and how guests sign in. */
    public class Auth internal constructor(fields: JsonObject) {
        public val enabled: Boolean = fields.isOn("enabled")

        /** Whether a running guest session may become a signed-in one. */
        public val allowSessionUpgrade: Boolean = fields.isOn("allowSessionUpgrade")
    }

    /** What is shown to guests. */
    public class Messenger internal constructor(fields: JsonObject) {
        public val enabled: Boolean = fields.flag("enabled") != false
        public val conversations: Conversations = Conversations(fields.at("apps").at("conversations"))
        public val primaryColor: String = fields.at("styles").text("primaryColor").orEmpty()
        public val launcher: Launcher = Launcher(fields.at("launcherButton"))
        public val fileUpload: FileUpload = FileUpload(fields.at("fileUpload"))
        public val homeScreenEnabled: Boolean = fields.at("homeScreen").isOn("enabled")
        public val homeScreenLogoUrl: String? = fields.at("homeScreen").text("logoUrl")
        public val position: Position = Position(fields.at("position"))

        /** How long a browser keeps the session, in the service's words, or null. */
        public val sessionPersistenceType: String? = fields.text("sessionPersistenceType")
    }

    /** The button that opens the messenger. */
    public class Launcher internal constructor(fields: JsonObject) {
        /** `On`, `Off` or `OnDemand`. */
        public val visibility: String = fields.text("visibility").orEmpty()
        public val displayType: String? = fields.text("displayType")
        public val iconUrl: String? = fields.at("icon").text("url")
    }

    /** Where on a page the messenger stands. */
    public class Position internal constructor(fields: JsonObject) {
        public val alignment: String? = fields.text("alignment")

        /** In pixels, or null. */
        public val sideSpace: Long? = fields.number("sideSpace")

        /** In pixels, or null. */
        public val bottomSpace: Long? = fields.number("bottomSpace")
    }

    /** What a conversation can do. */
    public class Conversations internal constructor(fields: JsonObject) {
        public val enabled: Boolean = fields.flag("enabled") != false
        public val messagingEndpoint: String = fields.text("messagingEndpoint").orEmpty()

        /** Whether the guest sees that the agent types. */
        public val showAgentTyping: Boolean = fields.isOn("showAgentTypingIndicator")

        /** Whether the agent sees that the guest types. */
        public val showUserTyping: Boolean = fields.isOn("showUserTypingIndicator")

        /** Whether a new session begins with a Join, so that a bot may greet. */
        public val autoStart: Boolean = fields.at("autoStart").isOn("enabled")

        /** Whether the guest is told that the agent has left. */
        public val disconnectEnabled: Boolean = fields.at("conversationDisconnect").isOn("enabled")

        /** Whether the conversation can only be read after that. */
        public val disconnectReadOnly: Boolean = fields.at("conversationDisconnect").text("type") == "ReadOnly"

        /** Whether the guest may wipe the conversation. */
        public val clearEnabled: Boolean = fields.at("conversationClear").isOn("enabled")

        /** Whether devices are notified of messages. */
        public val notificationsEnabled: Boolean = fields.at("notifications").isOn("enabled")

        /** Whether such a notification holds the message. */
        public val notificationsWithContent: Boolean =
            fields.at("notifications").text("notificationContentType") == "IncludeMessagesContent"
        public val markdownEnabled: Boolean = fields.at("markdown").isOn("enabled")

        /** Whether bots have a name and a face. */
        public val humanizeEnabled: Boolean = fields.at("humanize").isOn("enabled")
        public val botName: String? = fields.at("humanize").at("bot").text("name")
        public val botAvatarUrl: String? = fields.at("humanize").at("bot").text("avatarUrl")

        /** How long a session lasts after its last message, in seconds, or null. */
        public val sessionDurationSeconds: Long? = fields.number("sessionDurationSeconds")
    }

    /** Which files a guest may send. The session's own limits (`SessionInfo.limits`) are newer and win. */
    public class FileUpload internal constructor(fields: JsonObject) {
        /** Null at a deployment from before this switch. */
        public val enabled: Boolean? = fields.flag("enableAttachments")
        public val modes: List<FileUploadMode> =
            fields.objects("modes").mapNotNull { mode -> mode.number("maxFileSizeKB")?.let { FileUploadMode(mode.texts("fileTypes"), it) } }
    }

    /**
     * @property fileTypes MIME types, such as `image/png`.
     * @property maxFileSizeKb in units of 1024 bytes.
     */
    public class FileUploadMode internal constructor(public val fileTypes: List<String>, public val maxFileSizeKb: Long)

    internal companion object {
        private const val BYTES_PER_KB = 1024L
        private val NOTHING = JsonObject(emptyMap())

        /** What the service says every file has, as paths (§1.10). A session needs none of them; who asks for the config does. */
        private val REQUIRED = listOf(
            "id", "version", "languages", "defaultLanguage", "apiEndpoint", "status",
            "messenger.enabled", "messenger.apps.conversations.messagingEndpoint", "messenger.styles.primaryColor",
            "messenger.launcherButton.visibility", "messenger.fileUpload", "journeyEvents.enabled", "auth.enabled",
        )

        /** The required fields that [root] lacks. */
        fun missingIn(root: JsonObject): List<String> = REQUIRED.filter { path ->
            val names = path.split('.')
            names.last() !in names.dropLast(1).fold(root) { fields, name -> fields.at(name) }
        }

        private fun JsonObject.at(name: String): JsonObject = obj(name) ?: NOTHING

        private fun JsonObject.isOn(name: String): Boolean = flag(name) == true

        private fun JsonObject.texts(name: String): List<String> = textList(name)
    }
}
