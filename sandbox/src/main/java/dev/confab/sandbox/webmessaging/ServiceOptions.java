package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.identity.IdentityOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the service is set up.
 *
 * @param deployments the deployments that exist
 * @param limits the rates that are enforced
 * @param echoDelay how long an acknowledgement takes
 * @param agentDelay how long an agent takes for each thing it does
 * @param agents makes the agent of a new conversation
 * @param refuseExpiredToken whether configuring an expired session answers 4006; otherwise it makes a new one
 * @param identity who can log in
 * @param wire how exact the service is, and how it answers where the real one is not known for sure
 */
public record ServiceOptions(
        List<Deployment> deployments,
        RateLimits limits,
        Duration echoDelay,
        Duration agentDelay,
        Supplier<Agent> agents,
        boolean refuseExpiredToken,
        IdentityOptions identity,
        WireOptions wire) {

    /**
     * Copies the list.
     *
     * @param deployments the deployments that exist
     * @param limits the rates that are enforced
     * @param echoDelay how long an acknowledgement takes
     * @param agentDelay how long an agent takes for each thing it does
     * @param agents makes the agent of a new conversation
     * @param refuseExpiredToken whether configuring an expired session answers 4006; otherwise it makes a new one
     * @param identity who can log in
     * @param wire how exact the service is, and how it answers where the real one is not known for sure
     */
    public ServiceOptions {
        deployments = List.copyOf(deployments);
    }
}
