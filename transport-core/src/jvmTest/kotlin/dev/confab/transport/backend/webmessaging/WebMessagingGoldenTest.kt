package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart.FormReply
import dev.confab.transport.model.Reply
import kotlinx.serialization.json.Json
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.assertEquals

/** One golden file per wire message, both ways. With `-Dconfab.update=true` the expectations of incoming frames are written anew. */
class WebMessagingGoldenTest {
    private val samples = Path.of(System.getProperty("confab.root"), "transport-core/src/commonTest/resources/protocol/webmessaging")

    @TestFactory
    fun incoming(): List<DynamicTest> = samples.resolve("incoming").listDirectoryEntries("*.json").sorted().map { file ->
        DynamicTest.dynamicTest(file.nameWithoutExtension) {
            val decoded = render(WebMessagingCodec.decode(file.readText())).trimEnd() + "\n"
            val expected = file.resolveSibling(file.nameWithoutExtension + ".txt")
            if (System.getProperty("confab.update") == "true") expected.writeText(decoded)
            assertEquals(if (expected.exists()) expected.readText() else "", decoded)
        }
    }

    @TestFactory
    fun history(): List<DynamicTest> = samples.resolve("history").listDirectoryEntries("*.json").sorted().map { file ->
        DynamicTest.dynamicTest(file.nameWithoutExtension) {
            val page = checkNotNull(WebMessagingHistory.decode(file.readText(), number = 1)) { "no history" }
            val decoded = "older=${page.older?.value}\n" + page.messages.joinToString("") { "Message\n${render(it)}\n" }
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
            DynamicTest.dynamicTest(name) {
                val encoded = WebMessagingCodec.encode(request, "3f6d2e10-8a41-4a8e-9a01-6f0b7f6c0001")
                assertEquals(Json.parseToJsonElement(files.getValue(name).readText()), Json.parseToJsonElement(encoded))
            }
        }
    }

    private val journey =
        JourneyContext.builder("cookie-1").session("visit-1", "web").triggeringAction("action-1").actionMap("map-1", 7).build()

    private val requests: Map<String, GuestRequest> =
        mapOf(
            "configure-session" to GuestRequest.ConfigureSession(TRACING_ID, DEPLOYMENT, startNew = false),
            "configure-session-anew" to GuestRequest.ConfigureSession(TRACING_ID, DEPLOYMENT, startNew = true),
            "configure-session-with-journey-context" to GuestRequest.ConfigureSession(TRACING_ID, DEPLOYMENT, startNew = false, journey),
            "configure-authenticated-session" to
                GuestRequest.ConfigureSession(TRACING_ID, DEPLOYMENT, startNew = false, journey, "eyJhbGciOi.auth.jwt"),
            "text" to GuestRequest.Text(TRACING_ID, Draft("Where is my parcel? 📦")),
            "text-with-custom-attributes" to GuestRequest.Text(TRACING_ID, Draft("Hi", mapOf("tier" to "gold", "orderNo" to "4711"))),
            "text-with-attachment" to
                GuestRequest.Text(
                    TRACING_ID,
                    Draft("Here it is").withAttachments(listOf(Attachment(FILE, "a.pdf", 3, "application/pdf", null, null))),
                ),
            "on-attachment" to GuestRequest.Presign(TRACING_ID, FILE, "receipt.pdf", "application/pdf", 48213),
            "get-attachment" to GuestRequest.GetAttachment(TRACING_ID, FILE),
            "delete-attachment" to GuestRequest.DeleteAttachment(TRACING_ID, FILE),
            "typing" to GuestRequest.Typing(TRACING_ID),
            "join" to GuestRequest.Join(TRACING_ID),
            "join-with-custom-attributes" to GuestRequest.Join(TRACING_ID, mapOf("tier" to "gold")),
            "clear" to GuestRequest.Clear(TRACING_ID),
            "close-session" to GuestRequest.CloseSession(TRACING_ID),
            "get-jwt" to GuestRequest.GetJwt(TRACING_ID),
            "echo" to GuestRequest.Echo,
            "quick-reply" to reply(Reply.QuickReply(MessageId(ASKED), "Track order", "TRACK")),
            "quick-reply-with-custom-attributes" to GuestRequest.Text(
                TRACING_ID,
                Draft.reply(Reply.QuickReply(MessageId(ASKED), "Track order", "TRACK")).withCustomAttributes(mapOf("tier" to "gold")),
            ),
            "card-action" to reply(Reply.CardAction(MessageId(ASKED), "Choose", "PLAN_PREMIUM")),
            "date-choice" to reply(Reply.DateChoice(MessageId(ASKED), "2030-01-07T09:00:00.000Z", "Monday, 9:00")),
            "list-choice" to
                reply(
                    Reply.ListChoice(
                        MessageId(ASKED),
                        "You chose",
                        listOf(Reply.ListChoice.Item("i1", "Apples"), Reply.ListChoice.Item("i2", "Pears")),
                    ),
                ),
            "list-choice-without-words" to
                reply(Reply.ListChoice(MessageId(ASKED), "", listOf(Reply.ListChoice.Item("i1", "Apples")))),
            "form-answer" to
                reply(
                    Reply.FormAnswer(
                        MessageId(ASKED),
                        "form-1",
                        listOf(FormReply.Field("name", "Mira", "Mira"), FormReply.Field("day", "Monday", "2030-01-07T09:00:00.000Z")),
                    ),
                ),
        )

    private fun reply(reply: Reply) = GuestRequest.Text(TRACING_ID, Draft.reply(reply))

    private companion object {
        const val DEPLOYMENT = "7d1c2a5e-0000-4000-8000-00000000aa01"
        const val ASKED = "9b1f0c55aa5e4e0f8d5d3d0c1a2b3c4d"
        val FILE = AttachmentId("c0ffee00-1111-4c11-8c11-0000000000f1")
        const val TRACING_ID = "5b1f0c55-aa5e-4e0f-8d5d-3d0c1a2b3c4d"
    }
}
