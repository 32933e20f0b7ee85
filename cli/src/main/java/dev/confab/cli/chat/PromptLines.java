package dev.confab.cli.chat;

import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Draft;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** The lines that a person types at a terminal, and the place above the prompt where everything else is printed. */
final class PromptLines implements LineSource {

    private static final List<String> EDITING =
            List.of(LineReader.SELF_INSERT, LineReader.BACKWARD_DELETE_CHAR, LineReader.BEGIN_PASTE);

    private final LineReader reader;
    private final String prompt;
    private String begin = "";
    private Consumer<String> keep = text -> {};

    PromptLines(Terminal terminal, Palette palette) {
        this.prompt = palette.guest("> ");
        // Without the expansion of events, an exclamation mark is an exclamation mark.
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("confab")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Tells the other side about each key; the client conflates them. */
    void announceTyping(Place place) {
        Widget insert = Objects.requireNonNull(reader.getBuiltinWidgets().get(LineReader.SELF_INSERT));
        reader.getWidgets().put(LineReader.SELF_INSERT, () -> {
            place.announceTyping();
            return insert.apply();
        });
    }

    /**
     * Begins with the draft of the last time in the line, and keeps what is typed until it is sent.
     *
     * @param draft empty when there is none
     */
    void keepDraft(AsyncMessagingClient client, String draft) {
        // In the line, a message that begins with a slash has two.
        begin = draft.startsWith("/") ? "/" + draft : draft;
        keep = text -> {
            var unused = client.setDraft(new Draft(text));
        };
        for (String name : EDITING) {
            Widget edit = Objects.requireNonNull(reader.getWidgets().get(name));
            reader.getWidgets().put(name, () -> {
                boolean done = edit.apply();
                keep.accept(Command.message(reader.getBuffer().toString()));
                return done;
            });
        }
    }

    /** From any thread, whether or not the person is typing. */
    void printAbove(String line) {
        reader.printAbove(line);
    }

    @Override
    public @Nullable Line next() {
        try {
            String typed = reader.readLine(prompt, null, begin);
            begin = "";
            keep.accept(Command.message(typed));
            return new Line(typed, null);
        } catch (UserInterruptException | EndOfFileException leaving) {
            return null;
        }
    }
}
