package dev.confab.cli.demo;

import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.fault.ConnectionFault.RefuseConnect;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault.DropAfterStore;
import dev.confab.sandbox.fault.SessionFault.DropBeforeStore;
import dev.confab.sandbox.fault.SessionFault.RateLimit;
import dev.confab.sandbox.fault.SessionFault.SuppressEcho;
import java.io.PrintStream;
import java.util.List;

/** Plays a conversation in which nearly everything goes wrong once, and says each time what the client made of it. */
public final class FaultDemo {

    private static final String SENT_AGAIN =
            "the client connected again, did not find the message in the history, and sent it again";
    private static final String FOUND =
            "the client connected again and found the message in the history: not sent again";

    private static final List<Trouble> SCRIPT = List.of(
            new Trouble(
                    "Where is my parcel?",
                    new DropBeforeStore(),
                    "fault: the connection is cut just before the service stores the next message",
                    2,
                    SENT_AGAIN),
            new Trouble(
                    "And when are you open, in case I am not at home?",
                    new DropAfterStore(),
                    "fault: the connection is cut just after the service stored the next message, before it says so",
                    1,
                    FOUND),
            new Trouble(
                    "How much is the premium plan?",
                    new SuppressEcho(),
                    "fault: the service stores the next message and never says so",
                    1,
                    "the client waited for the proof in vain, connected again and found the message in the history:"
                            + " not sent again"),
            new Trouble(
                    "Could I talk to a person?",
                    new RateLimit(1),
                    "fault: the service refuses the next message as one too many (4029), for a second",
                    2,
                    "the client waited as long as it was told, and sent it again"));
    private static final String MEANWHILE = "This is Ben, a colleague of Ada. How can I help you?";
    private static final String LAST = "Thank you, that helps!";

    /** Long enough for an attempt to connect that is refused. */
    private static final long AWAY_MILLIS = 700;

    private final Sandbox sandbox;
    private final Stage stage;

    /**
     * @param fault happens once, to the message
     * @param announced what goes wrong
     * @param sends how often the client must send the message
     * @param mended what the client did about it
     */
    private record Trouble(String text, Fault fault, String announced, int sends, String mended) {}

    /**
     * Makes a demo.
     *
     * @param sandbox with a concierge
     * @param client not connected yet; its patience for a proof is the time that the swallowed one takes
     */
    public FaultDemo(Sandbox sandbox, AsyncMessagingClient client, PrintStream out, Palette palette) {
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
        for (Trouble trouble : SCRIPT) {
            play(trouble);
        }
        speakMeanwhile();
        stage.type();
        stage.say(LAST);
        stage.proof().requireReconnect();
        return stage.judge(SCRIPT.size() + 1 + " faults");
    }

    private void play(Trouble trouble) throws InterruptedException {
        // Without typing: that is a frame, too, and could take the refusal that is meant for the message.
        stage.transcript().remark(trouble.announced());
        sandbox.faults().add(trouble.fault(), FaultScope.once());
        stage.say(trouble.text());
        stage.transcript().remark(trouble.mended());
        long sends = sends(trouble.text());
        stage.proof()
                .require(
                        sends == trouble.sends(),
                        "\"" + trouble.text() + "\" was sent " + sends + " times instead of " + trouble.sends());
    }

    private void speakMeanwhile() throws InterruptedException {
        stage.transcript().remark("fault: the connection is cut and refused for a while; an agent speaks meanwhile");
        String refusal = sandbox.faults().add(new RefuseConnect(503));
        int count = sandbox.dropConnections();
        stage.proof().require(count == 1, "one connection was to be cut, but there were " + count);
        sandbox.agentSay(sandbox.messages().get(0).session(), MEANWHILE);
        Thread.sleep(AWAY_MILLIS);
        boolean unused = sandbox.faults().remove(refusal);
        stage.awaitAnswer("what an agent said without a connection did not come");
        stage.transcript().remark("the client connected again and fetched from the history what it had missed");
    }

    /** How often the message reached the service; not what the service made of it. */
    private long sends(String text) {
        return sandbox.ledger().stream()
                .filter(entry -> entry.direction().equals("received")
                        && entry.payload().contains("\"onMessage\"")
                        && entry.payload().contains(text))
                .count();
    }
}
