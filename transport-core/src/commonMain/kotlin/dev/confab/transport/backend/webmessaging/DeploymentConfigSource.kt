package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.boundedText
import dev.confab.transport.net.networkCall
import io.ktor.client.HttpClient
import io.ktor.client.plugins.timeout
import io.ktor.client.request.prepareGet
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Fetches a deployment's `config.json` once and keeps it: a reconnect does not need the network twice (protocol notes §2.1, §12). */
internal class DeploymentConfigSource(private val options: WebMessagingOptions, private val http: HttpClient) {
    private val mutex = Mutex()
    private var cached: DeploymentConfig? = null

    suspend fun config(): DeploymentConfig = mutex.withLock { cached ?: fetch().also { cached = it } }

    private suspend fun fetch(): DeploymentConfig {
        val (status, body) = networkCall("Fetching the deployment config from ${options.endpoints.configAddress}") { get() }
        if (status != HTTP_OK) throw TransportException(refusal(status))
        val config = body?.let(DeploymentConfig::decode) ?: throw TransportException(malformed())
        if (!config.active) throw TransportException(inactive())
        return config
    }

    private suspend fun get(): Pair<Int, String?> = http
        .prepareGet(options.endpoints.deploymentConfig(options.deploymentId)) {
            timeout { requestTimeoutMillis = REQUEST_TIMEOUT_MILLIS }
        }.execute { response -> response.status.value to response.boundedText() }

    private fun refusal(status: Int): TransportFailure = when (val failureClass = FailureClass.of(ErrorCode.of(status))) {
        FailureClass.TRANSIENT ->
            failure("${options.endpoints.configAddress} answered the request for the deployment config with status $status.", failureClass)

        else ->
            failure(
                "Deployment ${options.deploymentId} is not known at ${options.endpoints.configAddress} (status $status): " +
                    "check the deployment id and the region or address.",
                FailureClass.PERMANENT,
            )
    }

    private fun malformed(): TransportFailure = failure(
        "What ${options.endpoints.configAddress} gave as the config of deployment ${options.deploymentId} is none: check the region or address.",
        FailureClass.PERMANENT,
    )

    private fun inactive(): TransportFailure = TransportFailure(
        ErrorCode.DEPLOYMENT_INACTIVE,
        "Deployment ${options.deploymentId} is switched off: activate it in Genesys Cloud.",
    )

    private fun failure(message: String, failureClass: FailureClass) =
        TransportFailure(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED, message, failureClass, null)

    private companion object {
        const val HTTP_OK = 200
        const val REQUEST_TIMEOUT_MILLIS = 15_000L
    }
}
