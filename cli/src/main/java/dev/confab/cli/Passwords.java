package dev.confab.cli;

import dev.confab.cli.backend.PasswordSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A password of a file or of the standard input, else of the environment, else of a person at the terminal. */
final class Passwords implements PasswordSource {

    static final String VARIABLE = "CONFAB_PASSWORD";

    /** Instead of a file. */
    private static final String STANDARD_INPUT = "-";

    /** Not even stars, which tell how long it is. */
    private static final char NOTHING_SHOWN = '\0';

    private static final int LONGEST_BYTES = 4_096;

    private final @Nullable Path file;
    private final InputStream in;
    private final Map<String, String> environment;
    private final Function<String, @Nullable String> prompt;
    private final Function<String, RuntimeException> misuse;

    /**
     * @param file its first line is the password; {@code -} for the first line of {@code in}
     * @param prompt asks a person; gives null where there is none
     * @param misuse makes of what is wrong with the file the failure of the command
     */
    Passwords(
            @Nullable Path file,
            InputStream in,
            Map<String, String> environment,
            Function<String, @Nullable String> prompt,
            Function<String, RuntimeException> misuse) {
        this.file = file;
        this.in = in;
        this.environment = environment;
        this.prompt = prompt;
        this.misuse = misuse;
    }

    /** Those of the process. */
    static Passwords ofProcess(@Nullable Path file, Streams streams, Function<String, RuntimeException> misuse) {
        return new Passwords(
                file, streams.in(), System.getenv(), question -> streams.interactive() ? ask(question) : null, misuse);
    }

    private static @Nullable String ask(String question) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            return LineReaderBuilder.builder()
                    .terminal(terminal)
                    .variable(LineReader.DISABLE_HISTORY, true)
                    .build()
                    .readLine(question, NOTHING_SHOWN);
        } catch (IOException | UserInterruptException | EndOfFileException noAnswer) {
            return null;
        }
    }

    @Override
    public @Nullable String given() {
        Path from = file;
        if (from == null) {
            String variable = environment.get(VARIABLE);
            return variable == null || variable.isEmpty() ? null : variable;
        }
        String line = read(from);
        if (line.isEmpty()) {
            throw misuse.apply("its first line is empty: the password stands there.");
        }
        return line;
    }

    private String read(Path from) {
        try {
            if (from.toString().equals(STANDARD_INPUT)) {
                return firstLine(in);
            }
            try (InputStream bytes = new BufferedInputStream(Files.newInputStream(from))) {
                return firstLine(bytes);
            }
        } catch (IOException unreadable) {
            throw misuse.apply("it cannot be read: " + unreadable);
        }
    }

    /** And nothing behind it: the rest of the standard input is for others. */
    private String firstLine(InputStream bytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0 && next != '\n'; next = bytes.read()) {
            if (line.size() == LONGEST_BYTES) {
                throw misuse.apply("its first line is no password: it has more than " + LONGEST_BYTES + " bytes.");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public @Nullable String typed(String question) {
        return prompt.apply(question);
    }
}
