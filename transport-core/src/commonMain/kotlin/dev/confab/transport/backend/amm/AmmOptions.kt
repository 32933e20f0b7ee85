package dev.confab.transport.backend.amm

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.TransferRule
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic

/**
 * How to reach a server of Avaya Multimedia Messaging, and as whom (protocol notes §A.1). Immutable; made by [builder].
 *
 * Needs where the server is ([Builder.server], [Builder.endpoint] or [Builder.loopbackEndpoint]) and who the user is ([Builder.credentials]).
 */
public class AmmOptions private constructor(private val builder: Builder, internal val endpoint: Endpoint) : TransportOptions {
    /** Says who the user is. */
    public val credentials: CredentialProvider = checkNotNull(builder.credentials)

    /** Whether the messaging service is wanted at all. */
    public val enabled: Boolean = builder.enabled

    /** Accepted, and without an effect: the vendor's own client does not read it either (§A.1.2). */
    public val allowPrevalidation: Boolean = builder.allowPrevalidation

    /** How often the service is asked for news, in minutes; 0: it tells them itself; [MANUAL_REFRESH]: only on demand. */
    public val pollIntervalMinutes: Int = builder.pollIntervalMinutes

    /** The newest dialect that is spoken. */
    public val newestFlavour: AmmFlavour = builder.newestFlavour

    /** The conversation that `client.conversation` is, or null: then every call names its conversation. */
    public val mainConversation: AmmMainConversation? = builder.mainConversation

    internal val isManual: Boolean = pollIntervalMinutes == MANUAL_REFRESH
    internal val pollIntervalMillis: Long? =
        builder.pollIntervalMillis ?: (pollIntervalMinutes * MINUTE).takeIf { it > 0 && !isManual }
    internal val hasChannel: Boolean get() = pollIntervalMillis == null && !isManual
    internal val timers: AmmTimers = builder.timers
    internal val maxConnectionErrors: Int = builder.maxConnectionErrors
    internal val screensAddresses: Boolean = builder.screensAddresses
    internal val linkHosts: List<String> = builder.linkHosts
    internal val featuresListener: AmmFeaturesListener? = builder.featuresListener
    internal val privateLinkAddresses: Boolean = builder.privateLinkAddresses

    /** @throws IllegalArgumentException when the service is not [enabled]. */
    override fun createTransport(http: HttpClient): Transport {
        require(enabled) { "The messaging service is switched off in these options: call enabled(true)." }
        return AmmTransport(this, http)
    }

    /** Without the user. */
    override fun toString(): String = "AmmOptions($endpoint, pollIntervalMinutes=$pollIntervalMinutes)"

    /** Builds options. Every setter refuses what cannot work with an [IllegalArgumentException] that names the way out. */
    public class Builder internal constructor() {
        private var endpoint: Endpoint? = null
        internal var credentials: CredentialProvider? = null
        internal var enabled: Boolean = true
        internal var allowPrevalidation: Boolean = false
        internal var pollIntervalMinutes: Int = 0
        internal var pollIntervalMillis: Long? = null
        internal var newestFlavour: AmmFlavour = AmmFlavour.V3_2
        internal var mainConversation: AmmMainConversation? = null
        internal var timers: AmmTimers = AmmTimers()
        internal var maxConnectionErrors: Int = DEFAULT_CONNECTION_ERRORS
        internal var screensAddresses: Boolean = true
        internal var linkHosts: List<String> = emptyList()
        internal var featuresListener: AmmFeaturesListener? = null
        internal var privateLinkAddresses: Boolean = false

        /** The server, encrypted; the usual port is 8443. */
        public fun server(hostName: String, port: Int): Builder = server(hostName, port, isSecure = true)

        /** @param isSecure false only for a server on this machine, such as the sandbox. */
        public fun server(hostName: String, port: Int, isSecure: Boolean): Builder = apply {
            require(port in 1..MAX_PORT) { "$port is no port: the usual one of this service is 8443." }
            val host = if (':' in hostName && !hostName.startsWith("[")) "[$hostName]" else hostName
            endpoint = Endpoint.parse((if (isSecure) "https" else "http") + "://$host:$port", cleartextLoopback = true)
        }

        /** The server, encrypted: `https://amm.example.com:8443`. */
        public fun endpoint(address: String): Builder = apply { endpoint = Endpoint.parse(address, cleartextLoopback = false) }

        /** A server on this machine, such as the sandbox: `http://127.0.0.1:8088`; cleartext is allowed. */
        public fun loopbackEndpoint(address: String): Builder = apply { endpoint = Endpoint.parse(address, cleartextLoopback = true) }

        /** Who the user is. */
        public fun credentials(provider: CredentialProvider): Builder = apply { credentials = provider }

        /** Who the user is, once and for all. */
        public fun credentials(userName: String, password: String): Builder = credentials(CredentialProvider.password(userName, password))

        /** Default true. */
        public fun enabled(enabled: Boolean): Builder = apply { this.enabled = enabled }

        /** Accepted for the sake of those who have it in their configuration; it does nothing (§A.1.2). */
        public fun allowPrevalidation(allowed: Boolean): Builder = apply { allowPrevalidation = allowed }

        /**
         * How often the service is asked for news; default 0: it tells them itself, over a channel that also carries typing. With an interval there
         * is no such channel. [MANUAL_REFRESH] is the vendor's manual mode (§A.1.2): after the first list the service is asked when the
         * application checks its health, when something is sent or changed here, and after each reconnect.
         */
        public fun pollIntervalMinutes(minutes: Int): Builder = apply {
            require(minutes in 0..MAX_MINUTES || minutes == MANUAL_REFRESH) {
                "The poll interval is 0 (the service tells) to $MAX_MINUTES minutes, or $MANUAL_REFRESH (only on demand), but is $minutes."
            }
            pollIntervalMinutes = minutes
        }

        /** For tests, which do not wait for minutes. */
        internal fun pollIntervalMillis(millis: Long): Builder = apply { pollIntervalMillis = millis }

        /** Speaks no newer dialect than this, for servers that say more than they can; default [AmmFlavour.V3_2]. */
        public fun newestFlavour(flavour: AmmFlavour): Builder = apply { newestFlavour = flavour }

        /**
         * The conversation that `client.conversation`, `send(text)` and the other verbs without a conversation mean. It is begun with the first
         * message; default: there is none.
         */
        public fun mainConversation(subject: String?, participantAddresses: List<String>): Builder = apply {
            require(participantAddresses.isNotEmpty()) { "The main conversation needs somebody to talk to: name an address." }
            mainConversation = AmmMainConversation(subject, participantAddresses)
        }

        /** When a silent channel is taken for dead; default: 15 000 ms after a ping, which is sent every 30 000 ms (§B.8.4, guarantee REL-8). */
        public fun ping(intervalMillis: Long, graceMillis: Long): Builder = apply {
            require(intervalMillis > 0) { "The ping interval must be positive, but is $intervalMillis ms." }
            require(graceMillis > 0) { "The grace after a ping must be positive, but is $graceMillis ms." }
            timers = timers.copy(pingMillis = intervalMillis, pongMillis = graceMillis)
        }

        /** When an event stream without a sign of life is taken for dead; default 65 000 ms (§B.8.4). */
        public fun streamSilence(millis: Long): Builder = apply {
            require(millis > 0) { "The time of silence must be positive, but is $millis ms." }
            timers = timers.copy(silenceMillis = millis)
        }

        /**
         * How long a channel may take for its first frame until the next kind of channel is tried; default 10 000 ms, and never more than a third of
         * the time that an attempt to connect has (`ReconnectPolicy.openTimeoutMillis`): else a channel that stands and says nothing would leave
         * none for the others (§B.8.1). The vendor's client waits for 30 s (§B.8.2), and has nothing after that.
         */
        public fun helloTimeout(millis: Long): Builder = apply {
            require(millis > 0) { "The time for the first frame must be positive, but is $millis ms." }
            timers = timers.copy(helloMillis = millis)
        }

        /** How long an answer is waited for; default 30 000 ms (§B.2). A message with files has no such limit, as long as something moves. */
        public fun requestTimeout(millis: Long): Builder = apply {
            require(millis > 0) { "The request timeout must be positive, but is $millis ms." }
            timers = timers.copy(requestMillis = millis)
        }

        /** How long marks of read messages are collected for one request; default 2 000 ms (§B.7). */
        public fun readDebounce(millis: Long): Builder = apply {
            require(millis >= 0) { "The time for collecting must not be negative, but is $millis ms." }
            timers = timers.copy(readMillis = millis)
        }

        /** How long a provider may take for an answer, as people type slowly; default ten minutes. */
        public fun credentialTimeout(millis: Long): Builder = apply {
            require(millis > 0) { "The time for an answer must be positive, but is $millis ms." }
            timers = timers.copy(credentialMillis = millis)
        }

        /** How often one request is made when the service asks to come back later (§B.10); default 5. */
        public fun maxConnectionErrorCount(count: Int): Builder = apply {
            require(count >= 1) { "A request is made at least once: give 1 or more, not $count." }
            maxConnectionErrors = count
        }

        /** Tells what the server can do and how much it takes, at each connection; default: nobody. */
        public fun featuresListener(listener: AmmFeaturesListener): Builder = apply { featuresListener = listener }

        /**
         * Whether addresses whose domain the service does not route are told invalid without asking it; default: yes (§B.9).
         */
        public fun screenAddresses(enabled: Boolean): Builder = apply { screensAddresses = enabled }

        /**
         * Further hosts at which the links of the service may be: `files.example.com`, `*.example.com` for all below it, or `files.example.com:8443`
         * with a port. Without this it is the host of the server (guarantee SEC-2). They get the user's credentials.
         */
        public fun linkHosts(hosts: List<String>): Builder = apply {
            linkHosts = hosts.map { TransferRule.host(it.substringBefore(':')) + if (':' in it) ":" + port(it) else "" }
        }

        private fun port(host: String): Int {
            val port = host.substringAfter(':').toIntOrNull()
            require(port != null && port in 1..MAX_PORT && !host.startsWith("*")) { "\"$host\" is no host with a port." }
            return port
        }

        /** Whether those hosts may lead to private networks and to this machine; default: no. */
        public fun privateLinkAddresses(allowed: Boolean): Builder = apply { privateLinkAddresses = allowed }

        public fun build(): AmmOptions {
            requireNotNull(credentials) { "Say who the user is: call credentials(\"name\", \"password\") or credentials(provider)." }
            val reached = requireNotNull(endpoint) {
                "Say where the server is: call server(\"amm.example.com\", 8443), endpoint(…) or loopbackEndpoint(…)."
            }
            return AmmOptions(this, reached)
        }
    }

    public companion object {
        /** The refresh mode "manual", where minutes stand else. */
        public const val MANUAL_REFRESH: Int = 1_000

        private const val MINUTE = 60_000L
        private const val MAX_MINUTES = 60
        private const val MAX_PORT = 65_535
        private const val DEFAULT_CONNECTION_ERRORS = 5

        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * The conversation that the verbs without a conversation mean.
 *
 * @property subject shown to everybody, or null.
 * @property participantAddresses who is in it besides the user.
 */
public class AmmMainConversation internal constructor(public val subject: String?, participantAddresses: List<String>) {
    public val participantAddresses: List<String> = participantAddresses.toList()

    /** Without subject and addresses. */
    override fun toString(): String = "AmmMainConversation(${participantAddresses.size} participants)"
}

/** In milliseconds; the defaults are those of §B.8.4, §B.7 and §B.2, but for the first frame of a channel, see [AmmOptions.Builder.helloTimeout]. */
internal data class AmmTimers(
    val pingMillis: Long = 30_000,
    val pongMillis: Long = 15_000,
    val silenceMillis: Long = 65_000,
    val helloMillis: Long = 10_000,
    val requestMillis: Long = 30_000,
    val readMillis: Long = 2_000,
    val credentialMillis: Long = 600_000,
    val typingEveryMillis: Long = 5_000,
    val typingPauseMillis: Long = 15_000,
    val composingMillis: Long = 60_000,
)
