package dev.confab.cli.chat;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.webmessaging.AsyncWebMessagingAuth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One conversation from the first line of the input to the last proof. */
final class Chat {

    private static final long DISCONNECT_SECONDS = 5;

    private final ChatSetup setup;
    private final AsyncMessagingClient client;
    private final Place place;
    private final LineSource lines;
    private final ChatReport report;
    private final ChatLimits limits;

    Chat(ChatSetup setup, Place place, LineSource lines, ChatReport report) {
        this.setup = setup;
        this.place = place;
        this.client = setup.client();
        this.lines = lines;
        this.report = report;
        this.limits = setup.limits();
    }

    /**
     * Runs until the input ends and every line of it is proved or has failed. The client is closed afterwards.
     *
     * @return the exit code
     */
    int run() throws IOException, InterruptedException {
        // Not a daemon pool's thread: what is slow here is the reader of the output, and only it shall be held up.
        ExecutorService reporting = Executors.newSingleThreadExecutor(task -> new Thread(task, "confab-chat-report"));
        ChatListener listener = new ChatListener(report, place);
        Restored restored = setup.restored();
        try (client;
                Outgoing outgoing = new Outgoing(client, place, listener, report, limits, restored.kept())) {
            if (!restored.isEmpty()) {
                report.restored(restored);
                outgoing.restore(restored);
            }
            client.addListener(listener, reporting);
            connect();
            outgoing.begin();
            listConversations(listener);
            FileCommands files = new FileCommands(client, outgoing, new Calls(limits.timeoutMillis()));
            sendAll(outgoing, commands(outgoing, listener, files), files);
            files.reportLeft();
            outgoing.awaitReported();
            outgoing.letGoOfFailed();
            listener.awaitQuiet(limits.lingerMillis(), limits.longestLingerMillis());
            disconnect();
            return outgoing.failed() == 0 ? ExitCode.OK : ExitCode.UNPROVED;
        } finally {
            reporting.shutdown();
        }
    }

    private void connect() throws InterruptedException {
        try {
            client.connect().get();
        } catch (ExecutionException failed) {
            throw new CommandFailure(
                    ExitCode.NOT_CONNECTED,
                    "Could not connect. " + CommandFailure.reasonOf(failed)
                            + " The options that say where to are --url or --region, and --deployment.",
                    failed.getCause());
        }
    }

    /** Where there may be many, a person sees first which there are. */
    private void listConversations(ChatListener listener) throws InterruptedException {
        if (place.isOneOfMany()) {
            listener.awaitListed(limits.timeoutMillis());
            Calls calls = new Calls(limits.timeoutMillis());
            report.answered(new ConversationCommands(client, place, calls).listed());
            listener.announceConversations();
        }
    }

    private Commands commands(Outgoing outgoing, ChatListener listener, FileCommands files) {
        Calls calls = new Calls(limits.timeoutMillis());
        List<Verb> verbs = new ArrayList<>(files.verbs());
        verbs.add(new ReplyCommand(client, listener, outgoing, limits).verb());
        verbs.addAll(new SessionCommands(client, place, outgoing, calls).verbs());
        if (place.isOneOfMany()) {
            verbs.addAll(new ConversationCommands(client, place, calls).verbs());
        }
        AsyncWebMessagingAuth auth = setup.auth();
        if (auth != null) {
            verbs.add(new LoginCommand(client, auth, calls).verb());
        }
        return new Commands(outgoing, report, verbs);
    }

    private void sendAll(Outgoing outgoing, Commands commands, FileCommands files)
            throws IOException, InterruptedException {
        for (Line line = lines.next(); line != null; line = lines.next()) {
            String problem = line.problem();
            if (problem != null) {
                outgoing.refuse(line.text(), problem);
            } else if (Command.isCommand(line.text())) {
                if (!commands.run(Command.of(line.text()))) {
                    return;
                }
            } else if (!line.text().isEmpty()) {
                String text = Command.message(line.text());
                outgoing.send(text, files.draft(text));
            }
        }
    }

    /** Politeness only: every message is proved, and closing the client ends the connection in any case. */
    private void disconnect() throws InterruptedException {
        try {
            client.disconnect().get(DISCONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException impolite) {
            report.problem("The session could not be ended politely: " + CommandFailure.reasonOf(impolite));
        }
    }
}
