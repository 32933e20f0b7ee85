package dev.confab.cli;

/** What the process tells whoever started it. */
public final class ExitCode {

    /** All went well; for {@code chat}: every message was proved. */
    public static final int OK = 0;

    /** A fault of this program. */
    public static final int FAULT = 1;

    /** The command was not understood, or cannot work as it was given. */
    public static final int USAGE = 2;

    /** Some message was not proved. */
    public static final int UNPROVED = 3;

    /** For {@code decode}: some line was no JSON. */
    public static final int NO_JSON = 3;

    /** The service could not be reached, or did not accept the session. */
    public static final int NOT_CONNECTED = 4;

    private ExitCode() {}
}
