package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.HttpAnswer
import dev.confab.transport.net.exchange
import dev.confab.transport.net.networkCall
import dev.confab.transport.net.text
import dev.confab.transport.store.StoreException
import io.ktor.client.HttpClient
import io.ktor.client.request.header
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/**
 * A deployment's `config.json` (protocol notes §2.1, §12). A session reads it once and keeps it: a reconnect does not need the network twice.
 * Who asks for it explicitly gets it as it is now, or as it was when it was last reached.
 */
internal class DeploymentConfigSource(private val options: WebMessagingOptions, private val http: HttpClient) {
    private class Copy(val text: String, val etag: String?, val root: JsonObject)

    private val mutex = Mutex()
    private var copy: Copy? = null
    private val record = "config/${options.endpoints.configAddress}/${options.deploymentId}"

    /** For a session: what is missing in it costs only itself. */
    suspend fun config(): DeploymentConfig = mutex.withLock { copy ?: newest() }.checked()

    /** The newest that can be had, and complete. */
    suspend fun newestConfig(): DeploymentConfig {
        val found = mutex.withLock { newest() }
        val missing = DeploymentConfig.missingIn(found.root)
        if (missing.isNotEmpty()) throw TransportException(incomplete(missing))
        return found.checked()
    }

    private suspend fun newest(): Copy {
        val kept = copy ?: read()
        val answer =
            try {
                networkCall("Fetching the config of deployment ${options.deploymentId} from ${options.endpoints.configAddress}") {
                    get(kept?.etag)
                }
            } catch (failed: TransportException) {
                return kept?.also { copy = it } ?: throw TransportException(failure(failed.failure.message, FailureClass.TRANSIENT), failed)
            }
        val unchanged = answer.status == HTTP_NOT_MODIFIED || FailureClass.of(ErrorCode.of(answer.status)) == FailureClass.TRANSIENT
        if (unchanged && kept != null) return kept.also { copy = it }
        if (answer.status != HTTP_OK) throw TransportException(refusal(answer.status))
        return fetched(answer).also {
            copy = it
            write(it)
        }
    }

    private suspend fun get(etag: String?): HttpAnswer =
        http.exchange(HttpMethod.Get, options.endpoints.deploymentConfig(options.deploymentId)) {
            etag?.let { header(HttpHeaders.IfNoneMatch, it) }
        }

    private fun fetched(answer: HttpAnswer): Copy {
        val root = answer.json?.takeIf { it["messenger"] is JsonObject } ?: throw TransportException(malformed())
        val id = root.text("id")
        if (id != null && !id.equals(options.deploymentId, ignoreCase = true)) throw TransportException(foreign(id))
        return Copy(answer.text.orEmpty(), answer.etag, root)
    }

    private fun Copy.checked(): DeploymentConfig {
        val config = DeploymentConfig(root, text)
        if (!config.isActive || !config.messenger.enabled) throw TransportException(inactive())
        return config
    }

    private suspend fun read(): Copy? {
        val stored = options.records.readRecord(record)?.let(BoundedJson::parseObject) ?: return null
        val text = stored.text("text") ?: return null
        return BoundedJson.parseObject(text)?.let { Copy(text, stored.text("etag"), it) }
    }

    private suspend fun write(copy: Copy) {
        try {
            options.records.writeRecord(
                record,
                buildJsonObject {
                    put("text", copy.text)
                    copy.etag?.let { put("etag", it) }
                }.toString(),
            )
        } catch (_: StoreException) {
            // A copy for worse times: what is needed now is there.
        }
    }

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

    private fun foreign(id: String): TransportFailure = failure(
        "${options.endpoints.configAddress} gave the config of deployment ${id.take(MAX_ID)} for deployment ${options.deploymentId}: " +
            "check the deployment id and the address.",
        FailureClass.PERMANENT,
    )

    private fun incomplete(missing: List<String>): TransportFailure = failure(
        "The config of deployment ${options.deploymentId} lacks ${missing.joinToString()}: save the deployment anew in Genesys Cloud, " +
            "and check the address ${options.endpoints.configAddress}.",
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
        const val HTTP_NOT_MODIFIED = 304
        const val MAX_ID = 64
    }
}
