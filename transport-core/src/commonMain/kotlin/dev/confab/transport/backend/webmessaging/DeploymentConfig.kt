package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.Capability
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.flag
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/**
 * What a deployment's public `config.json` says (protocol notes §1.10). A missing or malformed field costs only itself.
 *
 * @property active false when an administrator switched the deployment off.
 * @property autoStart whether a new session begins with a Join, so that a bot may greet.
 * @property userTyping whether the deployment wants to hear that the guest types.
 * @property clear whether the guest may wipe the conversation.
 */
internal class DeploymentConfig private constructor(
    val active: Boolean,
    val autoStart: Boolean,
    val userTyping: Boolean,
    val clear: Boolean,
) {
    /** What this deployment does not allow, and why. */
    val denied: Map<Capability, String>
        get() =
            buildMap {
                if (!userTyping) put(Capability.SEND_TYPING, "The deployment does not want to hear that the guest types.")
                if (!clear) put(Capability.CLEAR_CONVERSATION, "The deployment does not allow the guest to clear the conversation.")
            }

    companion object {
        /** Null when [json] is no config at all. */
        fun decode(json: String): DeploymentConfig? {
            val root = BoundedJson.parseObject(json) ?: return null
            val messenger: JsonObject = root.obj("messenger") ?: return null
            val conversations = messenger.obj("apps")?.obj("conversations")
            return DeploymentConfig(
                active = root.text("status") != "Inactive" && messenger.flag("enabled") != false,
                autoStart = conversations?.obj("autoStart")?.flag("enabled") == true,
                userTyping = conversations?.flag("showUserTypingIndicator") == true,
                clear = conversations?.obj("conversationClear")?.flag("enabled") == true,
            )
        }
    }
}
