package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.assertEquals
import kotlin.test.assertFalse

/** One golden file per wire message, both ways. With `-Dconfab.update=true` the expectations of what comes in are written anew. */
class GuestChatGoldenTest {
    private val samples = Path.of(System.getProperty("confab.root"), "transport-core/src/commonTest/resources/protocol/guestchat")
    private val pretty = Json { prettyPrint = true }

    @TestFactory
    fun incoming(): List<DynamicTest> = read("incoming")

    @TestFactory
    fun rest(): List<DynamicTest> = read("rest")

    private fun read(folder: String): List<DynamicTest> = samples.resolve(folder).listDirectoryEntries("*.json").sorted().map { file ->
        DynamicTest.dynamicTest(file.nameWithoutExtension) {
            val json = GuestChatFrames().inspect(file.readText()).json
            assertFalse("MARK" in json, "a secret is shown")
            val decoded = pretty.encodeToString(JsonElement.serializer(), Json.parseToJsonElement(json)) + "\n"
            val expected = file.resolveSibling(file.nameWithoutExtension + ".txt")
            if (System.getProperty("confab.update") == "true") expected.writeText(decoded)
            assertEquals(if (expected.exists()) expected.readText() else "", decoded)
        }
    }

    @TestFactory
    fun outgoing(): List<DynamicTest> {
        val files = samples.resolve("outgoing").listDirectoryEntries("*.json").associateBy { it.nameWithoutExtension }
        assertEquals(requests.keys, files.keys, "every request has a golden file, and every file a request")
        return requests.map { (name, request) ->
            DynamicTest.dynamicTest(name) { assertEquals(Json.parseToJsonElement(files.getValue(name).readText()), request) }
        }
    }

    private val requests: Map<String, JsonObject> = mapOf(
        "create" to GuestChatApiTest.request().build().toJson(),
        "create-in-full" to CreateConversationRequest
            .builder(
                GuestChatApiTest.ORGANIZATION,
                GuestChatApiTest.DEPLOYMENT,
                RoutingTarget.builder("QUEUE", "Support").skills(listOf("billing")).language("English").priority(2).build(),
                GuestMemberInfo.builder("Ada").firstName("Ada").lastName("L").email("ada@example.test").phoneNumber("+49")
                    .avatarImageUrl("https://img.example.test/a.png").customFields(mapOf("order" to "A-1001")).build(),
            )
            .memberAuthToken("signed.by.site")
            .journeyContext(GuestJourney.builder("c", "cookie").session("s", "web").triggeringAction("t", "m", 3).build())
            .build()
            .toJson(),
        "message" to CreateMessageRequest.of("Grüße 📦").toJson(),
        "message-notice" to CreateMessageRequest.of("b", BodyType.NOTICE).toJson(),
        "media-request-declined" to
            MediaRequestUpdate.of(
                ChatMediaRequest(Json.parseToJsonElement("""{"types":["COBROWSE"]}""") as JsonObject),
                MediaRequestState.DECLINED,
            ).toJson(),
    )
}
