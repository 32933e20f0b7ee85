package dev.confab.docs

// snippet:kotlin-quick-start
import dev.confab.transport.Confab
import dev.confab.transport.backend.webmessaging.WebMessagingOptions
import dev.confab.transport.model.Direction
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.mapNotNull

suspend fun ask(question: String, url: String): String {
    val options = WebMessagingOptions.builder("a0000000-0000-4000-8000-000000000001")
        .loopbackEndpoint(url) // the sandbox; for a real deployment: .region("mypurecloud.de")
        .build()
    val client = Confab.shared().client(options)
    try {
        client.connect()
        client.send(question) // returns when there is proof that the service has it
        val answers = client.conversation.mapNotNull { it.messages.lastOrNull { it.direction == Direction.OUTBOUND } }
        return answers.first().text
    } finally {
        client.close()
    }
}
// snippet-end
