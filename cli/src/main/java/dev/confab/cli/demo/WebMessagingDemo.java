package dev.confab.cli.demo;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.cli.Palette;
import dev.confab.cli.Streams;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.policy.OutboxPolicy;
import dev.confab.transport.policy.ReconnectPolicy;
import java.time.Duration;

/** Sets the stage for the demos of Web Messaging: a sandbox with a concierge, and a guest of it. */
public final class WebMessagingDemo {

    /** So that a person can follow. */
    private static final Duration AGENT_DELAY = Duration.ofMillis(600);

    /** Instead of twenty seconds, which nobody wants to watch. */
    private static final long PROOF_TIMEOUT_MILLIS = 2_000;

    /** So that one fault soon after the other does not make the pauses longer. */
    private static final long STABLE_AFTER_MILLIS = 0;

    private WebMessagingDemo() {}

    /**
     * Plays one of the demos.
     *
     * @param faults whether nearly everything goes wrong once
     * @return the exit code
     */
    public static int play(Streams streams, boolean faults) throws InterruptedException {
        try (Sandbox sandbox = start();
                AsyncMessagingClient client =
                        AsyncMessagingClient.create(options(sandbox).build(), config(faults))) {
            Palette palette = new Palette(streams.coloured());
            return faults
                    ? new FaultDemo(sandbox, client, streams.out(), palette).play()
                    : new Demo(sandbox, client, token -> device(sandbox, token), streams.out(), palette).play();
        }
    }

    private static AsyncMessagingClient device(Sandbox sandbox, String token) {
        return AsyncMessagingClient.create(options(sandbox).token(token).build());
    }

    private static MessagingClientConfig config(boolean faults) {
        OutboxPolicy usual = OutboxPolicy.DEFAULT;
        ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
        return faults
                ? MessagingClientConfig.builder()
                        .outbox(new OutboxPolicy(usual.getMaxMessages(), usual.getMaxBytes(), PROOF_TIMEOUT_MILLIS))
                        .reconnect(new ReconnectPolicy(
                                reconnect.getBackoff(),
                                reconnect.getFirstConnectAttempts(),
                                STABLE_AFTER_MILLIS,
                                reconnect.getOpenTimeoutMillis()))
                        .build()
                : MessagingClientConfig.defaults();
    }

    private static Sandbox start() {
        try {
            return Sandbox.start(SandboxOptions.builder()
                    .scenario(Scenario.CONCIERGE)
                    .agentDelay(AGENT_DELAY)
                    .build());
        } catch (SandboxException refused) {
            throw new CommandFailure(ExitCode.UNPROVED, "The sandbox did not start: " + refused.getMessage(), refused);
        }
    }

    private static WebMessagingOptions.Builder options(Sandbox sandbox) {
        return WebMessagingOptions.builder(Deployment.DEFAULT_ID).loopbackEndpoint(sandbox.url());
    }
}
