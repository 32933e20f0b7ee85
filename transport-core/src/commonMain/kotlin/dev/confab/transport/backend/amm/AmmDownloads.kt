package dev.confab.transport.backend.amm

import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.FileReceiver
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.watched
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.prepareGet
import kotlinx.coroutines.flow.MutableStateFlow

/**
 * Fetches files from the addresses that the service gave for them, as the user (protocol notes §B.6.3). Redirects are not followed. Cookies live as
 * long as their download.
 */
internal class AmmDownloads(private val http: HttpClient, private val origins: AmmOrigins, private val user: () -> AmmHttp) {
    private sealed interface Outcome {
        class Received(val bytes: Long) : Outcome

        class Refused(val answer: AmmAnswer) : Outcome
    }

    suspend fun run(request: DownloadRequest): Long {
        val link = request.attachment.url
            ?: throw TransportException(
                TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "The file has no address: read its message again."),
            )
        val address = origins.checked("a file", link)
        val user = user()
        var held = user.credential()
        while (true) {
            when (val outcome = watched(WHAT, STALL_MILLIS) { moved -> networkCall(WHAT) { once(user, address, held, request, moved) } }) {
                is Outcome.Received -> return outcome.bytes
                is Outcome.Refused -> held = user.refused(held, outcome.answer.headers)
            }
        }
    }

    private suspend fun once(
        user: AmmHttp,
        address: String,
        held: AmmCredentials.Held?,
        request: DownloadRequest,
        moved: MutableStateFlow<Long>,
    ): Outcome = http.prepareGet(address) {
        timeout { requestTimeoutMillis = Long.MAX_VALUE }
        user.dress(this, held)
    }.execute { response ->
        if (response.status.value in AmmHttp.UNAUTHENTICATED) {
            Outcome.Refused(user.answered(response, held))
        } else {
            Outcome.Received(FileReceiver.receive(request, response, moved))
        }
    }

    private companion object {
        const val WHAT = "Downloading the file"
        const val STALL_MILLIS = 30_000L
    }
}
