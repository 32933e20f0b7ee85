package dev.confab.transport

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlin.jvm.JvmStatic

/**
 * Makes clients, and holds what they share: one HTTP client and the threads of [Dispatchers.Default]. A process needs one; thousands of
 * sessions share it without a thread of their own.
 */
public class Confab private constructor(private val engine: HttpClientEngine, private val dispatcher: CoroutineDispatcher) {
    private val http: HttpClient = confabHttpClient(engine)
    private val environment = ClientEnvironment.system()

    /** A client for one session at the service that [options] name, with every policy at its default. */
    public fun client(options: TransportOptions): MessagingClient = client(options, MessagingClientConfig.defaults())

    /** A client for one session at the service that [options] name. */
    public fun client(options: TransportOptions, config: MessagingClientConfig): MessagingClient =
        client(options.createTransport(http), config)

    /** A client over a transport of the caller's own. */
    public fun client(transport: Transport, config: MessagingClientConfig): MessagingClient = DefaultMessagingClient(
        transport,
        config,
        CoroutineScope(SupervisorJob() + dispatcher.limitedParallelism(1)),
        environment,
    )

    /** Frees the shared resources. Close the clients first: those that are still open lose their connection. */
    public fun close() {
        http.close()
        engine.close()
    }

    public companion object {
        private val sharedInstance: Confab by lazy { create(defaultEngine()) }

        /** The instance of the process; it lives as long as the process does. */
        @JvmStatic
        public fun shared(): Confab = sharedInstance

        /** An instance of the caller's own, with the default engine of the platform. */
        @JvmStatic
        public fun create(): Confab = create(defaultEngine())

        /** An instance of the caller's own. [close] also closes the engine. */
        @JvmStatic
        public fun create(engine: HttpClientEngine): Confab = Confab(engine, Dispatchers.Default)
    }
}
