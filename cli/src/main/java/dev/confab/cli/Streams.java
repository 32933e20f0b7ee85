package dev.confab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * What a command reads and writes.
 *
 * @param in the input
 * @param out results
 * @param err everything else
 * @param interactive whether a person sits at both ends, {@code in} and {@code out}
 * @param coloured whether {@code out} shows colours
 */
public record Streams(InputStream in, PrintStream out, PrintStream err, boolean interactive, boolean coloured) {

    /** Native code first; where it does not load, a program of the system. */
    private static final List<String> TERMINAL_PROVIDERS = List.of("jni", "exec");

    /** Those of the process. UTF-8 whatever the locale says: JSON has no other encoding, and terminals have moved on. */
    static Streams ofProcess() {
        boolean terminalOut = isTerminal(SystemStream.Output);
        return new Streams(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                terminalOut && isTerminal(SystemStream.Input),
                terminalOut && wantsColours());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Of one stream alone: System.console() tells of both together, and since Java 22 of neither. */
    private static boolean isTerminal(SystemStream stream) {
        for (String provider : TERMINAL_PROVIDERS) {
            try {
                return TerminalProvider.load(provider).isSystemStream(stream);
            } catch (IOException | RuntimeException | LinkageError notHere) {
                // The next one may be.
            }
        }
        return false;
    }

    private static boolean wantsColours() {
        String none = System.getenv("NO_COLOR");
        return (none == null || none.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
