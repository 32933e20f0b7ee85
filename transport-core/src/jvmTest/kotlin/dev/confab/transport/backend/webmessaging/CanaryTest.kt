package dev.confab.transport.backend.webmessaging

import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.identity.IdentityOptions
import dev.confab.sandbox.identity.User
import dev.confab.sandbox.webmessaging.Deployment
import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.net.ForeignFailure
import dev.confab.transport.net.networkFailure
import dev.confab.transport.testing.Secrets
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.PrintStream
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** Marked secrets go through a whole life of a session, and everything that comes out as text is searched for them. */
class CanaryTest {
    private val shown = ConcurrentLinkedQueue<String>()

    @Test
    fun SEC3_no_secret_text_or_name_comes_out_as_text() {
        val output = capturing { runBlocking(Dispatchers.Default) { withTimeout(60_000) { live() } } }

        assertTrue(shown.size > 20, "Only ${shown.size} texts were looked at.")
        assertEquals(emptyList(), (shown + output).filter { MARK in it.lowercase() || "eyJ" in it })
    }

    @Test
    fun SEC3_the_text_of_a_foreign_exception_is_left_behind_with_its_causes() {
        val failure = networkFailure("Asking", IOException("https://host/$MARK", IOException("$MARK too")))

        assertFalse(MARK in failure.stackTraceToString())
        assertEquals("IOException < IOException", (failure.cause as ForeignFailure).message)
    }

    @Test
    fun SEC3_the_library_writes_no_log() {
        noClasses()
            .should().dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "java.util.logging..", "io.ktor.util.logging..", "android.util..", "org.apache.logging..")
            .because("what should be known is an event or an exception; whoever wants a log writes it from those")
            .check(ClassFileImporter().importUrl(Confab::class.java.protectionDomain.codeSource.location))
    }

    private suspend fun live() {
        val users = IdentityOptions.DEFAULT.withUsers(User("u", "$MARK-first", "$MARK-last"))
        val deployment = Deployment.builder(ID).build()
        val sandbox = Sandbox.start(SandboxOptions.builder().scenario(Scenario.ECHO).identity(users).deployment(deployment).build())
        val confab = Confab.create()
        try {
            val options =
                WebMessagingOptions
                    .builder(ID)
                    .loopbackEndpoint(sandbox.url())
                    .token("$MARK-token")
                    .journeyContext(JourneyContext.builder("$MARK-cookie").session("$MARK-visit", "web").build())
                    .build()
            val auth = WebMessagingAuth.create(options, confab.httpClient)
            val push = WebMessagingPush.create(options, confab.httpClient)
            val client = confab.client(options.withAuth(auth).withPush(push), MessagingClientConfig.defaults())
            show(options, options.journeyContext, auth, client, confab)
            conversation(sandbox, client, auth, push)
            val request = AuthorizationRequest.builder("https://idp.example.com", "c", "app://back").build()
            show(request)
            attempt { request.codeFrom("app://back?code=$MARK&state=$MARK") }
            attempt { auth.authorize("$MARK-code", "app://$MARK", "$MARK-verifier") }
            attempt { auth.authorizeImplicit("$MARK.$MARK.$MARK", "$MARK-nonce") }
            sandbox.close()
            attempt { push.synchronize("$MARK-other-device", PushProvider.APNS) }
            attempt { auth.authorize("$MARK-code", "app://$MARK", "$MARK-verifier") }
            attempt { auth.logout() }
            show(client.state.value, auth.state.value)
            client.close()
            attempt { client.send("$MARK too late") }
        } finally {
            confab.close()
            sandbox.close()
        }
    }

    private suspend fun conversation(sandbox: Sandbox, client: MessagingClient, auth: WebMessagingAuth, push: WebMessagingPush) =
        coroutineScope {
            val events = launch(start = CoroutineStart.UNDISPATCHED) { client.events.collect { show(it) } }
            val states = launch(start = CoroutineStart.UNDISPATCHED) { client.state.collect { show(it) } }
            client.connect()
            client.setDraft(Draft("$MARK draft"))
            attempt { client.setCustomAttributes(mapOf("$MARK key" to "$MARK value")) }
            show(client.send(Draft("$MARK text", mapOf("$MARK k" to "$MARK v"))))
            client.conversation.first { it.messages.size >= 2 }
            attempt { client.send("$MARK ".repeat(2_000)) }
            attempt { push.synchronize("$MARK-device", PushProvider.FCM) }
            auth.authorize(sandbox.issueAuthorizationCode("u", "app://back", null), "app://back", null)
            attempt { client.signIn() }
            client.send("$MARK signed in")
            val back = async(start = CoroutineStart.UNDISPATCHED) { client.events.first { it is MessagingEvent.Resumed } }
            sandbox.dropConnections()
            back.await()
            show(client.conversation.value, client.draft.value, client.customAttributes.value, client.capabilities.value)
            show(*client.conversation.value.messages.toTypedArray())
            show(*client.conversation.value.messages.flatMap { it.parts }.toTypedArray())
            events.cancel()
            states.cancel()
        }

    private fun show(vararg values: Any?) {
        values.forEach { shown += it.toString() }
    }

    private suspend fun attempt(work: suspend () -> Any?) {
        try {
            show(work())
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (failed: Exception) {
            shown += failed.stackTraceToString()
        }
    }

    private fun capturing(work: () -> Unit): String {
        val bytes = ByteArrayOutputStream()
        val stream = PrintStream(bytes, true)
        val (out, err) = System.out to System.err
        System.setOut(stream)
        System.setErr(stream)
        try {
            work()
        } finally {
            System.setOut(out)
            System.setErr(err)
        }
        return bytes.toString()
    }

    private companion object {
        const val ID = "b0000000-0000-4000-8000-00000000000b"
        const val MARK = Secrets.MARK
    }
}
