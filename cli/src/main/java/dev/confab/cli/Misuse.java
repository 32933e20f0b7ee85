package dev.confab.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Says which option was wrong and how to put it right, in the words that picocli has for its own checks. */
final class Misuse {

    private Misuse() {}

    static ParameterException of(@Nullable CommandSpec command, String option, IllegalArgumentException reason) {
        return of(command, option, String.valueOf(reason.getMessage()));
    }

    static ParameterException of(@Nullable CommandSpec command, String option, String reason) {
        if (command == null) {
            throw new IllegalStateException("Only a parsed command has options.");
        }
        return new ParameterException(command.commandLine(), "Invalid value for option '" + option + "': " + reason);
    }
}
