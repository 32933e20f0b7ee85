package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Importance
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.testing.Golden
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.io.readByteArray
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory

/** One golden file per document and frame, both ways. With `-Dconfab.update=true` the expectations are written anew. */
class AmmGoldenTest {
    private val json = Json { prettyPrint = true }

    @TestFactory
    fun documents_and_frames(): List<DynamicTest> = Golden.incoming("amm") { pretty(AmmFrames().inspect(it).json) }

    @TestFactory
    fun messages_and_commands(): List<DynamicTest> = Golden.outgoing("amm", requests) { it() }

    private fun pretty(text: String) = json.encodeToString(JsonElement.serializer(), json.parseToJsonElement(text)) + "\n"

    private val people = listOf("alice@example.com", "bob@example.com").map { AmmEntity(it, null, null, null) }
    private val conversations = "https://amm.example.com:8443/aem/resources/conversations"
    private val reply = Draft("Answer").withImportance(Importance.HIGH).withReplyTo("m-102")

    private val requests: Map<String, () -> String> = mapOf(
        "first-message" to { pretty("${AmmOutgoing.message(Draft("Hello"), "Topic", people, null, Sensitivity.PRIVATE)}") },
        "message" to { pretty("${AmmOutgoing.message(Draft("Grüße 📦"), "Topic", people, "c-7", Sensitivity.NORMAL)}") },
        "reply" to { pretty("${AmmOutgoing.message(reply, null, people, "c-7", Sensitivity.NORMAL)}") },
        "multipart" to ::multipart,
        "subscribe" to { pretty(AmmCommands.subscribeConversations(conversations)) },
        "subscribe-typing" to { pretty(AmmCommands.subscribeChatState(listOf("$conversations/c-7", "$conversations/c-8"))) },
        "unsubscribe-typing" to { pretty(AmmCommands.unsubscribeChatState(listOf("$conversations/c-7"))) },
        "composing" to { pretty(AmmCommands.typing("BfVWStkKe5", "$conversations/c-7", composing = true)) },
        "paused" to { pretty(AmmCommands.typing("BfVWStkKe5", "$conversations/c-7", composing = false)) },
        "get-state" to { pretty(AmmCommands.getState("BfVWStkKe5", conversations)) },
        "ping" to { pretty(AmmCommands.ping("BfVWStkKe5")) },
    )

    private fun multipart(): String = runBlocking {
        val message = AmmOutgoing.message(Draft("Look"), "Topic", people, "c-7", Sensitivity.NORMAL)
        val picture = AttachmentSource.ofBytes("photo.jpg", "PIXELS".encodeToByteArray(), "image/jpeg")
        val preview = AttachmentSource.ofBytes("small.jpg", "SMALL".encodeToByteArray(), "image/jpeg")
        val file = AmmMultipart.File("photo.jpg", "image/jpeg", picture, preview)
        val channel = ByteChannel()
        val read = async { channel.readRemaining().readByteArray().decodeToString() }
        AmmMultipart(AmmMediaTypes.of(AmmFlavour.V3_2).message, message, listOf(file), "edge") { _, _ -> }.writeTo(channel)
        channel.flushAndClose()
        read.await().replace("\r\n", "\n")
    }
}
