package dev.confab.cli.demo;

import dev.confab.cli.Palette;
import dev.confab.cli.Streams;
import dev.confab.client.messaging.Conversation;
import dev.confab.client.messaging.Message;
import dev.confab.client.messaging.MessageType;
import dev.confab.client.messaging.Messaging;
import dev.confab.client.messaging.Participant;
import dev.confab.client.messaging.User;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.ConnectionFault.RefuseConnect;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault.DropAfterStore;
import dev.confab.sandbox.fault.SessionFault.DropBeforeStore;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.policy.ReconnectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Alice talks to an agent while nearly everything goes wrong once, and is told each time what the client made of it. */
public final class AmmFaultDemo {

    private static final String ALICE = "alice";
    private static final String AGENT = "agent@example.com";

    /** So that a person can follow. */
    private static final Duration AGENT_DELAY = Duration.ofMillis(300);

    private static final String SEND = "sendMessage";

    private static final List<Trouble> SCRIPT = List.of(
            new Trouble(
                    "Where is my parcel?",
                    new DropBeforeStore(),
                    "fault: the request is cut just before the service stores the next message",
                    2,
                    "the client looked for the message in the conversation, did not find it, and sent it again"),
            new Trouble(
                    "And when are you open, in case I am not at home?",
                    new DropAfterStore(),
                    "fault: the request is cut just after the service stored the next message, before it says so",
                    1,
                    "the client found the message in the conversation: not sent again"),
            new Trouble(
                    "How much is the premium plan?",
                    new CallFault.LoseAnswer(SEND),
                    "fault: the service stores the next message, and its answer gets lost",
                    1,
                    "the client found the message in the conversation: not sent again"),
            new Trouble(
                    "Could I talk to a person?",
                    new CallFault.Fail(SEND, 503, "", 1),
                    "fault: the service is too busy for the next message (503), for a second",
                    2,
                    "the client waited as long as it was told, and sent it again"));
    private static final String MEANWHILE = "This is Ben, a colleague of Ada. How can I help you?";
    private static final String LAST = "Thank you, that helps!";

    private final Sandbox sandbox;
    private final AmmStage stage;
    private final Messaging alice;
    private final Conversation conversation;
    private final List<String> said = new ArrayList<>();

    /** The agent greets whoever comes. */
    private int expectedAnswers = 1;

    private int heard;

    /**
     * @param fault happens once, to the message
     * @param announced what goes wrong
     * @param sends how often the client must send the message
     * @param mended what the client did about it
     */
    private record Trouble(String text, Fault fault, String announced, int sends, String mended) {}

    private AmmFaultDemo(Sandbox sandbox, AmmStage stage, Messaging alice) {
        this.sandbox = sandbox;
        this.stage = stage;
        this.alice = alice;
        this.conversation = alice.createConversation();
    }

    /**
     * Plays it and checks every claim that it makes.
     *
     * @return the exit code
     */
    public static int play(Streams streams) throws InterruptedException {
        AmmStage stage = new AmmStage(streams.out(), new Palette(streams.coloured()));
        try (Sandbox sandbox = AmmDemo.start(AGENT_DELAY);
                User alice = AmmDemo.user(sandbox, ALICE, config())) {
            stage.heading("A user and an agent, over real connections to a sandbox at " + sandbox.url());
            stage.result("connecting Alice", alice.start());
            return new AmmFaultDemo(sandbox, stage, alice.getMessaging()).play();
        }
    }

    /** Each loss counts as the first one: the waits do not grow, and the demo is over soon. */
    private static MessagingClientConfig config() {
        ReconnectPolicy usual = ReconnectPolicy.DEFAULT;
        return MessagingClientConfig.builder()
                .reconnect(new ReconnectPolicy(
                        usual.getBackoff(), usual.getFirstConnectAttempts(), 0, usual.getOpenTimeoutMillis()))
                .build();
    }

    private int play() throws InterruptedException {
        stage.result("adding the agent", conversation.addParticipantAddresses(List.of(AGENT)));
        for (Trouble trouble : SCRIPT) {
            play(trouble);
        }
        speakMeanwhile();
        say(LAST);
        List<String> stored =
                sandbox.messages().stream().map(StoredMessage::text).toList();
        stage.require(stored.equals(said), "Alice said " + said + ", but the service stored " + stored);
        stage.require(
                alice.getActiveConversations().getDataSet().size() == 1,
                "there was to be one conversation, whatever happened");
        return stage.judge(said.size() + " messages sent, each stored exactly once and in order; " + (SCRIPT.size() + 1)
                + " faults, nothing lost.");
    }

    private void play(Trouble trouble) throws InterruptedException {
        stage.remark(trouble.announced());
        long before = sends();
        sandbox.faults().add(trouble.fault(), FaultScope.once());
        say(trouble.text());
        stage.remark(trouble.mended());
        long sends = sends() - before;
        stage.require(
                sends == trouble.sends(),
                "\"" + trouble.text() + "\" was sent " + sends + " times instead of " + trouble.sends());
    }

    private void speakMeanwhile() throws InterruptedException {
        stage.remark("fault: the connection is cut and refused for a while; an agent speaks meanwhile");
        String refusal = sandbox.faults().add(new RefuseConnect(503));
        sandbox.dropConnections();
        stage.await("the loss was to be told", () -> !alice.isServiceAvailable());
        sandbox.agentSay(ALICE, MEANWHILE);
        boolean unused = sandbox.faults().remove(refusal);
        expectedAnswers++;
        hear(MEANWHILE);
        stage.remark("the client connected again and asked for what had changed meanwhile");
    }

    /** Says something, and waits for its proof and its answer. */
    private void say(String words) throws InterruptedException {
        Message message = conversation.createMessage();
        stage.result("writing", message.setBodyAndReportTyping(words));
        said.add(words);
        stage.said("Alice", message);
        stage.result("sending", message.send());
        stage.proved();
        expectedAnswers++;
        hear("the answer to \"" + words + "\"");
    }

    private void hear(String what) throws InterruptedException {
        stage.await(what + " was to come", () -> answers().size() >= expectedAnswers);
        List<Message> now = answers();
        for (Message answer : now.subList(heard, now.size())) {
            stage.heard(name(answer), answer);
        }
        heard = now.size();
    }

    private List<Message> answers() {
        return conversation.getMessages().getSnapshot().stream()
                .filter(it -> !it.isFromMe() && it.getType() == MessageType.MESSAGE)
                .toList();
    }

    private static String name(Message message) {
        Participant from = message.getFromParticipant();
        return from == null ? "Agent" : from.getDisplayName();
    }

    /** How often a message reached the service; not what the service made of it. */
    private long sends() {
        return sandbox.ledger().stream()
                .filter(entry -> entry.direction().equals("received")
                        && entry.payload().contains("\"path\":\"/aem/resources/outbox\""))
                .count();
    }
}
