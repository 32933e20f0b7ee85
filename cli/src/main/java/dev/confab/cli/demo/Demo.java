package dev.confab.cli.demo;

import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.transport.model.MessagePart;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Plays the conversation: a greeting, three questions with their answers, a cut connection in the middle, a choice, a card,
 * and the way back to the start of it all.
 */
public final class Demo {

    private static final List<String> SCRIPT = List.of(
            "Where is my parcel?", "And when are you open, in case I am not at home?", "Thank you, that helps!");
    private static final int CUT_BEFORE = 1;
    private static final String NOTE = "The parcel has the number 4711.\n".repeat(2_000);

    /** Of the file that the concierge of the sandbox sends. */
    private static final String OPENING_HOURS_SHA_256 =
            "b7cef953bd8ec2ad09b428cf348f77c0d11c5b1b440b66821d2be239d5d49dc4";

    private final Sandbox sandbox;
    private final Function<String, AsyncMessagingClient> devices;
    private final Stage stage;

    /**
     * Makes a demo.
     *
     * @param sandbox with a concierge
     * @param client not connected yet
     * @param devices makes clients for other devices of the guest, of the token of the session; not connected yet
     */
    public Demo(
            Sandbox sandbox,
            AsyncMessagingClient client,
            Function<String, AsyncMessagingClient> devices,
            PrintStream out,
            Palette palette) {
        this.sandbox = sandbox;
        this.devices = devices;
        this.stage = new Stage(sandbox, client, out, palette);
    }

    /**
     * Plays it and checks every claim that it makes.
     *
     * @return the exit code
     */
    public int play() throws InterruptedException {
        stage.connect();
        for (int i = 0; i < SCRIPT.size(); i++) {
            stage.type();
            if (i == CUT_BEFORE) {
                cut();
            }
            stage.say(SCRIPT.get(i));
        }
        choose();
        exchangeFiles();
        int read = readBack();
        stage.proof().requireReconnect();
        return stage.judge("1 cut connection, " + read + " messages read back");
    }

    private void choose() throws InterruptedException {
        stage.say("quick replies");
        stage.requireShown(MessagePart.QuickReplies.class);
        stage.choose("CALL_YES");
        stage.say("card");
        stage.requireShown(MessagePart.Card.class);
    }

    private void exchangeFiles() throws InterruptedException {
        stage.sendFile("note.txt", NOTE.getBytes(StandardCharsets.UTF_8));
        stage.say("file");
        stage.requireFetched(OPENING_HOURS_SHA_256);
    }

    private int readBack() throws InterruptedException {
        String token = sandbox.messages().get(0).session();
        int read = stage.readBack(devices.apply(token));
        stage.transcript()
                .remark("another device of the guest read the conversation back to its start: " + read + " messages");
        return read;
    }

    /**
     * Cut first, then sent: the client does not know yet, and the service cannot have stored the message before its
     * connection went away, so that exactly one copy is what must come of it.
     */
    private void cut() {
        stage.transcript().remark("the connection is cut while the next message is being sent");
        int count = sandbox.dropConnections();
        stage.proof().require(count == 1, "one connection was to be cut, but there were " + count);
    }
}
