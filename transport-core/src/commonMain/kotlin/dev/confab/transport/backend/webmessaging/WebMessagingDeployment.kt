package dev.confab.transport.backend.webmessaging

import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic

/** A deployment as an application may want to know it before it connects: what it is called, allows and looks like. Thread-safe. */
public class WebMessagingDeployment private constructor(options: WebMessagingOptions, http: HttpClient) {
    private val source = DeploymentConfigSource(options, http)

    /**
     * What an administrator has set, as it is now: a copy that was fetched before is asked about with its ETag, where the service gave one. When
     * the service cannot be reached, the copy as it was last; with a durable record store also after a restart.
     *
     * @throws dev.confab.transport.model.MessagingException `DeploymentConfigFetchFailed` when there is none, it is of another deployment or
     * lacks what every config has; `DeploymentInactive` when the deployment is switched off. The message names the deployment and the way out.
     */
    public suspend fun deploymentConfig(): DeploymentConfig = source.newestConfig()

    public companion object {
        /**
         * @param options which deployment, where, and where a copy of its config is kept.
         * @param http shared, as `Confab.httpClient`; this does not close it.
         */
        @JvmStatic
        public fun create(options: WebMessagingOptions, http: HttpClient): WebMessagingDeployment = WebMessagingDeployment(options, http)
    }
}
