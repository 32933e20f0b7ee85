package dev.confab.transport.backend.webmessaging

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.transport.backend.Transport
import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract
import io.ktor.client.HttpClient

class WebMessagingContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = object : ServiceUnderTest {
        private val sandbox = Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).messagesPerSecond(0).build())

        override fun transport(http: HttpClient): Transport = transport(http, "a0000000-0000-4000-8000-000000000001")

        override fun strangerTransport(http: HttpClient): Transport = transport(http, "b0000000-0000-4000-8000-000000000002")

        override fun storedTexts(): List<String> = sandbox.messages().map { it.text() }

        override fun say(sessionKey: String, text: String) = sandbox.agentSay(sessionKey, text)

        override fun cut() {
            sandbox.dropConnections()
        }

        override fun close() = sandbox.close()

        private fun transport(http: HttpClient, deploymentId: String) =
            WebMessagingOptions.builder(deploymentId).loopbackEndpoint(sandbox.url()).build().createTransport(http)
    }
}
