package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.TransferAddress
import dev.confab.transport.net.TransferNetwork
import dev.confab.transport.net.networkCall

/**
 * Where the links of the service's documents may lead (guarantee SEC-2): every request carries the user's credentials. That is the host of the
 * options, encrypted and under any port, or exactly the address on this machine; and the hosts that the caller added.
 *
 * As the servers stand inside companies, the host of the options may lead anywhere: that is the caller's wish. A host that was added must
 * lead to the public internet unless the caller says otherwise. Requests go over the shared client, by name; should the DNS change its answer
 * after the check, the certificate must still be one of that host before anything is sent.
 */
internal class AmmOrigins(
    private val own: Endpoint,
    private val hosts: List<String>,
    private val privateAddresses: Boolean,
    private val network: TransferNetwork,
) {
    /** [link] itself, found good. @throws TransportException when it must not be used; [what] names it. */
    suspend fun checked(what: String, link: String): String {
        val address =
            try {
                TransferAddress.parse(asHttp(link))
            } catch (malformed: IllegalArgumentException) {
                throw refused(what, malformed.message.orEmpty())
            }
        if (isOwn(address)) return link
        if (!address.secure) throw refused(what, "it is not encrypted")
        if (hosts.none { isNamed(it, address) }) throw refused(what, "its host is neither that of the service nor one that was added")
        if (!privateAddresses) {
            val found = networkCall("Looking up the host of $what") { network.resolve(address.host) }
            found.firstOrNull { !it.isPublic }?.let { throw refused(what, "it leads to $it, which is not on the public internet") }
        }
        return link
    }

    private fun isOwn(address: TransferAddress): Boolean = own.isAt(address.secure, address.host, address.port) ||
        (address.secure && own.isSecure && address.host.removeSurrounding("[", "]") == own.host)

    private fun isNamed(rule: String, address: TransferAddress): Boolean = when {
        ':' in rule -> rule == "${address.host}:${address.port}"
        address.port != HTTPS_PORT -> false
        rule.startsWith("*.") -> address.host.endsWith(rule.drop(1)) && address.host.length > rule.length - 1
        else -> address.host == rule
    }

    private fun asHttp(link: String): String = when {
        link.startsWith("wss://", ignoreCase = true) -> "https" + link.drop("wss".length)
        link.startsWith("ws://", ignoreCase = true) -> "http" + link.drop("ws".length)
        else -> link
    }

    private fun refused(what: String, why: String) = TransportException(
        TransportFailure(
            ErrorCode.ADDRESS_REFUSED,
            "$own named an address for $what that is not used, because $why. If it is right, allow it with linkHosts(…).",
        ),
    )

    private companion object {
        const val HTTPS_PORT = 443
    }
}
