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

/** The guest of a demo, and the account of what was said: every claim is checked at the end. */
final class Stage {

    private static final long PATIENCE_SECONDS = 20;

    private final Sandbox sandbox;
    private final AsyncMessagingClient client;
    private final Sightings sightings = new Sightings();
    private final Transcript transcript;
    private final Proof proof;
    private final List<String> said = new ArrayList<>();
    private final List<CompletableFuture<Message>> proofs = new ArrayList<>();
    private final long begin = System.nanoTime();
    private int expectedAnswers;

    /**
     * @param sandbox with a concierge
     * @param client not connected yet; closed by {@link #judge}
     */
    Stage(Sandbox sandbox, AsyncMessagingClient client, PrintStream out, Palette palette) {
        this.sandbox = sandbox;
        this.client = client;
        this.transcript = new Transcript(out, palette, sightings);
        this.proof = new Proof(sandbox);
    }

    Transcript transcript() {
        return transcript;
    }

    Proof proof() {
        return proof;
    }

    void connect() throws InterruptedException {
        transcript.heading("A guest and an agent, over a real WebSocket to a sandbox at " + sandbox.url());
        client.addListener(transcript);
        result("connecting", client.connect());
        awaitAnswer("the greeting did not come");
    }

    void type() throws InterruptedException {
        result("telling that the guest types", client.indicateTyping());
    }

    /** Says something, and waits for its proof and its answer. */
    void say(String text) throws InterruptedException {
        CompletableFuture<Message> sending = client.send(text);
        said.add(text);
        proofs.add(sending);
        result("sending", sending);
        awaitAnswer("\"" + text + "\" was not answered");
    }

    /** Waits for one thing more than so far from the other side. */
    void awaitAnswer(String otherwise) throws InterruptedException {
        expectedAnswers++;
        if (!sightings.awaitAnswers(expectedAnswers, PATIENCE_SECONDS)) {
            throw new CommandFailure(
                    ExitCode.UNPROVED, "Not proved: " + otherwise + " within " + PATIENCE_SECONDS + " s.", null);
        }
    }

    /**
     * Ends the session, compares, and says the result.
     *
     * @param endured what went wrong on the way, in a few words
     * @return the exit code
     */
    int judge(String endured) throws InterruptedException {
        result("disconnecting", client.disconnect());
        client.close();
        proof.requireStored(said, proofs.stream().map(CompletableFuture::join).toList());
        proof.requireReconnect();
        proof.require(sightings.typings() >= 1, "the agent was never seen typing");
        proof.require(
                sightings.answers() == expectedAnswers,
                "the agent said " + sightings.answers() + " things instead of " + expectedAnswers);
        List<String> problems = proof.problems();
        if (!problems.isEmpty()) {
            transcript.verdict(false, "Not proved: " + String.join("; ", problems) + ".");
            return ExitCode.UNPROVED;
        }
        transcript.verdict(
                true,
                String.format(
                        Locale.ROOT,
                        "%d messages sent, each stored exactly once and in order; %d received; %s, nothing lost. %.1f s.",
                        said.size(),
                        sightings.answers(),
                        endured,
                        (System.nanoTime() - begin) / 1e9));
        return ExitCode.OK;
    }

    private static <T> void result(String what, CompletableFuture<T> future) throws InterruptedException {
        try {
            var unused = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
