package dev.confab.transport.testing

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.Transport
import io.ktor.client.HttpClient

/** The core with a service that answers as quickly as a service can. */
class FakeConversationsContractTest : MultiConversationContract() {
    override fun startService(): ConversationsUnderTest = Service(FakeConversations())

    private class Service(private val fake: FakeConversations) : ConversationsUnderTest {
        override val partner: String get() = FakeConversations.BOB
        override val other: String get() = FakeConversations.ANN
        override val nobody: String get() = "${FakeConversations.NOBODY}@example.org"

        override fun transport(http: HttpClient): Transport = fake

        override fun conversations(): List<String> = fake.ids

        override fun storedTexts(conversation: String): List<String> = fake.texts(conversation)

        override fun participants(conversation: String): List<String> = fake.participants(conversation)

        override fun unread(conversation: String): Int = fake.unread(conversation)

        override fun isIn(conversation: String): Boolean = fake.isActive(conversation)

        override fun begin(subject: String, text: String): String = fake.invite(subject, text)

        override fun say(conversation: String, text: String) = fake.say(conversation, text)

        override fun type(conversation: String, typing: Boolean) = fake.type(conversation, typing)

        override fun heardTyping(conversation: String): Boolean =
            fake.commands.any { it is LinkCommand.IndicateTyping && it.conversation.value == conversation && it.typing }

        override fun leaveElsewhere(conversation: String) = fake.leaveElsewhere(conversation)

        override fun loseNextAnswer() = fake.loseNextAnswer()

        override fun cut() = fake.cut()

        override fun shutOut() = fake.shut(true)

        override fun readmit() = fake.shut(false)

        override fun close() = Unit
    }
}
