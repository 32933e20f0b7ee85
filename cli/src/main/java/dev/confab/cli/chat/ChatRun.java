package dev.confab.cli.chat;

import dev.confab.cli.Palette;
import dev.confab.cli.Streams;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Starts a chat in the way that fits where its lines come from and who reads its output. */
public final class ChatRun {

    private ChatRun() {}

    /**
     * Lines of the input, reported as JSON.
     *
     * @return the exit code
     */
    public static int json(ChatSetup setup, Streams streams) throws IOException, InterruptedException {
        ChatReport report = new JsonReport(streams.out(), streams.err());
        return new Chat(setup, new Place(setup.client()), new StreamLines(streams.in()), report).run();
    }

    /**
     * Lines of the input, reported as text.
     *
     * @return the exit code
     */
    public static int plain(ChatSetup setup, Streams streams) throws IOException, InterruptedException {
        ChatReport report = new PlainReport(streams.out()::println, new Palette(streams.coloured()), true);
        return new Chat(setup, new Place(setup.client()), new StreamLines(streams.in()), report).run();
    }

    /**
     * A person at the terminal of the process.
     *
     * @return the exit code
     */
    public static int interactive(ChatSetup setup, Streams streams) throws IOException, InterruptedException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            return interactive(setup, terminal, new Palette(streams.coloured()));
        }
    }

    static int interactive(ChatSetup setup, Terminal terminal, Palette palette)
            throws IOException, InterruptedException {
        PromptLines lines = new PromptLines(terminal, palette);
        Place place = new Place(setup.client());
        lines.announceTyping(place);
        if (setup.restored().kept()) {
            lines.keepDraft(setup.client(), setup.restored().draft());
        }
        lines.printAbove(palette.faint("Type /help for help, /quit to leave."));
        ChatReport report = new PlainReport(lines::printAbove, palette, false);
        // Whoever types /quit does not want to wait for another answer.
        ChatLimits limits = setup.limits();
        ChatLimits atOnce = new ChatLimits(limits.timeoutMillis(), limits.paceMillis(), 0);
        ChatSetup hasty = new ChatSetup(setup.client(), setup.auth(), atOnce, setup.restored());
        return new Chat(hasty, place, lines, report).run();
    }
}
