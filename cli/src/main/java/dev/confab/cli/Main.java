package dev.confab.cli;

/** Where the process starts, and the only place that ends it. */
public final class Main {

    private Main() {}

    /**
     * Runs one command.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(ConfabCommand.commandLine(Streams.ofProcess(), StopSignal.ofProcess())
                .execute(args));
    }
}
