package dev.confab.cli;

import dev.confab.cli.demo.Demo;
import dev.confab.cli.demo.FaultDemo;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a whole conversation, in this process and without any account. */
@Command(
        name = "demo",
        description = {
            "Watch a guest and an agent talk over a real WebSocket, on this machine only.",
            "The connection is cut in the middle; the guest chooses from quick replies, sees a card, and another device of"
                    + " the guest reads the conversation back. At the end everything is compared with what the service"
                    + " stored.",
            "With --faults nearly everything goes wrong once."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything was proved", "3:something was not; the last line says what"})
final class DemoCommand implements Callable<Integer> {

    /** So that a person can follow. */
    private static final Duration AGENT_DELAY = Duration.ofMillis(600);

    /** Instead of twenty seconds, which nobody wants to watch. */
    private static final long PROOF_TIMEOUT_MILLIS = 2_000;

    /** So that one fault soon after the other does not make the pauses longer. */
    private static final long STABLE_AFTER_MILLIS = 0;

    private final Streams streams;

    @Option(
            names = "--faults",
            description =
                    "Cut the connection before and after a message is stored, swallow a proof, refuse a message as"
                            + " one too many, and let an agent speak while the connection is away; say each time what goes wrong"
                            + " and what the client does about it.")
    private boolean faults;

    DemoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Sandbox sandbox = start();
                AsyncMessagingClient client =
                        AsyncMessagingClient.create(options(sandbox).build(), config())) {
            Palette palette = new Palette(streams.coloured());
            return faults
                    ? new FaultDemo(sandbox, client, streams.out(), palette).play()
                    : new Demo(sandbox, client, token -> device(sandbox, token), streams.out(), palette).play();
        }
    }

    private static AsyncMessagingClient device(Sandbox sandbox, String token) {
        return AsyncMessagingClient.create(options(sandbox).token(token).build());
    }

    private MessagingClientConfig config() {
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
