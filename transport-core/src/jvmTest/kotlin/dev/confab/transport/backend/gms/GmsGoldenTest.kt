package dev.confab.transport.backend.gms

import dev.confab.transport.testing.Golden
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory

/** One golden file per wire message of Engage v2, both ways. With `-Dconfab.update=true` the expectations are written anew. */
class GmsGoldenTest {
    private val json = Json { prettyPrint = true }
    private val session = GmsSession("00027cE2TEST0001", "007C5B0F2A000001", "5b1e9a7c4d2f8e60", "117")

    @TestFactory
    fun answers(): List<DynamicTest> = Golden.incoming("gms") { pretty(GmsFrames().inspect(it).json) }

    @TestFactory
    fun cometd_messages(): List<DynamicTest> = Golden.incoming("gms-cometd") { pretty(GmsCometDFrames().inspect(it).json) }

    @TestFactory
    fun forms(): List<DynamicTest> = Golden.outgoing("gms", operations) { operation ->
        val chat = session.takeUnless { operation is GmsOperation.Create }
        val fields = GmsWriting.form(operation, chat).joinToString("\n") { (name, value) -> "$name=$value" }
        "POST …/customer-support${GmsWriting.path(operation, chat)}\n$fields\n"
    }

    @TestFactory
    fun publishes(): List<DynamicTest> = Golden.outgoing("gms-cometd", published) { pretty(it.toString()) }

    private val operations: Map<String, GmsOperation> = mapOf(
        "create" to GmsOperation.Create(
            GmsGuest.builder().nickname("Mira").subject("Invoice").emailAddress("mira@example.test").build(),
            mapOf("order" to "A-1"),
        ),
        "create-with-names" to GmsOperation.Create(GmsGuest.builder().firstName("Mira").lastName("L.").build(), emptyMap()),
        "send" to GmsOperation.Send("Where is my parcel? 📦", "text", 5),
        "start-typing" to GmsOperation.StartTyping("Where is"),
        "stop-typing" to GmsOperation.StopTyping(null),
        "refresh" to GmsOperation.Refresh(5),
        "refresh-with-message" to GmsOperation.Refresh(5, "and one thing more"),
        "disconnect" to GmsOperation.Disconnect,
        "push-url" to GmsOperation.PushUrl("https://example.test/a?b=c"),
        "update-nickname" to GmsOperation.UpdateNickname("Mira L."),
        "custom-notice" to GmsOperation.CustomNotice("ping"),
        "update-data" to GmsOperation.UpdateData(mapOf("step" to "payment")),
        "read-receipt" to GmsOperation.ReadReceipt(7),
        "file-limits" to GmsOperation.FileLimits,
        "file-upload" to GmsOperation.FileUpload("the invoice", mapOf("page" to "1")),
        "file-download" to GmsOperation.FileDownload("../f 1"),
        "file-delete" to GmsOperation.FileDelete("f1"),
    )

    private val published: Map<String, JsonElement> = mapOf(
        "handshake" to BayeuxMessages.handshake("1", "long-polling"),
        "subscribe" to BayeuxMessages.subscribe("2", "b7x", "/service/chatV2/customer-support"),
        "connect-first" to BayeuxMessages.connect("3", "b7x", "long-polling", first = true),
        "connect" to BayeuxMessages.connect("5", "b7x", "long-polling", first = false),
        "disconnect" to BayeuxMessages.disconnect("9", "b7x", null),
        "disconnect-to-background" to BayeuxMessages.disconnect("9", "b7x", 7),
        "request-chat" to publish(
            GmsOperation.Create(GmsGuest.builder().nickname("Mira").build(), GmsPush("device", "fcm").userData),
            null,
        ),
        "send-message" to publish(GmsOperation.Send("Hello", "text", null), session),
        "request-notifications" to publish(GmsOperation.RequestNotifications(7, emptyMap()), session),
        "update-data" to publish(GmsOperation.UpdateData(mapOf("step" to "payment")), session),
        "leave" to publish(GmsOperation.Disconnect, session),
        "file-download-form" to JsonObject(
            GmsWriting.fileForm(GmsOperation.FileDownload("f1"), session).associate { (name, value) -> name to JsonPrimitive(value) },
        ),
    )

    private fun publish(operation: GmsOperation, chat: GmsSession?) =
        BayeuxMessages.publish("4", "b7x", "/service/chatV2/customer-support", GmsWriting.data(operation, chat))

    private fun pretty(text: String): String = json.encodeToString(JsonElement.serializer(), json.parseToJsonElement(text)) + "\n"
}
