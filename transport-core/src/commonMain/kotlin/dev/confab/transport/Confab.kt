package dev.confab.transport

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.CertificatePin
import dev.confab.transport.net.EngineProvider
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.TlsVersion
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.sessionEngine
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * Makes clients, and holds what they share: one HTTP client and the threads of [Dispatchers.Default]. A process needs one; thousands of
 * sessions share it without a thread of their own.
 */
public class Confab private constructor(
    private val engine: HttpClientEngine,
    settings: NetworkSettings,
    private val dispatcher: CoroutineDispatcher,
) {
    /** What all sessions share to reach the network; for what a back end offers besides its sessions. [close] closes it, and nobody else. */
    public val httpClient: HttpClient = confabHttpClient(engine, settings)
    private val environment = ClientEnvironment.system()

    /** A client for one session at the service that [options] name, with every policy at its default. */
    public fun client(options: TransportOptions): MessagingClient = client(options, MessagingClientConfig.defaults())

    /** A client for one session at the service that [options] name. */
    public fun client(options: TransportOptions, config: MessagingClientConfig): MessagingClient =
        client(options.createTransport(httpClient), config)

    /** A client over a transport of the caller's own. */
    public fun client(transport: Transport, config: MessagingClientConfig): MessagingClient = DefaultMessagingClient(
        transport,
        config,
        CoroutineScope(SupervisorJob() + dispatcher.limitedParallelism(1)),
        environment,
    )

    /**
     * Suspends until one more connection may be tried again under the budget that all clients of the process share (guarantee REL-7): for a face
     * that makes its connections itself. The clients of [client] ask by themselves.
     */
    @JvmSynthetic
    public suspend fun awaitReconnect() {
        environment.budget.await()
    }

    /** Frees the shared resources. Close the clients first: those that are still open lose their connection. */
    public fun close() {
        httpClient.close()
        engine.close()
    }

    /** Builds an instance whose ways into the network differ from the default; every setting holds for all its sessions and their files. */
    public class Builder internal constructor() {
        private var userAgent = NetworkSettings.DEFAULT_USER_AGENT
        private var minimumTls = TlsVersion.TLS_1_2
        private var proxy: String? = null
        private val pins = mutableListOf<CertificatePin>()
        private val trusted = mutableListOf<String>()
        private var engines: EngineProvider? = null

        /** What the library calls itself to servers; default `Confab`. */
        public fun userAgent(userAgent: String): Builder = apply {
            require(userAgent.isNotBlank() && userAgent.none(Char::isISOControl)) { "The user agent must be one line of text." }
            this.userAgent = userAgent
        }

        /** Refuses servers that speak nothing as new as this; default [TlsVersion.TLS_1_2]. Nothing older than that is spoken in any case. */
        public fun minimumTls(version: TlsVersion): Builder = apply { minimumTls = version }

        /**
         * Sends everything through an HTTP proxy, `http://host:port`; encrypted connections pass it as a tunnel. For a file the proxy is
         * told the address that was checked, and not the name; it gets the name only where this machine cannot look it up.
         */
        public fun proxy(address: String): Builder = apply {
            require(PROXY.matches(address)) { "\"$address\" is no HTTP proxy: give one such as http://proxy.example.com:3128." }
            proxy = address
        }

        /**
         * Believes [host] only with a certificate chain that holds this key; call it again for each further key. Name a second one that is
         * kept in reserve: a service whose key has changed is out of reach otherwise.
         *
         * @param host a host name, or `*.domain` for all hosts directly under it.
         * @param pin `sha256/` and the base64 of the SHA-256 of the certificate's SubjectPublicKeyInfo (RFC 7469 §2.4).
         */
        public fun pin(host: String, pin: String): Builder = apply { pins += CertificatePin.parse(host, pin) }

        /** Believes the certificates in [pem], besides those that the platform believes, such as the one of a company's own gateway. */
        public fun trust(pem: String): Builder = apply { trusted += pem }

        /** Takes the engines of sessions and files from [provider], which obeys the settings made here; default: those of the library. */
        public fun engines(provider: EngineProvider): Builder = apply { engines = provider }

        /** @throws IllegalArgumentException when a setting cannot be had on this platform. */
        public fun build(): Confab {
            val settings = NetworkSettings(userAgent, minimumTls, proxy, pins.toList(), trusted.toList(), engines)
            return Confab(sessionEngine(settings), settings, Dispatchers.Default)
        }

        private companion object {
            val PROXY = Regex("""http://(\[[0-9A-Fa-f:]+]|[A-Za-z0-9.-]+):\d{1,5}/?""")
        }
    }

    public companion object {
        private val sharedInstance: Confab by lazy { create() }

        /** The instance of the process; it lives as long as the process does. */
        @JvmStatic
        public fun shared(): Confab = sharedInstance

        /** An instance of the caller's own, with the default engine of the platform. */
        @JvmStatic
        public fun create(): Confab = builder().build()

        /**
         * An instance of the caller's own. [close] also closes the engine. TLS, proxy and pins are the engine's matter; it should bound the
         * frames of a WebSocket, as CIO does. One that lets nobody set queues, pings and the size of frames, such as OkHttp, opens none: it
         * comes by [Builder.engines]. Files travel to addresses that servers name, by an engine of the platform with its defaults, because no
         * engine of another's can be told to connect to the address that was checked: they know nothing of [engine]'s settings.
         */
        @JvmStatic
        public fun create(engine: HttpClientEngine): Confab = Confab(engine, NetworkSettings.DEFAULT, Dispatchers.Default)

        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
