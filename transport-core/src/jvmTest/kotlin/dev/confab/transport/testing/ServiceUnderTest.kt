package dev.confab.transport.testing

import dev.confab.transport.backend.Transport
import dev.confab.transport.model.NewConversation
import io.ktor.client.HttpClient

/** What [TransportContract] needs of the service behind a transport: usually the sandbox, on a port of its own. */
interface ServiceUnderTest : AutoCloseable {
    fun transport(http: HttpClient): Transport

    /** A transport for a deployment that the service does not know. */
    fun strangerTransport(http: HttpClient): Transport

    /** What a transport with many conversations begins one with; null for those with a single one. */
    val opening: NewConversation? get() = null

    /** The texts that the service stored from guests, in order. */
    fun storedTexts(): List<String>

    /** An agent writes into the session. */
    fun say(sessionKey: String, text: String)

    /** Cuts every connection without a close. */
    fun cut()
}
