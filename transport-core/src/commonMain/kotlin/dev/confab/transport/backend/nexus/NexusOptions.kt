package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.model.ExperimentalConfabApi
import dev.confab.transport.net.BaseAddress
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic

/**
 * How to reach a chat endpoint of Genesys Multicloud CX, version 3 (`pureengage-v3-rest`; protocol notes §3.2, §4.1). Immutable; made by
 * [builder].
 *
 * Needs exactly one of [Builder.dataUrl] and [Builder.loopbackDataUrl], an endpoint and an API key. Publicly known are beginning a session,
 * reading and sending; the rest is our proposal and switched off: see [Builder.proposedOperations].
 */
public class NexusOptions private constructor(private val builder: Builder, internal val chat: NexusChat?) : TransportOptions {
    internal val address: BaseAddress = requireNotNull(builder.address) { "The builder sees to it." }

    /** The name of the chat endpoint. */
    public val endpoint: String = builder.endpoint

    /** `live`, `uat` or `dev`; null: not said. */
    public val stream: String? = builder.stream

    /** Who the guest is, unless [NexusChat.nextGuest] says otherwise. */
    public val guest: NexusGuest = builder.guest

    /** Facts that go with every new session. */
    public val userData: Map<String, String> = builder.userData.toMap()

    /** How long an answer of the service is waited for, in milliseconds. */
    public val ajaxTimeoutMillis: Long = builder.ajaxTimeoutMillis

    /** How often the service is asked for news, in milliseconds. */
    public val pollIntervalMillis: Long = builder.pollIntervalMillis

    /** So many of them in a row may fail before the connection counts as lost. */
    public val pollExceptionLimit: Int = builder.pollExceptionLimit

    /** Where the session of the asynchronous mode is kept; null: the mode is off. */
    public val async: NexusSessionStore? = builder.async

    /** Whether what we propose is used, see [Builder.proposedOperations]. */
    internal val proposed: Boolean = builder.proposed

    /** What goes with every request. Secrets. */
    internal val headers: Map<String, String> = builder.headers.toMap()

    /** The same, with what the neutral client has no verb for, by [chat]. */
    public fun withChat(chat: NexusChat): NexusOptions = NexusOptions(builder, chat)

    override fun createTransport(http: HttpClient): Transport = NexusTransport(this, http)

    /** Without headers, which are secrets, and without the guest. */
    override fun toString(): String = "NexusOptions($address, endpoint=$endpoint)"

    /** Builds options. Every setter refuses what cannot work with an [IllegalArgumentException] that names the way out. */
    public class Builder internal constructor(internal val endpoint: String) {
        internal var address: BaseAddress? = null
        internal var stream: String? = null
        internal var guest: NexusGuest = NexusGuest.builder().build()
        internal val userData = LinkedHashMap<String, String>()
        internal val headers = LinkedHashMap<String, String>()
        internal var ajaxTimeoutMillis = DEFAULT_AJAX_TIMEOUT_MILLIS
        internal var pollIntervalMillis = DEFAULT_POLL_INTERVAL_MILLIS
        internal var pollExceptionLimit = DEFAULT_POLL_EXCEPTION_LIMIT
        internal var async: NexusSessionStore? = null
        internal var proposed = false

        init {
            require(endpoint.isNotBlank()) { "The endpoint must not be blank: it is the name of the chat endpoint at the service." }
        }

        /** The address of the sessions, encrypted: `https://nexus.example.com/nexus/v3/chat/sessions`. */
        public fun dataUrl(address: String): Builder = apply { this.address = BaseAddress.parse(address, cleartextLoopback = false) }

        /** The same on this machine, such as the sandbox; cleartext is allowed. */
        public fun loopbackDataUrl(address: String): Builder = apply { this.address = BaseAddress.parse(address, cleartextLoopback = true) }

        /** The API key of the contact center, as the header `x-api-key`. A secret. */
        public fun apiKey(key: String): Builder = header(API_KEY, key)

        /** A header for every request. */
        public fun header(name: String, value: String): Builder = apply {
            require(HEADER_NAME.matches(name)) { "\"$name\" is no name of a header." }
            require(name.lowercase() !in OURS) { "The header \"$name\" is written by the connection itself: leave it out." }
            require(value.isNotBlank() && value.none { it.isISOControl() }) {
                "The value of the header \"$name\" is blank or holds a control character."
            }
            headers[name.lowercase()] = value
        }

        /** `live`, `uat` or `dev`: which version of the endpoint is meant; default: not said. */
        public fun stream(name: String): Builder = apply {
            require(name in STREAMS) { "\"$name\" is no stream: it is one of ${STREAMS.joinToString()}." }
            stream = name
        }

        /** Who the guest is. */
        public fun guest(guest: NexusGuest): Builder = apply { this.guest = guest }

        /** Facts that go with every new session. */
        public fun userData(values: Map<String, String>): Builder = apply {
            require(values.keys.none { it.isBlank() || '[' in it || ']' in it }) {
                "A name of user data must not be blank and must hold no brackets: they make its name in the form."
            }
            userData.putAll(values)
        }

        /** How long an answer is waited for; default 3 000 ms. */
        public fun ajaxTimeoutMillis(millis: Long): Builder = apply {
            require(millis > 0) { "The timeout must be positive, but is $millis ms." }
            ajaxTimeoutMillis = millis
        }

        /** How often the service is asked for news; default 3 500 ms. */
        public fun pollIntervalMillis(millis: Long): Builder = apply {
            require(millis > 0) { "The poll interval must be positive, but is $millis ms." }
            pollIntervalMillis = millis
        }

        /** So many polls in a row may fail before the connection counts as lost and is made anew; default 5. */
        public fun pollExceptionLimit(limit: Int): Builder = apply {
            require(limit >= 1) { "The limit of failed polls must be at least 1, but is $limit." }
            pollExceptionLimit = limit
        }

        /** The asynchronous mode: the session lives on without end, and is kept in [store]; default: off. */
        public fun async(store: NexusSessionStore): Builder = apply { async = store }

        /**
         * Whether operations are used that no public document confirms: typing, leaving, files, reading in pieces (protocol notes §3.4). Default:
         * no. The sandbox has them.
         */
        @ExperimentalConfabApi
        public fun proposedOperations(enabled: Boolean): Builder = apply { proposed = enabled }

        public fun build(): NexusOptions {
            requireNotNull(address) {
                "Say where the sessions are: call dataUrl(\"https://…/nexus/v3/chat/sessions\") or loopbackDataUrl(…)."
            }
            require(API_KEY in headers) { "The service wants the API key of the contact center: call apiKey(…)." }
            return NexusOptions(this, chat = null)
        }
    }

    public companion object {
        private const val API_KEY = "x-api-key"
        private const val DEFAULT_AJAX_TIMEOUT_MILLIS = 3_000L
        private const val DEFAULT_POLL_INTERVAL_MILLIS = 3_500L
        private const val DEFAULT_POLL_EXCEPTION_LIMIT = 5
        private val STREAMS = listOf("live", "uat", "dev")
        private val HEADER_NAME = Regex("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
        private val OURS = setOf(
            "host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "cookie", "expect", "te",
            "x-nexus-client-key",
        )

        /** @param endpoint the name of the chat endpoint (`transport.endpoint` of the vendor's widgets). */
        @JvmStatic
        public fun builder(endpoint: String): Builder = Builder(endpoint)
    }
}
