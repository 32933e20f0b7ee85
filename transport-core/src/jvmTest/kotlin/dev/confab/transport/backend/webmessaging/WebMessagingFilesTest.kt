package dev.confab.transport.backend.webmessaging

import dev.confab.sandbox.Sandbox
import dev.confab.sandbox.SandboxOptions
import dev.confab.sandbox.Scenario
import dev.confab.sandbox.fault.Fault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.TransferFault
import dev.confab.sandbox.webmessaging.AttachmentRules
import dev.confab.sandbox.webmessaging.Deployment
import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.jvm.AttachmentFiles
import dev.confab.transport.jvm.AttachmentPaths
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Capability
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessagingException
import dev.confab.transport.policy.AttachmentPolicy
import dev.confab.transport.policy.Backoff
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.policy.ReconnectPolicy
import dev.confab.transport.store.InMemorySessionStore
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayOutputStream
import java.io.InputStream
import java.nio.file.Path
import java.util.UUID
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import kotlin.random.Random
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** Files of a whole client against the sandbox. */
class WebMessagingFilesTest {
    @TempDir
    lateinit var folder: Path

    private val confab = Confab.create()
    private val sandboxes = ArrayList<Sandbox>()

    @AfterEach
    fun stop() {
        confab.close()
        sandboxes.forEach(Sandbox::close)
    }

    private val pdf = "%PDF-1.7\n".toByteArray() + Random(1).nextBytes(700_000)

    private fun source(name: String = "receipt.pdf"): AttachmentSource = AttachmentSource.ofBytes(name, pdf)

    private fun newId() = AttachmentId(UUID.randomUUID().toString())

    @Test
    fun a_file_goes_up_with_a_message_and_comes_down_again() = scenario(start()) { client ->
        client.connect()
        val file = folder.resolve("receipt.pdf").also { it.writeBytes(pdf) }
        val told = ArrayList<Long>()
        val attached = client.attach(newId(), AttachmentPaths.source(file)) { sent, _ -> told += sent }
        assertEquals(told.sorted(), told)
        assertEquals(pdf.size.toLong(), told.last())
        assertEquals(AttachmentStatus.Uploaded, client.draft.value.attachments.single().status)

        val sent = client.send(Draft("Where is my parcel?").withAttachments(listOf(attached)))

        val echoed = fileOf(sent)
        assertEquals(attached.id, echoed.id)
        assertEquals("receipt.pdf", echoed.fileName)
        assertEquals("application/pdf", echoed.contentType)
        assertTrue(echoed.url.orEmpty().startsWith("http"))
        assertEquals(Draft.EMPTY, client.draft.value)
        val target = folder.resolve("down")
        assertEquals(pdf.size.toLong(), client.download(echoed, AttachmentPaths.sink(target)))
        assertContentEquals(pdf, target.readBytes())
        assertContentEquals(pdf, bytesOf(client, attached.id))
        assertTrue(client.downloadUrl(attached.id).startsWith("http"))
    }

    @Test
    fun several_files_go_up_at_once_and_out_with_one_message() = scenario(start()) { client ->
        client.connect()

        val attached = (1..5).map { async { client.attach(source("f$it.pdf")) } }.awaitAll()
        val sent = client.send(Draft("").withAttachments(attached))

        assertEquals(attached.map { it.id }.toSet(), sent.parts.filterIsInstance<MessagePart.Attachment>().map { it.attachment.id }.toSet())
    }

    @Test
    fun what_the_scanner_of_the_service_does_not_like_fails_with_its_code() {
        val sandbox = start()
        scenario(sandbox) { client ->
            client.connect()
            sandbox.faults().add(TransferFault.RefuseFile(ErrorCode.FILE_CONTENT_INVALID.value), FaultScope.once())

            val failure = assertFailsWith<MessagingException> { client.attach(source()) }

            assertEquals(ErrorCode.FILE_CONTENT_INVALID, failure.code)
            assertTrue(client.draft.value.attachments.isEmpty())
        }
    }

    @Test
    fun an_upload_that_was_cut_is_made_again_under_a_new_address() {
        val sandbox = start()
        scenario(sandbox) { client ->
            client.connect()
            sandbox.faults().add(TransferFault.Cut(Fault.Transfer.UPLOAD, 100_000), FaultScope.once())

            assertEquals(AttachmentStatus.Uploaded, client.attach(source()).status)
        }
    }

    @Test
    fun REL1_a_file_outlives_the_loss_of_the_connection_while_it_is_uploaded() {
        val sandbox = start()
        scenario(sandbox) { client ->
            client.connect()
            val id = newId()
            val attaching = async { client.attach(id, source()) }
            client.draft.first { draft -> draft.attachments.any { it.id == id } }
            sandbox.dropConnections()

            val sent = client.send(Draft("here").withAttachments(listOf(attaching.await())))

            assertEquals(id, fileOf(sent).id)
        }
    }

    @Test
    fun a_file_that_was_deleted_is_gone() = scenario(start()) { client ->
        client.connect()
        val attached = client.attach(source())

        client.detach(attached.id)

        assertTrue(client.draft.value.attachments.isEmpty())
        val code = assertFailsWith<MessagingException> { client.downloadUrl(attached.id) }.code
        assertTrue(code == ErrorCode.ATTACHMENT_HAS_EXPIRED || code == ErrorCode.ATTACHMENT_NOT_FOUND, "$code")
        client.deleteAttachment(attached.id)
    }

    @Test
    fun SEC7_a_file_of_an_agent_is_fetched_within_the_limit_and_under_a_safe_name() {
        val sandbox = start()
        scenario(sandbox, config = config { attachments(AttachmentPolicy(3, 32, 1_000)) }) { client ->
            client.connect()
            client.send("hello")
            sandbox.agent(TOKEN).sendFile("../../evil\u202Etxt.pdf", "application/pdf", pdf.copyOf(900))
            sandbox.agent(TOKEN).sendFile("large.pdf", "application/pdf", pdf.copyOf(1_001))
            val files = client.conversation.first { it.messages.count { message -> message.hasFile } == 2 }.messages.filter { it.hasFile }

            assertEquals(900, client.download(fileOf(files[0]), AttachmentPaths.sinkIn(folder)))
            assertEquals(listOf("eviltxt.pdf"), folder.listDirectoryEntries().map { it.name })
            val failure = assertFailsWith<MessagingException> { client.download(fileOf(files[1]), AttachmentPaths.sinkIn(folder)) }
            assertEquals(ErrorCode.FILE_SIZE_INVALID, failure.code)
            assertEquals(1, folder.listDirectoryEntries().size, "nothing of it is left")
            assertEquals(900, client.download(fileOf(files[0]), AttachmentPaths.sinkIn(folder)))
            assertEquals(setOf("eviltxt.pdf", "eviltxt (1).pdf"), folder.listDirectoryEntries().map { it.name }.toSet())
        }
    }

    @Test
    fun REL2_a_draft_with_files_survives_the_client() {
        val sandbox = start()
        val store = InMemorySessionStore()
        scenario(sandbox, config = config { store(store, "s") }) { client ->
            client.connect()
            client.attach(source())
            client.setDraft(Draft("half a sen"))
        }

        scenario(sandbox, config = config { store(store, "s") }) { client ->
            client.draft.first { it.text == "half a sen" }
            client.connect()
            val draft = client.draft.value
            assertEquals(AttachmentStatus.Uploaded, draft.attachments.single().status)
            assertEquals(draft.attachments.single().id, fileOf(client.send(draft)).id)
            assertEquals(Draft.EMPTY, client.draft.value)
        }
    }

    @Test
    fun a_deployment_without_files_says_so() {
        val sandbox = start(AttachmentRules.off())
        scenario(sandbox) { client ->
            client.connect()

            assertFalse(client.capability(Capability.SEND_ATTACHMENTS).allowed)
            assertEquals(ErrorCode.FEATURE_UNAVAILABLE, assertFailsWith<MessagingException> { client.attach(source()) }.code)
        }
    }

    @Test
    fun SEC6_a_hundred_megabytes_go_up_in_little_memory() {
        val size = 100L * 1024 * 1024
        scenario(start(AttachmentRules.standard().upTo(200 * 1024))) { client ->
            client.connect()
            val before = usedHeap()
            var most = 0L
            var lastTenth = -1L
            val source = AttachmentFiles.source("large.dat", size, null) { Zeros(size) }

            val attached = client.attach(newId(), source) { sent, total ->
                val tenth = sent * 10 / total
                if (tenth > lastTenth) {
                    lastTenth = tenth
                    most = maxOf(most, usedHeap())
                }
            }

            assertEquals(size, attached.sizeBytes)
            assertTrue(most > 0 && most - before < 32L * 1024 * 1024, "the heap grew by ${(most - before) / 1024} KiB")
        }
    }

    private fun usedHeap(): Long {
        System.gc()
        return Runtime.getRuntime().let { it.totalMemory() - it.freeMemory() }
    }

    private class Zeros(private var left: Long) : InputStream() {
        override fun read(): Int = if (left-- > 0) 0 else -1

        override fun read(bytes: ByteArray, offset: Int, length: Int): Int {
            if (left <= 0) return -1
            val count = minOf(length.toLong(), left).toInt()
            bytes.fill(0, offset, offset + count)
            left -= count
            return count
        }
    }

    private val Message.hasFile: Boolean get() = parts.any { it is MessagePart.Attachment }

    private fun fileOf(message: Message): Attachment = assertIs<MessagePart.Attachment>(message.parts.last()).attachment

    private suspend fun bytesOf(client: MessagingClient, id: AttachmentId): ByteArray {
        val bytes = ByteArrayOutputStream()
        client.download(id, AttachmentFiles.sink { bytes })
        return bytes.toByteArray()
    }

    private fun start(files: AttachmentRules = AttachmentRules.standard()): Sandbox {
        val deployment = Deployment.builder(DEPLOYMENT).attachments(files).build()
        return Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).deployment(deployment).messagesPerSecond(0).build())
            .also(sandboxes::add)
    }

    private fun config(change: MessagingClientConfig.Builder.() -> Unit = {}): MessagingClientConfig = MessagingClientConfig.builder()
        .rate(RatePolicy(0, 5_000, 30_000))
        .reconnect(ReconnectPolicy(Backoff(50, 50, 200), 3, 30_000, 10_000))
        .apply(change)
        .build()

    private fun scenario(
        sandbox: Sandbox,
        config: MessagingClientConfig = config(),
        body: suspend CoroutineScope.(MessagingClient) -> Unit,
    ) {
        runBlocking(Dispatchers.Default) {
            withTimeout(SCENARIO_MILLIS) {
                val options = WebMessagingOptions.builder(DEPLOYMENT).loopbackEndpoint(sandbox.url()).token(TOKEN).build()
                val client = confab.client(options, config)
                try {
                    body(client)
                } finally {
                    client.close()
                }
            }
        }
    }

    private companion object {
        const val TOKEN = "3f6d2e10-8a41-4a8e-9a01-6f0b7f6c0077"
        const val DEPLOYMENT = "b0000000-0000-4000-8000-000000000042"
        const val SCENARIO_MILLIS = 60_000L
    }
}
