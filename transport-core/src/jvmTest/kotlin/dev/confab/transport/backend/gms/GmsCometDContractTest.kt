package dev.confab.transport.backend.gms

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.webmessaging.FakeRest
import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract
import io.ktor.client.HttpClient

/** The promises of every transport, over a Bayeux service of a few lines. */
class GmsCometDContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = object : ServiceUnderTest {
        private val fake = FakeCometD()

        override fun transport(http: HttpClient): Transport {
            val settings = GmsCometD.builder("https://gms.example.com/genesys/cometd", FakeCometD.CHANNEL).build()
            val guest = GmsGuest.builder().nickname("Ada").build()
            return GmsOptions.builder().cometD(settings).guest(guest).pollExceptionLimit(2).build().createTransport(fake.rest.http)
        }

        override fun strangerTransport(http: HttpClient): Transport {
            fake.rest.answer = { FakeRest.Answer(404) }
            return transport(http)
        }

        override fun storedTexts(): List<String> = fake.log.filter { it.first == "Client" }.mapNotNull { it.second }

        override fun say(sessionKey: String, text: String) = fake.say(text)

        override fun cut() {
            fake.rest.answer = { fake.rest.broken() }
        }

        override fun close() = cut()
    }
}
