package dev.confab.transport.backend.nexus

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.backend.Transport
import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract
import io.ktor.client.HttpClient

class NexusContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = object : ServiceUnderTest {
        private val sandbox = Sandbox.start(
            SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .messagesPerSecond(0)
                .nexus(dev.confab.sandbox.nexus.NexusOptions.builder().endpoints("chat").build())
                .build(),
        )
        private val chat = NexusChat.create()

        override fun transport(http: HttpClient): Transport = transport(http, "chat")

        override fun strangerTransport(http: HttpClient): Transport = transport(http, "unknown")

        override fun storedTexts(): List<String> = sandbox.messages().map { it.text() }

        /** A session is named by the service here, not by the key of the client. */
        override fun say(sessionKey: String, text: String) = sandbox.agentSay(checkNotNull(chat.sessionData).sessionId, text)

        /** There is no connection to cut: nothing is answered any more. */
        override fun cut() {
            sandbox.faults().add(CallFault.Fail("getMessages", 503, "DOWN", 0), FaultScope.always())
        }

        override fun close() = sandbox.close()

        private fun transport(http: HttpClient, endpoint: String) = NexusOptions.builder(endpoint)
            .loopbackDataUrl("${sandbox.url()}/nexus/v3/chat/sessions")
            .apiKey("key")
            .guest(NexusGuest.builder().nickname("Mira").build())
            .pollIntervalMillis(POLL_MILLIS)
            .build()
            .withChat(chat)
            .createTransport(http)
    }

    private companion object {
        const val POLL_MILLIS = 20L
    }
}
