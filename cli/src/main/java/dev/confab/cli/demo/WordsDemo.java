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
import dev.confab.transport.backend.TransportOptions;
import java.time.Duration;
import java.util.List;

/**
 * Plays a conversation at a service that carries words: an agent joins, both talk, the guest reads what was said and leaves.
 */
public final class WordsDemo {

    private static final List<String> SCRIPT = List.of(
            "Where is my parcel?", "And when are you open, in case I am not at home?", "Thank you, that helps!");

    /** So that a person can follow. */
    private static final Duration AGENT_DELAY = Duration.ofMillis(600);

    private WordsDemo() {}

    /**
     * Plays it and checks every claim that it makes.
     *
     * @param options makes the options for a sandbox at an address
     * @return the exit code
     */
    public static int play(Streams streams, Options options) throws InterruptedException {
        try (Sandbox sandbox = start();
                AsyncMessagingClient client = AsyncMessagingClient.create(options.at(sandbox.url()))) {
            Stage stage = new Stage(sandbox, client, streams.out(), new Palette(streams.coloured()));
            stage.connect();
            for (String words : SCRIPT) {
                stage.type();
                stage.say(words);
            }
            stage.requireJoined();
            int read = stage.readAgain();
            stage.leave();
            return stage.judge(read + " messages in the history");
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

    /** Makes options for a sandbox. */
    public interface Options {
        /** Those of a sandbox at this address. */
        TransportOptions at(String url);
    }
}
