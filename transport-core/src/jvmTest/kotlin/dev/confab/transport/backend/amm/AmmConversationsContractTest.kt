package dev.confab.transport.backend.amm

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.amm.AmmLimits
import dev.confab.sandbox.fault.CallFault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.transport.backend.Transport
import dev.confab.transport.net.FakeTransferNetwork
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import dev.confab.transport.testing.ConversationsUnderTest
import dev.confab.transport.testing.MultiConversationContract
import io.ktor.client.HttpClient
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import dev.confab.sandbox.Scenario as Agents
import dev.confab.sandbox.amm.AmmOptions as ServiceOptions

/** Many conversations at the sandbox, whose pages are short so that gaps come about. The service is looked at as Alice on another device. */
class AmmConversationsContractTest : MultiConversationContract() {
    override fun startService(): ConversationsUnderTest = Service()

    private class Service : ConversationsUnderTest {
        private val sandbox = Sandbox.start(
            SandboxOptions.builder()
                .scenario(Agents.SILENT)
                .messagesPerSecond(0)
                .amm(ServiceOptions.builder().limits(AmmLimits.DEFAULT.withPages(PAGE, 50, 100)).build())
                .build(),
        )
        private val engine = defaultEngine(NetworkSettings.DEFAULT)
        private val http = confabHttpClient(engine, NetworkSettings("test"))
        private val device: AmmCalls by lazy { runBlocking { device() } }
        private val known = LinkedHashSet<String>()

        override val partner: String get() = AmmService.PARTNER
        override val other: String get() = "carol@example.com"
        override val nobody: String get() = "nobody@example.com"

        /** Whoever has left sees nothing of it any more (protocol notes §B.11). */
        override val findsLeft: Boolean get() = false

        private suspend fun device(): AmmCalls {
            val options = AmmService.options(sandbox.url()).build()
            val user = AmmHttp(options, http, AmmCredentials(options.credentials, options.endpoint.host, 1_000))
            val origins = AmmOrigins(options.endpoint, emptyList(), false, FakeTransferNetwork { error("Nothing is fetched there.") })
            return AmmCalls(user, AmmDiscovery(options, origins).discover(user), options.endpoint, 10_000)
        }

        private fun active(): List<AmmConversation> = runBlocking { device.list(AmmCalls.Filter()).list.conversations }.onEach {
            known +=
                it.id
        }

        override fun transport(http: HttpClient): Transport = AmmService.options(sandbox.url()).build().createTransport(http)

        override fun conversations(): List<String> = active().let { known.toList() }

        override fun storedTexts(conversation: String): List<String> = runBlocking {
            val entries = ArrayList<AmmMessage>()
            do {
                val page = device.page(conversation, PAGE, beforeId = entries.lastOrNull()?.id).messages
                entries += page
            } while (page.size == PAGE)
            entries.asReversed().filter { it.isMessage && it.from?.address == "alice@example.com" }.map { it.body }
        }

        override fun participants(conversation: String): List<String> =
            runBlocking { device.participants(conversation) }.map { it.address }.filter { it != "alice@example.com" }

        override fun unread(conversation: String): Int = active().first { it.id == conversation }.unreadCount ?: 0

        override fun isIn(conversation: String): Boolean = active().any { it.id == conversation && it.active }

        override fun begin(subject: String, text: String): String {
            sandbox.agent(AmmService.USER).act("begin", """{"text":"$text","subject":"$subject"}""")
            return active().first { it.subject == subject }.id
        }

        override fun say(conversation: String, text: String) = sandbox.agentSay(conversation, text)

        override fun type(conversation: String, typing: Boolean) {
            // Whoever types is heard by those who listen, and nobody promises since when a client does.
            await { isAtLedger("\"subscribe\"", "chatState", conversation) }
            val agent = sandbox.agent(conversation)
            if (typing) agent.typing() else agent.stopTyping()
        }

        override fun heardTyping(conversation: String): Boolean = isAtLedger("\"notify\"", "composing", conversation)

        private fun isAtLedger(vararg words: String): Boolean = sandbox.ledger().any { entry -> words.all { it in entry.payload() } }

        private fun await(condition: () -> Boolean) = runBlocking {
            withTimeout(60_000) { while (!condition()) delay(10) }
        }

        override fun leaveElsewhere(conversation: String) = runBlocking { device.leave(conversation) }

        override fun loseNextAnswer() {
            sandbox.faults().add(CallFault.LoseAnswer("sendMessage"), FaultScope.once())
        }

        override fun cut() {
            sandbox.dropConnections()
        }

        override fun shutOut() {
            // The other device has its document already.
            device.resources
            sandbox.faults().add(CallFault.Fail("getResources", 503, "", 0), FaultScope.always())
        }

        override fun readmit() = sandbox.faults().clear()

        override fun close() {
            http.close()
            engine.close()
            sandbox.close()
        }

        private companion object {
            const val PAGE = 5
        }
    }
}
