package dev.confab.cli;

import dev.confab.cli.backend.Backend;
import dev.confab.cli.backend.Backends;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a whole conversation, in this process and without any account. */
@Command(
        name = "demo",
        description = {
            "Watch a guest and an agent talk over a real WebSocket, on this machine only.",
            "webmessaging: the connection is cut in the middle; the guest chooses from quick replies, sees a card, and"
                    + " another device of the guest reads the conversation back. guestchat: an agent joins, both talk, the"
                    + " guest reads the history and leaves. amm: two users and an agent in two conversations, with files, read"
                    + " marks and typing, which are left in the end. At the end everything is compared with what the service"
                    + " stored.",
            "With --faults (webmessaging, amm) nearly everything goes wrong once."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything was proved", "2:bad usage", "3:something was not; the last line says what"})
final class DemoCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = Backends.DEFAULT,
            description = "Which kind of service: " + Backends.NAMES + ". Default: ${DEFAULT-VALUE}.")
    private String backend = Backends.DEFAULT;

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
        Backend chosen =
                Backends.find(backend).orElseThrow(() -> Misuse.of(command, "--backend", Backends.unknown(backend)));
        if (faults && !chosen.demoHasFaults()) {
            throw Misuse.of(command, "--faults", "the demo of " + chosen.name() + " has none: leave it out.");
        }
        String shows = faults ? "nearly everything goes wrong once." : chosen.demoShows();
        streams.out().println(new Palette(streams.coloured()).faint(chosen.title() + ": " + shows));
        return chosen.demo(streams, faults);
    }
}
