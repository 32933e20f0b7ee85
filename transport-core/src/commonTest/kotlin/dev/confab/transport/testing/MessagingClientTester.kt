package dev.confab.transport.testing

import dev.confab.transport.AttachmentProgress
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState
import dev.confab.transport.net.FileDispatcher
import dev.confab.transport.policy.RetryBudgetPolicy
import dev.confab.transport.runtime.ClientEnvironment
import dev.confab.transport.runtime.DefaultMessagingClient
import dev.confab.transport.runtime.RetryBudget
import dev.confab.transport.session.Now
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlin.random.Random

/**
 * Runs a real client over a [FakeTransport] in virtual time and records all that it tells. At the end the client is closed, and whatever it
 * did that the test neither expected nor [ignored][ignoreRest] fails the test.
 *
 * ```
 * messagingClientTest {
 *     val link = connect()
 *     val sending = send("Hello")
 *     link.prove(link.expectMessage("Hello"))
 *     assertEquals(MessageStatus.Sent, sending.await().status)
 * }
 * ```
 */
@OptIn(ExperimentalCoroutinesApi::class)
class MessagingClientTester internal constructor(
    private val test: TestScope,
    config: MessagingClientConfig,
    sessionKey: String?,
    random: Random,
) {
    val now: () -> Long = { test.testScheduler.currentTime }
    val transport = FakeTransport(now, sessionKey)

    /** The states in their order, from the first. */
    val states = ArrayList<SessionState>()

    /** The events in their order. */
    val events = ArrayList<MessagingEvent>()

    private val clientScope =
        StandardTestDispatcher(test.testScheduler).let { CoroutineScope(SupervisorJob() + it + FileDispatcher(it)) }
    private val links = ArrayList<FakeLink>()
    private var strict = true

    val client: MessagingClient =
        DefaultMessagingClient(
            transport,
            config,
            clientScope,
            ClientEnvironment({ Now(now(), EPOCH + now()) }, random, RetryBudget(RetryBudgetPolicy.DEFAULT, now)),
        )

    init {
        val observing = UnconfinedTestDispatcher(test.testScheduler)
        test.backgroundScope.launch(observing) { client.state.collect(states::add) }
        test.backgroundScope.launch(observing) { client.events.collect(events::add) }
    }

    /** Connects and returns the link. */
    suspend fun connect(): FakeLink {
        val connecting = test.async { client.connect() }
        return expectLink().also { connecting.await() }
    }

    suspend fun expectLink(): FakeLink = transport.expectLink().also(links::add)

    /** Calls a verb of the client and lets the test go on meanwhile. */
    fun <T> start(verb: suspend () -> T): Deferred<T> = test.async { verb() }

    fun send(text: String): Deferred<Message> = test.async { client.send(text) }

    fun send(draft: Draft): Deferred<Message> = async { client.send(draft) }

    fun attach(id: AttachmentId, source: AttachmentSource): Deferred<Attachment> = async { client.attach(id, source) }

    fun attach(id: AttachmentId, source: AttachmentSource, progress: AttachmentProgress): Deferred<Attachment> =
        async { client.attach(id, source, progress) }

    /** What fails, fails whoever awaits it. */
    fun <T> async(verb: suspend () -> T): Deferred<T> =
        CoroutineScope(test.coroutineContext + SupervisorJob(test.coroutineContext.job)).let { scope ->
            val calling = scope.async { verb() }
            calling.invokeOnCompletion { scope.coroutineContext.job.cancel() }
            calling
        }

    suspend fun awaitState(predicate: (SessionState) -> Boolean): SessionState = client.state.first(predicate)

    /** The texts of the conversation, in order. */
    fun texts(): List<String> = client.conversation.value.messages
        .map { it.text }

    /** Commands and links that the test does not name are fine. */
    fun ignoreRest() {
        strict = false
    }

    internal suspend fun finish() {
        client.close()
        check(clientScope.coroutineContext.job.isCompleted) { "The closed client left coroutines behind." }
        if (!strict) return
        check(transport.leftovers().isEmpty()) { "A link was opened that nobody expected." }
        links.forEachIndexed { index, link ->
            val commands = link.leftovers()
            check(commands.isEmpty()) { "Link ${index + 1} got commands that nobody expected: $commands" }
        }
    }

    companion object {
        const val EPOCH: Long = 1_900_000_000_000
    }
}

/** See [MessagingClientTester]. */
fun messagingClientTest(
    config: MessagingClientConfig = MessagingClientConfig.defaults(),
    sessionKey: String? = null,
    random: Random = Random(42),
    body: suspend MessagingClientTester.() -> Unit,
) = runFileTest {
    val tester = MessagingClientTester(this, config, sessionKey, random)
    tester.body()
    tester.finish()
}
