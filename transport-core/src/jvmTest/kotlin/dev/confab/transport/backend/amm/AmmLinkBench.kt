package dev.confab.transport.backend.amm

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.RequestId
import dev.confab.transport.backend.Transport
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.net.FakeTransferNetwork
import dev.confab.transport.net.NetworkSettings
import dev.confab.transport.net.confabHttpClient
import dev.confab.transport.net.defaultEngine
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.util.concurrent.atomic.AtomicLong
import kotlin.test.fail
import dev.confab.sandbox.amm.AmmOptions as ServiceOptions

/** Links of users of one sandbox, and what they tell. */
internal class AmmLinkBench(service: ServiceOptions.Builder) : AutoCloseable {
    val service = AmmService(service)
    private val engine = defaultEngine(NetworkSettings.DEFAULT)
    val http = confabHttpClient(engine, NetworkSettings("test"))

    /** A user's link and its events. */
    class User(val transport: Transport, val link: Link, private val events: ReceiveChannel<LinkEvent>) {
        private val ids = AtomicLong()

        // What comes while something else is waited for is looked at later: nobody promises an order between them.
        private val kept = ArrayList<LinkEvent>()
        private val messages = ArrayList<Message>()

        private suspend fun receive(): LinkEvent = events.receive().also {
            kept += it
            messages += told(it)
        }

        suspend fun event(matches: (LinkEvent) -> Boolean): LinkEvent {
            while (true) {
                kept.firstOrNull(matches)?.let { found ->
                    kept.remove(found)
                    return found
                }
                receive()
            }
        }

        suspend inline fun <reified T : LinkEvent> next(
            crossinline matches: (T) -> Boolean = {
                true
            },
        ): T = event { it is T && matches(it) } as T

        /** What was told stays told. */
        suspend fun message(matches: (Message) -> Boolean): Message {
            while (true) {
                messages.lastOrNull(matches)?.let { return it }
                receive()
            }
        }

        suspend fun open(text: String, vararg addresses: String): ConversationId {
            val id = MessageId("first-${ids.incrementAndGet()}")
            link.submit(LinkCommand.SendMessage(ConversationId("local"), id, Draft(text), 1, NewConversation("Topic", addresses.toList())))
            val opened = next<LinkEvent.ConversationOpened>()
            next<LinkEvent.MessageArrived> { it.correlation == id }
            return opened.service
        }

        suspend fun send(conversation: ConversationId, draft: Draft): Message {
            val id = MessageId("message-${ids.incrementAndGet()}")
            link.submit(LinkCommand.SendMessage(conversation, id, draft))
            val outcome = event {
                (it is LinkEvent.MessageArrived && it.correlation == id) ||
                    (it is LinkEvent.Refused && it.correlation == id)
            }
            return (outcome as? LinkEvent.MessageArrived)?.message ?: fail("$outcome")
        }

        suspend fun ask(question: ConversationQuestion): ConversationAnswer {
            val id = RequestId(ids.incrementAndGet())
            link.submit(LinkCommand.Ask(id, question))
            val outcome = event { (it is LinkEvent.Answered && it.id == id) || (it is LinkEvent.AskRefused && it.id == id) }
            return (outcome as? LinkEvent.Answered)?.answer ?: fail("$outcome")
        }

        suspend fun close() = link.close(CloseReason(CloseReason.NORMAL, ""))

        companion object {
            fun told(event: LinkEvent): List<Message> = when (event) {
                is LinkEvent.MessageArrived -> listOf(event.message)
                is LinkEvent.ConversationsListed -> event.items.flatMap { it.newest.messages }
                else -> emptyList()
            }
        }
    }

    /** The requests of a user who has sent none yet. */
    fun login(options: AmmOptions): AmmHttp =
        AmmHttp(options, http, AmmCredentials(options.credentials, options.endpoint.host, options.timers.credentialMillis))

    /** What the service says that it has. */
    suspend fun resources(): AmmResources {
        val options = service.options().build()
        val origins = AmmOrigins(options.endpoint, emptyList(), false, FakeTransferNetwork { error("Nothing is fetched there.") })
        return AmmDiscovery(options, origins).discover(login(options))
    }

    suspend fun user(scope: CoroutineScope, login: String = AmmService.USER, options: AmmOptions.Builder.() -> Unit = {}): User {
        val built = service.options().credentials(login, "$login-secret").apply(options).build()
        val transport = built.createTransport(http)
        val link = transport.open(OpenRequest("key", null, startNew = false) {})
        return User(transport, link, link.events.produceIn(scope))
    }

    override fun close() {
        http.close()
        engine.close()
        service.close()
    }

    companion object {
        const val BOB = "bob@example.com"
        const val ALICE = "alice@example.com"
        private const val PATIENCE_MILLIS = 60_000L

        fun scenario(service: ServiceOptions.Builder = AmmService.spacious(), body: suspend CoroutineScope.(AmmLinkBench) -> Unit) {
            AmmLinkBench(service).use { bench ->
                runBlocking(Dispatchers.Default.limitedParallelism(1)) { withTimeout(PATIENCE_MILLIS) { body(bench) } }
            }
        }

        fun own(text: String): (Message) -> Boolean = { it.text == text && it.direction == Direction.INBOUND }

        fun theirs(text: String): (Message) -> Boolean = { it.text == text && it.direction == Direction.OUTBOUND }
    }
}
