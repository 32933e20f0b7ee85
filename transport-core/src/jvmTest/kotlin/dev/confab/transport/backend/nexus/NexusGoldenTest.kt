package dev.confab.transport.backend.nexus

import dev.confab.transport.testing.Golden
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory

/** One golden file per wire message of v3, both ways. With `-Dconfab.update=true` the expectations are written anew. */
class NexusGoldenTest {
    private val json = Json { prettyPrint = true }

    @TestFactory
    fun answers(): List<DynamicTest> = Golden.incoming("nexus") {
        json.encodeToString(JsonElement.serializer(), json.parseToJsonElement(NexusFrames().inspect(it).json)) + "\n"
    }

    @TestFactory
    fun forms(): List<DynamicTest> =
        Golden.outgoing("nexus", forms) { fields -> fields.joinToString("") { (name, value) -> "$name=$value\n" } }

    private val options = NexusOptions.builder(
        "chat",
    ).dataUrl("https://nexus.example.com/nexus/v3/chat/sessions").apiKey("key").stream("uat").build()

    private val forms = mapOf(
        "create" to NexusCodec.createForm(
            options,
            NexusGuest.builder().firstName("Mira").lastName("L.").nickname("Mira").emailAddress("mira@example.test").build(),
            mapOf("order" to "A-1"),
        ),
        "send" to NexusCodec.messageForm(NexusEntry.TEXT, "Where is my parcel? 📦"),
        "typing" to NexusCodec.messageForm(NexusEntry.TYPING_STARTED, null),
    )
}
