package dev.confab.transport.backend.gms

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract
import io.ktor.client.HttpClient

/** The promises of every transport, over a chat server of a few lines. */
class GmsContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = object : ServiceUnderTest {
        private val fake = FakeGms()

        override fun transport(http: HttpClient): Transport = fake.options().build().createTransport(fake.rest.http)

        override fun strangerTransport(http: HttpClient): Transport {
            fake.before = { FakeRest.Answer(404) }
            return transport(http)
        }

        override fun storedTexts(): List<String> = fake.log.filter { it.from == "Client" }.mapNotNull { it.text }

        override fun say(sessionKey: String, text: String) = fake.say(text)

        override fun cut() {
            fake.before = { fake.rest.broken() }
        }

        override fun close() = cut()
    }
}
