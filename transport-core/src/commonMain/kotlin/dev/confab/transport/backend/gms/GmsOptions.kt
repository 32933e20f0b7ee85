package dev.confab.transport.backend.gms

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.BaseAddress
import io.ktor.client.HttpClient
import kotlin.io.encoding.Base64
import kotlin.jvm.JvmStatic

/**
 * How to reach a chat service of Genesys Engage, version 2 (protocol notes §1, §2, §4.1). Immutable; made by [builder].
 *
 * Needs exactly one of [Builder.dataUrl], [Builder.loopbackDataUrl] and [Builder.cometD], and a [Builder.guest] with a name.
 */
public class GmsOptions private constructor(private val builder: Builder, internal val chat: GmsChat?) : TransportOptions {
    internal val address: BaseAddress? = builder.address()

    /** The settings of the CometD mode; null: the service is polled. */
    public val cometD: GmsCometD? = builder.cometD

    /** Who the guest is, unless [GmsChat.nextGuest] says otherwise. */
    public val guest: GmsGuest = builder.guest

    /** Facts that go with every new chat; those of the guest win where both name the same. */
    public val userData: Map<String, String> = builder.userData.toMap()

    /** How long an answer of the service is waited for, in milliseconds. */
    public val ajaxTimeoutMillis: Long = builder.ajaxTimeoutMillis

    /** How often the service is polled, in milliseconds. */
    public val pollIntervalMillis: Long = builder.pollIntervalMillis

    /** So many polls in a row may fail before the connection counts as lost. */
    public val pollExceptionLimit: Int = builder.pollExceptionLimit

    /** How long after it was left a chat may be restored, in milliseconds; for faces that restore, see [Builder.restoreTimeoutMillis]. */
    public val restoreTimeoutMillis: Long = builder.restoreTimeoutMillis

    /** Whether cookies of the service, such as those of a load balancer, are kept for the session and sent back. */
    public val withCredentials: Boolean = builder.withCredentials

    /** The device to notify in the background, or null. */
    public val push: GmsPush? = builder.push

    /** What goes with every request. Secrets. */
    internal val headers: Map<String, String> = builder.headers.toMap()

    internal val backend: String get() = if (cometD == null) "gms" else "gms-cometd"

    /** Where the service is, for messages. */
    internal val where: String get() = (address ?: cometD?.cometUrl).toString()

    /** The same, with operations that the neutral client has no verb for, by [chat], which is made of these options. */
    public fun withChat(chat: GmsChat): GmsOptions = GmsOptions(builder, chat)

    override fun createTransport(http: HttpClient): Transport = GmsTransport(this, http)

    /** Without headers, which are secrets, and without the guest. */
    override fun toString(): String = "GmsOptions($where)"

    /** Builds options. Every setter refuses what cannot work with an [IllegalArgumentException] that names the way out. */
    public class Builder internal constructor() {
        private var dataAddress: BaseAddress? = null
        private var endpoint: String? = null
        internal var cometD: GmsCometD? = null
        internal var guest: GmsGuest = GmsGuest.builder().build()
        internal val userData = LinkedHashMap<String, String>()
        internal val headers = LinkedHashMap<String, String>()
        internal var ajaxTimeoutMillis = DEFAULT_AJAX_TIMEOUT_MILLIS
        internal var pollIntervalMillis = DEFAULT_POLL_INTERVAL_MILLIS
        internal var pollExceptionLimit = DEFAULT_POLL_EXCEPTION_LIMIT
        internal var restoreTimeoutMillis = DEFAULT_RESTORE_TIMEOUT_MILLIS
        internal var withCredentials = false
        internal var push: GmsPush? = null

        internal fun address(): BaseAddress? = dataAddress?.let { base -> endpoint?.let(base::below) ?: base }

        /** The address of the chat service, encrypted: `https://gms.example.com/genesys/2/chat/customer-support`. */
        public fun dataUrl(address: String): Builder = apply { dataAddress = BaseAddress.parse(address, cleartextLoopback = false) }

        /** The address of a chat service on this machine, such as the sandbox; cleartext is allowed. */
        public fun loopbackDataUrl(address: String): Builder = apply { dataAddress = BaseAddress.parse(address, cleartextLoopback = true) }

        /** Uses CometD instead of polling; a data URL is ignored then, as by the vendor's widgets. */
        public fun cometD(settings: GmsCometD): Builder = apply { cometD = settings }

        /**
         * The chat service to begin chats at, where the data URL does not name one, as with the vendor's proxy
         * (`https://proxy/gms-chat/2/chat`): it becomes the last part of the path.
         */
        public fun endpoint(name: String): Builder = apply {
            require(name.isNotBlank() && '/' !in name) { "The endpoint is the name of one chat service, such as customer-support." }
            endpoint = name
        }

        /** The key that the vendor's proxy wants, as the header `apikey`; polling mode only. A secret. */
        public fun apiKey(key: String): Builder = header("apikey", key)

        /** A header for every request, such as an authorization of your own (`enableCustomHeader` of the vendor's widgets). */
        public fun header(name: String, value: String): Builder = apply {
            require(HEADER_NAME.matches(name)) { "\"$name\" is no name of a header." }
            require(name.lowercase() !in OURS) { "The header \"$name\" is written by the connection itself: leave it out." }
            require(value.none { it.isISOControl() }) { "The value of the header \"$name\" holds a control character." }
            headers[name] = value
        }

        /** User and password of the service (Basic), where it is configured so. Secrets. */
        public fun basicAuth(user: String, password: String): Builder {
            require(':' !in user) { "A user name holds no colon: it ends the name in the header." }
            return header("Authorization", "Basic " + Base64.encode("$user:$password".encodeToByteArray()))
        }

        /** Who the guest is. */
        public fun guest(guest: GmsGuest): Builder = apply { this.guest = guest }

        /** Facts that go with every new chat. */
        public fun userData(values: Map<String, String>): Builder =
            apply { userData.putAll(GmsGuest.builder().userData(values).build().userData) }

        /** How long an answer is waited for; default 3 000 ms. Files have no such limit while they move. */
        public fun ajaxTimeoutMillis(millis: Long): Builder = apply {
            require(millis > 0) { "The timeout must be positive, but is $millis ms." }
            ajaxTimeoutMillis = millis
        }

        /** How often the service is polled; default 3 500 ms. The service removes guests that do not poll for 45 s. */
        public fun pollIntervalMillis(millis: Long): Builder = apply {
            require(millis in 1..MAX_POLL_INTERVAL_MILLIS) {
                "The poll interval must be between 1 and $MAX_POLL_INTERVAL_MILLIS ms, but is $millis ms: the service removes guests after 45 s."
            }
            pollIntervalMillis = millis
        }

        /** So many polls in a row may fail before the connection counts as lost and is made anew; default 5. */
        public fun pollExceptionLimit(limit: Int): Builder = apply {
            require(limit >= 1) { "The limit of failed polls must be at least 1, but is $limit." }
            pollExceptionLimit = limit
        }

        /**
         * How long after it was left a chat may be restored; default 60 000 ms. A `MessagingClient` does not ask it: it resumes a chat as long
         * as the service knows it.
         */
        public fun restoreTimeoutMillis(millis: Long): Builder = apply {
            require(millis >= 0) { "The restore timeout must not be negative, but is $millis ms." }
            restoreTimeoutMillis = millis
        }

        /** Whether cookies of the service are kept for the session and sent back; default: no. CometD keeps its own in any case. */
        public fun withCredentials(enabled: Boolean): Builder = apply { withCredentials = enabled }

        /** The device to notify in the background; CometD mode only. */
        public fun push(device: GmsPush): Builder = apply { push = device }

        public fun build(): GmsOptions {
            require(dataAddress != null || cometD != null) {
                "Say where the chat service is: call dataUrl(\"https://…/genesys/2/chat/customer-support\"), loopbackDataUrl(…) or cometD(…)."
            }
            require(push == null || cometD != null) { "Notifications need the CometD mode: call cometD(…), or leave push(…) out." }
            return GmsOptions(this, chat = null)
        }
    }

    public companion object {
        private const val DEFAULT_AJAX_TIMEOUT_MILLIS = 3_000L
        private const val DEFAULT_POLL_INTERVAL_MILLIS = 3_500L
        private const val MAX_POLL_INTERVAL_MILLIS = 40_000L
        private const val DEFAULT_POLL_EXCEPTION_LIMIT = 5
        private const val DEFAULT_RESTORE_TIMEOUT_MILLIS = 60_000L
        private val HEADER_NAME = Regex("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
        private val OURS =
            setOf("host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "cookie", "expect", "te")

        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
