package dev.confab.cli;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.guestchat.GuestChatDeployment;
import dev.confab.sandbox.guestchat.GuestChatOptions;
import dev.confab.sandbox.webmessaging.Deployment;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the local stand-in for the services until it is told to stop. */
@Command(
        name = "sandbox",
        description = {
            "Serve a local stand-in for the services, for tests and for trying things out.",
            "When it serves, it prints exactly one line to standard output:",
            "  ready http://127.0.0.1:PORT",
            "It listens on this machine only. Ctrl-C or SIGTERM stops it.",
            "GET / lists what can be asked of it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by Ctrl-C or SIGTERM", "2:bad usage, or the port is in use"})
final class SandboxCommand implements Callable<Integer> {

    private final Streams streams;
    private final StopSignal stop;

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8088",
            description = "The port to listen on; 0: any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "echo",
            description =
                    "Who answers: echo (repeats), concierge (greets, types and answers) or silent. Default: echo.")
    private Scenario scenario = Scenario.ECHO;

    @Option(
            names = "--deployment",
            paramLabel = "ID",
            description = "A deployment to serve beside the default one. May be given several times.")
    private List<String> deployments = List.of();

    @Option(
            names = "--rate-limit",
            paramLabel = "N",
            description = "How many messages a session may send in a second. Default: as documented, 5; 0: no limits.")
    private @Nullable Integer rateLimit;

    @Option(
            names = "--lenient",
            description = "Let pass what the services would refuse, such as fields of the wrong kind.")
    private boolean lenient;

    @Option(
            names = "--guest-queue",
            paramLabel = "NAME",
            description =
                    "A queue of the default deployment of the guest chat. May be given several times. Default: Support.")
    private List<String> guestQueues = List.of();

    @Mixin
    private DeploymentArguments deploymentArguments = new DeploymentArguments();

    SandboxCommand(Streams streams, StopSignal stop) {
        this.streams = streams;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        SandboxOptions options = options();
        try (Sandbox sandbox = start(options)) {
            streams.out().println("ready " + sandbox.url());
            streams.out().flush();
            stop.await();
        }
        return ExitCode.OK;
    }

    private SandboxOptions options() {
        SandboxOptions.Builder builder =
                SandboxOptions.builder().host("127.0.0.1").scenario(scenario).lenient(lenient);
        builder.deployment(deploymentArguments.deployment(Deployment.DEFAULT_ID));
        setting("--port", () -> builder.port(port));
        setting(
                "--deployment",
                () -> deployments.forEach(id -> builder.deployment(deploymentArguments.deployment(id))));
        Integer limit = rateLimit;
        if (limit != null) {
            setting("--rate-limit", () -> builder.messagesPerSecond(limit));
        }
        setting("--guest-queue", () -> builder.guestChat(guestChat()));
        return builder.build();
    }

    private GuestChatOptions guestChat() {
        GuestChatDeployment.Builder deployment = GuestChatDeployment.builder(GuestChatDeployment.DEFAULT_ID);
        guestQueues.forEach(deployment::queue);
        return GuestChatOptions.builder()
                .lenient(lenient)
                .deployment(deployment.build())
                .build();
    }

    private void setting(String option, Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException refused) {
            throw Misuse.of(command, option, refused);
        }
    }

    private Sandbox start(SandboxOptions options) {
        try {
            return Sandbox.start(options);
        } catch (SandboxException refused) {
            throw new CommandFailure(ExitCode.USAGE, "--port: " + refused.getMessage(), refused);
        }
    }
}
