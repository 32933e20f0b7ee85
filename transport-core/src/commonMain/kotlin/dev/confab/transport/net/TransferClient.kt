package dev.confab.transport.net

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import io.ktor.client.HttpClient
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.header
import io.ktor.client.request.prepareRequest
import io.ktor.client.request.setBody
import io.ktor.client.statement.HttpResponse
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.content.OutgoingContent
import io.ktor.http.takeFrom

/**
 * Requests to addresses that a server named (guarantee SEC-2). Each address, and each redirect, is checked by [rule]; the name is looked up
 * once, every address it has is checked, and the connection goes to what was checked. Nothing of ours is sent along: no token, no cookie.
 *
 * Where a proxy makes the connections, it is told the checked address. A name that this machine cannot look up, as is usual behind proxies,
 * goes to the proxy as it is: the rule has allowed the name, and whoever answers needs the certificate for it before anything is said.
 */
internal class TransferClient(private val rule: TransferRule, private val network: TransferNetwork) {
    /**
     * What to ask for.
     *
     * @property body made anew for each attempt; null for none.
     */
    class Request(val method: HttpMethod, val address: String, val headers: Map<String, String>, val body: (() -> OutgoingContent)?)

    /** @param what for messages, as in "Downloading the file". */
    suspend fun <T> execute(what: String, request: Request, answer: suspend (HttpResponse) -> T): T {
        var address = parsed(what) { TransferAddress.parse(request.address) }
        repeat(MAX_REDIRECTS + 1) {
            when (val outcome = once(what, request, address, answer)) {
                is Outcome.Answered -> return outcome.value
                is Outcome.Redirected -> address = parsed(what) { address.redirect(outcome.location) }
            }
        }
        throw refused(what, "it was redirected more than $MAX_REDIRECTS times")
    }

    private suspend fun <T> once(
        what: String,
        request: Request,
        address: TransferAddress,
        answer: suspend (HttpResponse) -> T,
    ): Outcome<T> {
        rule.refusal(address)?.let { throw refused(what, it) }
        val ips = lookUp(what, address)
        // One bad address among good ones is reason enough: somebody plays with the name.
        ips.firstNotNullOfOrNull { rule.refusal(address, it) }?.let { throw refused(what, it) }
        if (ips.isEmpty()) return at(what, request, address, address.url, answer)
        val tried = ips.take(MAX_ADDRESSES).map(address::at)
        tried.dropLast(1).forEach { url ->
            try {
                return at(what, request, address, url, answer)
            } catch (failed: TransportException) {
                // Only where nothing was sent yet.
                if (failed.cause?.let(::neverConnected) != true) throw failed
            }
        }
        return at(what, request, address, tried.last(), answer)
    }

    private suspend fun <T> at(
        what: String,
        request: Request,
        address: TransferAddress,
        url: String,
        answer: suspend (HttpResponse) -> T,
    ): Outcome<T> = networkCall(what) {
        client(address).use { http ->
            http.prepareRequest { fill(request, address, url) }.execute { response -> outcome(request, response, answer) }
        }
    }

    /** Empty only where the proxy is left to look the name up: never for what is not encrypted. */
    private suspend fun lookUp(what: String, address: TransferAddress): List<IpAddress> {
        val literal = parsed(what) { IpAddress.parse(address.host) }
        val found = if (literal != null) listOf(literal) else networkCall(what) { network.resolve(address.host) }
        if (found.isNotEmpty() || (network.isProxied && address.secure)) return found
        throw TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "$what failed: the host name ${address.host} is unknown."))
    }

    private fun client(address: TransferAddress): HttpClient = network.client(address.host.removeSurrounding("[", "]"))

    private fun HttpRequestBuilder.fill(request: Request, address: TransferAddress, at: String) {
        method = request.method
        url.takeFrom(at)
        header(HttpHeaders.Host, address.authority)
        request.headers.forEach { (name, value) -> if (name.lowercase() !in OURS) header(name, value) }
        request.body?.let { setBody(it()) }
    }

    private suspend fun <T> outcome(request: Request, response: HttpResponse, answer: suspend (HttpResponse) -> T): Outcome<T> {
        val location = response.headers[HttpHeaders.Location]
        val follows = response.status.value in KEEPING || (request.method == HttpMethod.Get && response.status.value in CHANGING)
        return if (follows && location != null) Outcome.Redirected(location) else Outcome.Answered(answer(response))
    }

    private fun <T> parsed(what: String, parse: () -> T): T = try {
        parse()
    } catch (malformed: IllegalArgumentException) {
        throw refused(what, malformed.message.orEmpty())
    }

    private fun refused(what: String, reason: String) = TransportException(
        TransportFailure(
            ErrorCode.ADDRESS_REFUSED,
            "$what was not done: the service named an address that is not allowed, because $reason. " +
                "Add the host to the options if you trust it.",
            FailureClass.PERMANENT,
            null,
        ),
    )

    private sealed interface Outcome<out T> {
        class Answered<T>(val value: T) : Outcome<T>

        class Redirected(val location: String) : Outcome<Nothing>
    }

    private companion object {
        const val MAX_REDIRECTS = 5
        const val MAX_ADDRESSES = 4

        /** Written by the engine, or of one connection only: a server must not set them. */
        val OURS =
            setOf(
                "host",
                "content-length",
                "content-type",
                "transfer-encoding",
                "connection",
                "upgrade",
                "expect",
                "te",
                "trailer",
                "cookie",
            )

        /** Redirects that keep method and body. */
        val KEEPING = setOf(307, 308)
        val CHANGING = setOf(301, 302, 303)
    }
}
