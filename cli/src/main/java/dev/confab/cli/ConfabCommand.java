package dev.confab.cli;

import dev.confab.sandbox.Scenario;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command that holds the others. */
@Command(
        name = "confab",
        description = "A messaging client for contact-center chat.",
        synopsisSubcommandLabel = "(demo | chat | sandbox | decode)",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ConfabCommand {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of what goes wrong.")
    private boolean debug;

    private ConfabCommand() {}

    /**
     * Makes the command line.
     *
     * @param streams what it reads and writes
     * @param stop tells a command that serves when to stop
     * @return ready to execute; it never ends the process
     */
    public static CommandLine commandLine(Streams streams, StopSignal stop) {
        ConfabCommand root = new ConfabCommand();
        CommandLine line = new CommandLine(root)
                .addSubcommand(new DemoCommand(streams))
                .addSubcommand(new ChatCommand(streams))
                .addSubcommand(new SandboxCommand(streams, stop))
                .addSubcommand(new DecodeCommand(streams));
        line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                streams.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.registerConverter(Scenario.class, ConfabCommand::scenario);
        line.setParameterExceptionHandler((failure, args) -> misused(failure, root, streams.err()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, root, streams.err()));
        return line;
    }

    private static Scenario scenario(String name) {
        try {
            return Scenario.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }

    private static int misused(ParameterException failure, ConfabCommand root, PrintStream err) {
        CommandLine command = failure.getCommandLine();
        err.println("confab: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        if (root.debug) {
            failure.printStackTrace(err);
        }
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, ConfabCommand root, PrintStream err) {
        int exitCode = ExitCode.FAULT;
        if (failure instanceof CommandFailure known) {
            err.println("confab: " + known.getMessage());
            exitCode = known.exitCode();
        } else {
            err.println("confab: a fault of this program: " + failure);
            if (!root.debug) {
                err.println("Run it again with --debug to see where.");
            }
        }
        if (root.debug) {
            failure.printStackTrace(err);
        }
        return exitCode;
    }
}
