package dev.confab.cli.demo;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.transport.model.Message;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Plays the conversation: a greeting, three questions with their answers, and a cut connection in the middle. */
public final class Demo {

    private static final long PATIENCE_SECONDS = 20;
    private static final List<String> SCRIPT = List.of(
            "Where is my parcel?", "And when are you open, in case I am not at home?", "Thank you, that helps!");
    private static final int CUT_BEFORE = 1;

    private final Sandbox sandbox;
    private final AsyncMessagingClient client;
    private final Sightings sightings = new Sightings();
    private final Transcript transcript;
    private final Proof proof;
    private final List<Message> proved = new ArrayList<>();
    private final long begin = System.nanoTime();

    /**
     * Makes a demo.
     *
     * @param sandbox with a concierge
     * @param client not connected yet
     */
    public Demo(Sandbox sandbox, AsyncMessagingClient client, PrintStream out, Palette palette) {
        this.sandbox = sandbox;
        this.client = client;
        this.transcript = new Transcript(out, palette, sightings);
        this.proof = new Proof(sandbox);
    }

    /**
     * Plays it and checks every claim that it makes.
     *
     * @return the exit code
     */
    public int play() throws InterruptedException {
        transcript.heading("A guest and an agent, over a real WebSocket to a sandbox at " + sandbox.url());
        client.addListener(transcript);
        result("connecting", client.connect());
        awaitAnswers(1, "the greeting did not come");
        for (int i = 0; i < SCRIPT.size(); i++) {
            say(SCRIPT.get(i), i == CUT_BEFORE);
            awaitAnswers(i + 2, "\"" + SCRIPT.get(i) + "\" was not answered");
        }
        result("disconnecting", client.disconnect());
        client.close();
        return judge();
    }

    /**
     * @param cut whether the message goes into a connection that is cut at this moment. Cut first, then sent: the client
     *     does not know yet, and the service cannot have stored the message before its connection went away, so that exactly
     *     one copy is what must come of it.
     */
    private void say(String text, boolean cut) throws InterruptedException {
        result("telling that the guest types", client.indicateTyping());
        if (cut) {
            transcript.remark("the connection is cut while the next message is being sent");
            int count = sandbox.dropConnections();
            CompletableFuture<Message> sending = client.send(text);
            proof.require(count == 1, "one connection was to be cut, but there were " + count);
            proved.add(result("sending", sending));
        } else {
            proved.add(result("sending", client.send(text)));
        }
    }

    private void awaitAnswers(int count, String otherwise) throws InterruptedException {
        if (!sightings.awaitAnswers(count, PATIENCE_SECONDS)) {
            throw new CommandFailure(
                    ExitCode.UNPROVED, "Not proved: " + otherwise + " within " + PATIENCE_SECONDS + " s.", null);
        }
    }

    private int judge() {
        proof.requireStored(SCRIPT, proved);
        proof.requireReconnect();
        proof.require(sightings.typings() >= 1, "the agent was never seen typing");
        proof.require(
                sightings.answers() == SCRIPT.size() + 1,
                "the agent said " + sightings.answers() + " things instead of " + (SCRIPT.size() + 1));
        List<String> problems = proof.problems();
        if (!problems.isEmpty()) {
            transcript.verdict(false, "Not proved: " + String.join("; ", problems) + ".");
            return ExitCode.UNPROVED;
        }
        transcript.verdict(
                true,
                String.format(
                        Locale.ROOT,
                        "%d messages sent, each stored exactly once and in order; %d received; 1 cut connection, nothing"
                                + " lost. %.1f s.",
                        proved.size(),
                        sightings.answers(),
                        (System.nanoTime() - begin) / 1e9));
        return ExitCode.OK;
    }

    private static <T> T result(String what, CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new CommandFailure(
                    ExitCode.UNPROVED,
                    "Not proved: " + what + " failed. " + CommandFailure.reasonOf(failed),
                    failed.getCause());
        } catch (TimeoutException late) {
            throw new CommandFailure(
                    ExitCode.UNPROVED, "Not proved: " + what + " took more than " + PATIENCE_SECONDS + " s.", late);
        }
    }
}
