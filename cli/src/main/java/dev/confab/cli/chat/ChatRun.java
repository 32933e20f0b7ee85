package dev.confab.cli.chat;

import dev.confab.cli.Palette;
import dev.confab.cli.Streams;
import dev.confab.client.AsyncMessagingClient;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Starts a chat in the way that fits where its lines come from and who reads its output. */
public final class ChatRun {

    private ChatRun() {}

    /**
     * Lines of the input, reported as JSON.
     *
     * @param client not connected yet; closed afterwards
     * @param restored what the client goes on with
     * @return the exit code
     */
    public static int json(AsyncMessagingClient client, Streams streams, ChatLimits limits, Restored restored)
            throws IOException, InterruptedException {
        ChatReport report = new JsonReport(streams.out(), streams.err());
        return new Chat(client, new StreamLines(streams.in()), report, limits, restored).run();
    }

    /**
     * Lines of the input, reported as text.
     *
     * @param client not connected yet; closed afterwards
     * @param restored what the client goes on with
     * @return the exit code
     */
    public static int plain(AsyncMessagingClient client, Streams streams, ChatLimits limits, Restored restored)
            throws IOException, InterruptedException {
        ChatReport report = new PlainReport(streams.out()::println, new Palette(streams.coloured()), true);
        return new Chat(client, new StreamLines(streams.in()), report, limits, restored).run();
    }

    /**
     * A person at the terminal of the process.
     *
     * @param client not connected yet; closed afterwards
     * @param restored what the client goes on with
     * @return the exit code
     */
    public static int interactive(AsyncMessagingClient client, Streams streams, ChatLimits limits, Restored restored)
            throws IOException, InterruptedException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            return interactive(client, terminal, new Palette(streams.coloured()), limits, restored);
        }
    }

    static int interactive(
            AsyncMessagingClient client, Terminal terminal, Palette palette, ChatLimits limits, Restored restored)
            throws IOException, InterruptedException {
        PromptLines lines = new PromptLines(terminal, palette);
        lines.announceTyping(client);
        if (restored.kept()) {
            lines.keepDraft(client, restored.draft());
        }
        lines.printAbove(palette.faint("Type /help for help, /quit to leave."));
        ChatReport report = new PlainReport(lines::printAbove, palette, false);
        // Whoever types /quit does not want to wait for another answer.
        ChatLimits atOnce = new ChatLimits(limits.timeoutMillis(), limits.paceMillis(), 0);
        return new Chat(client, lines, report, atOnce, restored).run();
    }
}
