package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.IncomingFile
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.testing.runFileTest
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import kotlinx.io.Buffer
import kotlinx.io.RawSink
import kotlin.test.Test
import kotlin.test.assertEquals

/** Where the cookies of a login go (guarantee SEC-9). */
class AmmCookiesTest {
    private class Nowhere : AttachmentSink {
        override fun open(file: IncomingFile): RawSink = Buffer()

        override fun complete() = Unit

        override fun abort() = Unit
    }

    private val hosts = FakeAmm.options().linkHosts(listOf("files.example.net")).privateLinkAddresses(true)

    private fun FakeAmm.cookies() = asked.map { it.headers[HttpHeaders.Cookie] }

    private fun get(address: String) = AmmHttp.Request("Asking", HttpMethod.Get, address, accept = null)

    private fun cookie(value: String) = FakeAmm.header(HttpHeaders.SetCookie, value)

    @Test
    fun SEC9_no_host_gets_the_cookies_of_another() = runFileTest {
        val service = FakeAmm(this).apply {
            answer =
                { FakeAmm.Answer(204, "", cookie("at=${it.url.substringAfter("//").take(3)}; Path=/")) }
        }
        val user = service.user(hosts.build())
        listOf("${FakeAmm.BASE}/c", "https://files.example.net/f", "${FakeAmm.BASE}/c", "https://files.example.net/g").forEach {
            user.call(get(it))
        }
        assertEquals(listOf(null, null, "at=amm", "at=fil"), service.cookies())
    }

    @Test
    fun SEC9_another_credential_has_no_cookies_of_the_one_before() = runFileTest {
        val service = FakeAmm(this)
        service.guard = { asked ->
            if (asked.headers[HttpHeaders.Authorization] == "Bearer second") null else FakeAmm.Answer(401, "", cookie("old=1; Path=/"))
        }
        val tokens = ArrayDeque(listOf("first", "second"))
        val provider = object : CredentialProvider {
            override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) =
                reply.answer(UserCredential.token(tokens.removeFirst()))
        }
        val user = service.user(hosts.credentials(provider).build())
        repeat(2) { user.call(get("${FakeAmm.BASE}/c")) }
        assertEquals(listOf<String?>(null, null, null), service.cookies())
    }

    @Test
    fun SEC9_cookies_of_a_download_end_with_it() = runFileTest {
        val service = FakeAmm(this).apply { answer = { FakeAmm.Answer(200, "bytes", cookie("file=1; Path=/")) } }
        service.guard = { if (HttpHeaders.Authorization in it.headers) null else FakeAmm.Answer(401, "", cookie("login=1; Path=/")) }
        val waiting = object : CredentialProvider {
            override val isPreEmptive get() = false

            override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) =
                reply.answer(UserCredential.token("token-canary"))
        }
        val transport = service.transport(hosts.credentials(waiting))
        for (address in listOf("${FakeAmm.BASE}/f/1", "${FakeAmm.BASE}/f/2", "https://files.example.net/f/3")) {
            val file = Attachment(AttachmentId(address), "a.txt", 5, "text/plain", null, address)
            assertEquals(5, transport.download(DownloadRequest(file, Nowhere(), 100)))
        }
        // Refused, and again with what belongs to that; then two others.
        assertEquals(listOf(null, "login=1", null, null), service.cookies())
    }
}
