package dev.confab.cli;

import dev.confab.cli.demo.Demo;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows a whole conversation, in this process and without any account. */
@Command(
        name = "demo",
        description = {
            "Watch a guest and an agent talk over a real WebSocket, on this machine only.",
            "The connection is cut in the middle; at the end everything is compared with what the service stored."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything was proved", "3:something was not; the last line says what"})
final class DemoCommand implements Callable<Integer> {

    /** So that a person can follow. */
    private static final Duration AGENT_DELAY = Duration.ofMillis(600);

    private final Streams streams;

    DemoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Sandbox sandbox = start();
                AsyncMessagingClient client = AsyncMessagingClient.create(options(sandbox))) {
            return new Demo(sandbox, client, streams.out(), new Palette(streams.coloured())).play();
        }
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

    private static TransportOptions options(Sandbox sandbox) {
        return WebMessagingOptions.builder(Deployment.DEFAULT_ID)
                .loopbackEndpoint(sandbox.url())
                .build();
    }
}
