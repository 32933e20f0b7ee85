package dev.confab.cli.demo;

import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import java.io.PrintStream;
import java.util.List;

/** Plays the conversation: a greeting, three questions with their answers, and a cut connection in the middle. */
public final class Demo {

    private static final List<String> SCRIPT = List.of(
            "Where is my parcel?", "And when are you open, in case I am not at home?", "Thank you, that helps!");
    private static final int CUT_BEFORE = 1;

    private final Sandbox sandbox;
    private final Stage stage;

    /**
     * Makes a demo.
     *
     * @param sandbox with a concierge
     * @param client not connected yet
     */
    public Demo(Sandbox sandbox, AsyncMessagingClient client, PrintStream out, Palette palette) {
        this.sandbox = sandbox;
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
        return stage.judge("1 cut connection");
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
