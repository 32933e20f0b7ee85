package dev.confab.transport.backend.gms

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.backend.Transport
import dev.confab.transport.testing.ServiceUnderTest
import io.ktor.client.HttpClient

/** The sandbox's chat service, over the wire that [options] choose. */
internal class GmsService(private val cut: (Sandbox) -> Unit, private val options: (url: String, service: String) -> GmsOptions.Builder) :
    ServiceUnderTest {
    private val sandbox = Sandbox.start(
        SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .gms(dev.confab.sandbox.gms.GmsOptions.builder().services(SERVICE).build())
            .build(),
    )
    private val chat = GmsChat.create()

    override fun transport(http: HttpClient): Transport = transport(http, SERVICE)

    override fun strangerTransport(http: HttpClient): Transport = transport(http, "nobody")

    override fun storedTexts(): List<String> = sandbox.messages().map { it.text() }

    /** A chat is named by the service here, not by the key of the client. */
    override fun say(sessionKey: String, text: String) = sandbox.agentSay(checkNotNull(chat.session).chatId, text)

    override fun cut() = cut(sandbox)

    override fun close() = sandbox.close()

    private fun transport(http: HttpClient, service: String): Transport =
        options(sandbox.url(), service).guest(GUEST).build().withChat(chat).createTransport(http)

    companion object {
        const val SERVICE = "customer-support"
        val GUEST: GmsGuest = GmsGuest.builder().nickname("Mira").build()

        fun polled(url: String, service: String): GmsOptions.Builder =
            GmsOptions.builder().loopbackDataUrl("$url/genesys/2/chat/$service").pollIntervalMillis(20)

        fun pushed(url: String, service: String, websocket: Boolean): GmsOptions.Builder = GmsOptions.builder()
            .cometD(GmsCometD.loopbackBuilder("$url/genesys/cometd", "/service/chatV2/$service").websocketEnabled(websocket).build())
            .pollExceptionLimit(2)

        /** There is no one connection to cut: nothing is answered any more. */
        fun silence(operation: String): (Sandbox) -> Unit = { sandbox ->
            sandbox.faults().add(CallFault.Fail(operation, 503, "DOWN", 0), FaultScope.always())
            // A request that is held back fails, too.
            sandbox.dropConnections()
        }
    }
}
