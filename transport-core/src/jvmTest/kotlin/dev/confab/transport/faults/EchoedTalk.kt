package dev.confab.transport.faults

import dev.confab.transport.MessagingClient
import kotlinx.coroutines.flow.first

/** A few questions, each sent when the echo of the one before is there. */
internal object EchoedTalk {
    val QUESTIONS = listOf("Hello", "Where is my order?", "Thanks")

    /** Connects and talks; returns what the conversation holds of it afterwards. */
    suspend fun hold(client: MessagingClient): List<String> {
        client.connect()
        QUESTIONS.forEachIndexed { index, question ->
            client.send(question)
            client.conversation.first { whole -> whole.messages.count { it.text in QUESTIONS } == 2 * (index + 1) }
        }
        return client.conversation.value.messages.filter { it.text in QUESTIONS }.map { "${it.direction} ${it.text}" }
    }
}
