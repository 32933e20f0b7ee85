package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.TransferRule
import io.ktor.http.encodeURLParameter
import io.ktor.http.encodeURLPathPart

/** The addresses of one deployment's region (protocol notes §2.1). */
internal class WebMessagingEndpoints private constructor(
    private val config: Endpoint,
    private val messaging: Endpoint,
    private val api: Endpoint,
    private val region: String?,
) {
    /** The bare host, as the vendor's mobile SDK sends it (§2.2). */
    val defaultOrigin: String get() = messaging.host

    /** Where the deployment's config is, for messages. */
    val configAddress: String get() = config.toString()

    /** Where the history is, for messages. */
    val apiAddress: String get() = api.toString()

    fun deploymentConfig(deploymentId: String): String =
        config.http("/webdeployments/v1/deployments/${deploymentId.encodeURLPathPart()}/config.json")

    fun webSocket(deploymentId: String, application: String): String = messaging.webSocket(
        "/v1?deploymentId=${deploymentId.encodeURLParameter()}&application=${application.encodeURLParameter()}",
    )

    fun history(pageNumber: Int, pageSize: Int): String =
        api.http("/api/v2/webmessaging/messages?pageNumber=$pageNumber&pageSize=$pageSize")

    /** One of the calls of the sign-in. */
    fun auth(call: String): String = api.http("/api/v2/webdeployments/token/$call")

    /** The registration of a device for the session of [token], which is a secret: this address is for no log and no message. */
    fun pushDevice(deploymentId: String, token: String): String = api.http(
        "/api/v2/webmessaging/deployments/${deploymentId.encodeURLPathPart()}/pushdevices/${token.lowercase().encodeURLPathPart()}",
    )

    /** Where files may lie: at the region's hosts or the one address, in the vendor's buckets (§2.1), and where the caller says. */
    fun transferRule(added: List<String>, privateAddresses: Boolean): TransferRule = TransferRule(
        own = api.takeIf { region == null },
        hosts = listOfNotNull(region?.lowercase(), region?.lowercase()?.let { "*.$it" }) + added,
        patterns = listOf(BUCKETS),
        privateAddresses = privateAddresses,
    )

    override fun toString(): String = messaging.toString()

    companion object {
        private val BUCKETS = Regex("""shyrka-prod(-[a-z0-9-]+)?\.s3\.[a-z0-9-]+\.amazonaws\.com""")

        fun ofRegion(domain: String): WebMessagingEndpoints = WebMessagingEndpoints(
            config = Endpoint.ofHost("api-cdn.$domain"),
            messaging = Endpoint.ofHost("webmessaging.$domain"),
            api = Endpoint.ofHost("api.$domain"),
            region = domain,
        )

        fun ofOne(endpoint: Endpoint): WebMessagingEndpoints = WebMessagingEndpoints(endpoint, endpoint, endpoint, region = null)
    }
}
