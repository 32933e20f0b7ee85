package dev.confab.transport.backend.gms

import dev.confab.transport.net.BaseAddress
import kotlin.jvm.JvmStatic

/**
 * How to reach a chat service over CometD instead of polling it (protocol notes §2.1; the option `webchat.cometD` of the vendor's widgets).
 * Immutable; made by [builder] or [loopbackBuilder].
 */
public class GmsCometD private constructor(builder: Builder) {
    internal val cometUrl: BaseAddress = builder.cometUrl
    internal val apiUrl: BaseAddress = builder.api ?: builder.cometUrl.elsewhere(DEFAULT_API_PATH)

    /** The channel of the chat service, `/service/chatV2/customer-support`. */
    public val channel: String = builder.channel

    /** Whether messages travel over a WebSocket instead of long polls. */
    public val websocketEnabled: Boolean = builder.websocketEnabled

    override fun toString(): String = "GmsCometD($cometUrl, $channel, websocket=$websocketEnabled)"

    /** Builds the settings. */
    public class Builder internal constructor(
        internal val cometUrl: BaseAddress,
        private val cleartext: Boolean,
        internal val channel: String,
    ) {
        internal var api: BaseAddress? = null
        internal var websocketEnabled = false

        init {
            require(CHANNEL.matches(channel)) {
                "\"$channel\" is no channel of a chat service: it is /service/chatV2/ and the service's name, such as customer-support."
            }
        }

        /** Where files go; default: `/genesys/2/chat-ntf` at the same host. */
        public fun apiUrl(address: String): Builder = apply { api = BaseAddress.parse(address, cleartext) }

        /** Whether messages travel over a WebSocket instead of long polls; default: no. */
        public fun websocketEnabled(enabled: Boolean): Builder = apply { websocketEnabled = enabled }

        public fun build(): GmsCometD = GmsCometD(this)
    }

    public companion object {
        private const val DEFAULT_API_PATH = "/genesys/2/chat-ntf"
        private val CHANNEL = Regex("(/[A-Za-z0-9_!~()$@.-]+)+")

        /** @param cometUrl encrypted, `https://gms.example.com/genesys/cometd`. */
        @JvmStatic
        public fun builder(cometUrl: String, channel: String): Builder = Builder(BaseAddress.parse(cometUrl, false), false, channel)

        /** At this machine, such as the sandbox; cleartext is allowed. */
        @JvmStatic
        public fun loopbackBuilder(cometUrl: String, channel: String): Builder = Builder(BaseAddress.parse(cometUrl, true), true, channel)
    }
}
