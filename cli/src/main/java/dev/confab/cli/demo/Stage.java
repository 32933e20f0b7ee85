package dev.confab.cli.demo;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.cli.Palette;
import dev.confab.cli.chat.Offers;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.FetchedHistory;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Reply;
import dev.confab.transport.model.SessionState;
import java.io.ByteArrayOutputStream;
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
    private static final int MOST_PAGES = 5;

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
        transcript.heading("A guest and an agent, over real connections to a sandbox at " + sandbox.url());
        client.addListener(transcript);
        var unused = result("connecting", client.connect());
        awaitAnswer("the greeting did not come");
    }

    void type() throws InterruptedException {
        var unused = result("telling that the guest types", client.indicateTyping());
    }

    /** Says something, and waits for its proof and its answer. */
    void say(String text) throws InterruptedException {
        send(new Draft(text), text);
    }

    /** Chooses what the agent offers, and waits for its proof and its answer. */
    void choose(String payload) throws InterruptedException {
        Reply reply = new Offers(client.conversation()).find(payload);
        if (reply == null) {
            throw new CommandFailure(ExitCode.UNPROVED, "Not proved: the agent did not offer " + payload + ".", null);
        }
        send(Draft.reply(reply), reply.getText());
    }

    private void send(Draft draft, String words) throws InterruptedException {
        CompletableFuture<Message> sending = client.send(draft);
        said.add(words);
        proofs.add(sending);
        var unused = result("sending", sending);
        awaitAnswer("\"" + words + "\" was not answered");
    }

    /** Uploads a file and sends it without a word, and waits for its proof and for the agent's account of it. */
    void sendFile(String name, byte[] content) throws InterruptedException {
        Attachment file = result("uploading " + name, client.attach(AttachmentSource.ofBytes(name, content)));
        transcript.remark("uploaded " + name + ", " + content.length + " bytes");
        send(new Draft("").withAttachments(List.of(file)), "");
        String account = last().getText();
        proof.require(
                account.contains(Fingerprint.of(content)),
                "the agent was to receive " + Fingerprint.of(content) + ", but says: " + account);
    }

    /** Fetches the file that the agent has just sent. */
    void requireFetched(String sha256) throws InterruptedException {
        Attachment file = last().getParts().stream()
                .filter(MessagePart.Attachment.class::isInstance)
                .map(part -> ((MessagePart.Attachment) part).getAttachment())
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.UNPROVED, "Not proved: the agent was to send a file, but did not.", null));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long count = result("downloading", client.download(file, AttachmentFiles.sink(() -> content)));
        transcript.remark("downloaded " + file.getFileName() + ", " + count + " bytes");
        String fetched = Fingerprint.of(content.toByteArray());
        proof.require(fetched.equals(sha256), "the agent sent " + sha256 + ", but " + fetched + " was downloaded");
    }

    private Message last() {
        List<Message> messages = client.conversation().getMessages();
        return messages.get(messages.size() - 1);
    }

    /** Looks into the last thing that the agent showed. */
    void requireShown(Class<? extends MessagePart> kind) {
        proof.require(
                last().getParts().stream().anyMatch(kind::isInstance),
                "the agent was to show a " + kind.getSimpleName() + ", but did not");
    }

    /**
     * Reads the conversation back on another device of the guest.
     *
     * @param device not connected yet; closed afterwards
     * @return how many messages it read
     */
    int readBack(AsyncMessagingClient device) throws InterruptedException {
        try (device) {
            var unused = result("connecting another device", device.connect());
            int read = 0;
            boolean start = false;
            for (int page = 0; page < MOST_PAGES && !start; page++) {
                FetchedHistory fetched = result("reading the history", device.nextHistory());
                read += fetched.getMessages().size();
                start = fetched.getStartOfConversation();
            }
            proof.require(start, "the history did not come to its start in " + MOST_PAGES + " pages");
            proof.requireSame(client.conversation(), device.conversation());
            return read;
        }
    }

    /**
     * Reads the conversation back to its start, which is here already.
     *
     * @return how many messages it has
     */
    int readAgain() throws InterruptedException {
        boolean start = false;
        for (int page = 0; page < MOST_PAGES && !start; page++) {
            start = result("reading the history", client.nextHistory()).getStartOfConversation();
        }
        proof.require(start, "the history did not come to its start in " + MOST_PAGES + " pages");
        return client.conversation().getMessages().size();
    }

    /** Leaves the conversation for good. */
    void leave() throws InterruptedException {
        var unused = result("leaving", client.leaveConversation());
        proof.require(
                client.state() instanceof SessionState.ReadOnly,
                "the guest left, but the session is " + client.state());
        transcript.remark("you left the conversation; it can only be read now");
    }

    /** Requires that somebody of the other side was seen coming. */
    void requireJoined() {
        proof.require(sightings.joined() >= 1, "nobody was seen joining");
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
        var unused = result("disconnecting", client.disconnect());
        client.close();
        proof.requireStored(said, proofs.stream().map(CompletableFuture::join).toList());
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
