package dev.confab.transport.backend.amm

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.amm.AmmLimits
import dev.confab.transport.backend.Transport
import dev.confab.transport.model.NewConversation
import dev.confab.transport.testing.ServiceUnderTest
import io.ktor.client.HttpClient
import java.util.concurrent.atomic.AtomicBoolean
import dev.confab.sandbox.amm.AmmOptions as ServiceOptions

/** The messaging service of the sandbox, with Alice as its user and a partner who begins a conversation with her. */
internal class AmmService(service: ServiceOptions.Builder = spacious()) : ServiceUnderTest {
    val sandbox: Sandbox = Sandbox.start(
        SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .amm(service.unlicensedUser("eve", "eve-secret").build())
            .build(),
    )
    private val hasBegun = AtomicBoolean()

    override val opening: NewConversation = NewConversation("Topic", listOf(PARTNER))

    override fun transport(http: HttpClient): Transport = options().build().createTransport(http)

    override fun strangerTransport(http: HttpClient): Transport = options().credentials("eve", "eve-secret").build().createTransport(http)

    override fun storedTexts(): List<String> = sandbox.messages().map { it.text() }

    override fun say(sessionKey: String, text: String) {
        if (!hasBegun.getAndSet(true)) return sandbox.agent(USER).act("begin", """{"text":"$text","subject":"Topic"}""")
        sandbox.agentSay(USER, text)
    }

    override fun cut() {
        sandbox.dropConnections()
    }

    override fun close() = sandbox.close()

    fun options(): AmmOptions.Builder = options(sandbox.url())

    companion object {
        const val USER = "alice"
        const val PARTNER = "agent@example.com"

        /** What comes at once fits into one list: filling gaps is the session's part. */
        fun spacious(): ServiceOptions.Builder = ServiceOptions.builder().limits(AmmLimits.DEFAULT.withPages(60, 50, 100))

        fun options(url: String): AmmOptions.Builder =
            AmmOptions.builder().loopbackEndpoint(url).credentials(USER, "alice-secret").readDebounce(20).ping(500, 1_500)
    }
}
