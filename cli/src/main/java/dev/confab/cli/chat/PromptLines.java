package dev.confab.cli.chat;

import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import java.util.Objects;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** The lines that a person types at a terminal, and the place above the prompt where everything else is printed. */
final class PromptLines implements LineSource {

    private static final String HELP = """
            Type a message and press Enter to send it.
              /help   shows this
              /quit   ends the session, as Ctrl-D does
            A message that begins with a slash is typed with two: //like this""";

    private final LineReader reader;
    private final Palette palette;
    private final String prompt;

    PromptLines(Terminal terminal, Palette palette) {
        this.palette = palette;
        this.prompt = palette.guest("> ");
        // Without the expansion of events, an exclamation mark is an exclamation mark.
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("confab")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Tells the other side about each key; the client conflates them. */
    void announceTyping(AsyncMessagingClient client) {
        Widget insert = Objects.requireNonNull(reader.getBuiltinWidgets().get(LineReader.SELF_INSERT));
        reader.getWidgets().put(LineReader.SELF_INSERT, () -> {
            var unused = client.indicateTyping();
            return insert.apply();
        });
    }

    /** From any thread, whether or not the person is typing. */
    void printAbove(String line) {
        reader.printAbove(line);
    }

    @Override
    public @Nullable Line next() {
        try {
            while (true) {
                String typed = reader.readLine(prompt);
                if (typed.startsWith("//")) {
                    return new Line(typed.substring(1), null);
                }
                if (!typed.startsWith("/")) {
                    return new Line(typed, null);
                }
                switch (typed.strip()) {
                    case "/quit" -> {
                        return null;
                    }
                    case "/help" -> printAbove(palette.faint(HELP));
                    default -> printAbove(palette.bad("There is no command " + typed.strip() + ". Type /help."));
                }
            }
        } catch (UserInterruptException | EndOfFileException leaving) {
            return null;
        }
    }
}
