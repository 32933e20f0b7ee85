package dev.confab.client.webmessaging;

import dev.confab.transport.Confab;
import dev.confab.transport.backend.webmessaging.DeploymentConfig;
import dev.confab.transport.backend.webmessaging.WebMessagingDeployment;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A deployment, for Java: {@link WebMessagingDeployment} with futures. Thread-safe. */
public final class AsyncWebMessagingDeployment {

    private final WebMessagingDeployment deployment;

    private AsyncWebMessagingDeployment(WebMessagingDeployment deployment) {
        this.deployment = deployment;
    }

    /**
     * Makes the face of a deployment.
     *
     * @param confab what it shares with others
     * @param options which deployment, and where a copy of its config is kept
     * @return the deployment
     */
    public static AsyncWebMessagingDeployment create(Confab confab, WebMessagingOptions options) {
        return new AsyncWebMessagingDeployment(WebMessagingDeployment.create(
                Objects.requireNonNull(options, "options"),
                Objects.requireNonNull(confab, "confab").getHttpClient()));
    }

    /**
     * Asks what an administrator has set.
     *
     * @return the config as it is now, or as it was when the service was last reached; fails with a {@code MessagingException} that names
     *     the deployment and the way out
     */
    public CompletableFuture<DeploymentConfig> deploymentConfig() {
        return SuspendedCalls.future(done -> deployment.deploymentConfig(done));
    }
}
