package dev.confab.transport.net

/**
 * Which addresses that a server names may be used (guarantee SEC-2): encrypted, at a host that belongs to the service or that the caller
 * added, under the usual port, and leading to the public internet. What the caller gave as the service's own address may be used as it is.
 *
 * @property own the service's address where the caller named one instead of a region; cleartext loopback only in this form.
 * @property hosts `name` for one host, `*.name` for those below it; patterns of hosts that the service is known to use.
 * @property privateAddresses whether the caller allowed addresses of private networks and of this machine.
 */
internal class TransferRule(
    private val own: Endpoint?,
    private val hosts: List<String>,
    private val patterns: List<Regex>,
    private val privateAddresses: Boolean,
) {
    /** Null when [address] may be asked for, else why not. Says nothing yet of where its name leads. */
    fun refusal(address: TransferAddress): String? = when {
        isOwn(address) -> null

        !address.secure -> "it is not encrypted"

        address.port != HTTPS_PORT -> "its port is not $HTTPS_PORT"

        hosts.none {
            matches(it, address.host)
        } && patterns.none { it.matches(address.host) } -> "its host belongs neither to the service nor to those that were added"

        else -> null
    }

    /** Null when a connection to [ip] may be made for [address]. */
    fun refusal(address: TransferAddress, ip: IpAddress): String? = when {
        ip.isPublic || privateAddresses -> null

        // The caller named this very machine; another one must not hide behind the name.
        isOwn(address) && own?.isLoopback == true && ip.isLoopback -> null

        isOwn(address) && own?.isEmulatorHost == true && ip.toString() == Endpoint.EMULATOR_HOST -> null

        else -> "it leads to $ip, which is not on the public internet"
    }

    private fun isOwn(address: TransferAddress): Boolean = own != null && own.isAt(address.secure, address.host, address.port)

    private fun matches(rule: String, host: String): Boolean =
        if (rule.startsWith("*.")) host.endsWith(rule.drop(1)) && host.length > rule.length - 1 else host == rule

    companion object {
        private const val HTTPS_PORT = 443
        private val RULE = Regex("""(\*\.)?([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*""")

        /** @throws IllegalArgumentException for what is no host or `*.host`. */
        fun host(rule: String): String {
            require(RULE.matches(rule)) { "\"$rule\" is no host: give one such as files.example.com, or *.example.com for those below it." }
            return rule.lowercase()
        }
    }
}
