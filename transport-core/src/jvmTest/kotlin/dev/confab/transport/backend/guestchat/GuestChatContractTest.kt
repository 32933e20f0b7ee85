package dev.confab.transport.backend.guestchat

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.Transport
import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract
import io.ktor.client.HttpClient
import java.util.concurrent.ConcurrentHashMap
import dev.confab.sandbox.guestchat.GuestChatOptions as ServiceOptions

/** No exceptions. The service names the conversations, so the test remembers which one belongs to which key. */
class GuestChatContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = object : ServiceUnderTest {
        private val sandbox = Sandbox.start(
            SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .guestChat(ServiceOptions.builder().onlyKnownDeployments(true).build())
                .build(),
        )
        private val conversations = ConcurrentHashMap<String, String>()

        override fun transport(http: HttpClient): Transport = transport(http, GuestChatBench.ID)

        override fun strangerTransport(http: HttpClient): Transport = transport(http, "b0000000-0000-4000-8000-000000000002")

        override fun storedTexts(): List<String> = sandbox.messages().map { it.text() }

        override fun say(sessionKey: String, text: String) = sandbox.agentSay(conversations.getValue(sessionKey), text)

        override fun cut() {
            sandbox.dropConnections()
        }

        override fun close() = sandbox.close()

        private fun transport(http: HttpClient, deploymentId: String): Transport {
            val made = GuestChatBench.options(sandbox.url(), deploymentId).build().createTransport(http)
            return object : Transport by made {
                override suspend fun open(request: OpenRequest): Link = made.open(request).also { link ->
                    val session = checkNotNull(link.info.resumeState?.let(GuestSession::decode))
                    conversations[request.sessionKey] = session.conversationId
                }
            }
        }
    }
}
