package dev.confab.cli.demo;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.cli.Palette;
import dev.confab.cli.Streams;
import dev.confab.client.messaging.AmmConfiguration;
import dev.confab.client.messaging.Attachment;
import dev.confab.client.messaging.Conversation;
import dev.confab.client.messaging.LeaveConversationResponse;
import dev.confab.client.messaging.Message;
import dev.confab.client.messaging.MessageType;
import dev.confab.client.messaging.Messaging;
import dev.confab.client.messaging.Participant;
import dev.confab.client.messaging.User;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.amm.CredentialProvider;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.jvm.CallbackThreads;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Plays two conversations: Alice talks to Bob, who is another user, and to an agent of the sandbox. Files go both ways, typing is told and heard,
 * what was read is marked, and in the end both conversations are left.
 */
public final class AmmDemo {

    private static final String BOB = "bob@example.com";
    private static final String AGENT = "agent@example.com";

    /** So that a person can follow. */
    private static final Duration AGENT_DELAY = Duration.ofMillis(600);

    private static final long TYPING_NANOS = 1_000_000_000;

    private static final byte[] PICTURE = picture();
    private static final String NOTE = "The parcel has the number 4711.\n".repeat(200);

    private final Sandbox sandbox;
    private final AmmStage stage;
    private final Messaging alice;
    private final Messaging bob;
    private final List<String> said = new ArrayList<>();

    private AmmDemo(Sandbox sandbox, AmmStage stage, Messaging alice, Messaging bob) {
        this.sandbox = sandbox;
        this.stage = stage;
        this.alice = alice;
        this.bob = bob;
    }

    /**
     * Plays it and checks every claim that it makes.
     *
     * @return the exit code
     */
    public static int play(Streams streams) throws InterruptedException {
        AmmStage stage = new AmmStage(streams.out(), new Palette(streams.coloured()));
        try (Sandbox sandbox = start(AGENT_DELAY);
                User alice = user(sandbox, "alice");
                User bob = user(sandbox, "bob")) {
            stage.heading("Two users and an agent, over real connections to a sandbox at " + sandbox.url());
            stage.result("connecting Alice", alice.start());
            stage.result("connecting Bob", bob.start());
            return new AmmDemo(sandbox, stage, alice.getMessaging(), bob.getMessaging()).play();
        }
    }

    private int play() throws InterruptedException {
        Conversation parcel = talkToBob();
        Conversation hours = talkToTheAgent();
        stage.require(alice.getActiveConversations().getDataSet().size() == 2, "Alice was to have two conversations");
        stage.remark("Alice has two conversations; they do not wait for each other");
        sendFiles(parcel);
        markAsRead(parcel);
        leave(parcel, hours);
        List<String> stored =
                sandbox.messages().stream().map(StoredMessage::text).toList();
        stage.require(stored.equals(said), "they said " + said + ", but the service stored " + stored);
        return stage.judge(
                said.size() + " messages sent, each stored exactly once; 2 conversations, 2 files, nothing lost.");
    }

    private Conversation talkToBob() throws InterruptedException {
        Conversation conversation = alice.createConversation();
        var added =
                stage.result("adding Bob", conversation.addParticipantAddresses(List.of(BOB, "nobody@example.com")));
        stage.require(added.getInvalidAddresses().size() == 1, "one address was to be refused");
        stage.remark("Alice invites Bob; nobody@example.com is refused, and told as such");
        stage.result("naming the conversation", conversation.setSubject("Parcel 4711"));
        say("Alice", conversation, "Where is my parcel?");

        Conversation his = stage.await(
                "Bob was to be invited", () -> bob.getActiveConversations().getDataSet().getSnapshot().stream()
                        .filter(it -> Objects.equals(it.getId(), conversation.getId()))
                        .findFirst());
        stage.remark("Bob has the conversation \"" + his.getSubject() + "\"");
        Message answer = his.createMessage();
        String words = "It is on its way.";
        type(answer, words, conversation);
        said.add(words);
        stage.result("sending", answer.send());
        stage.heard("Bob", stage.awaitBody(conversation, words));
        return conversation;
    }

    /** What is told before the other side listens is seen by nobody: it is told again, as by the next key. */
    private void type(Message message, String words, Conversation there) throws InterruptedException {
        long[] next = {System.nanoTime()};
        List<Participant> composing = stage.await("Bob was to be seen typing", () -> {
            if (System.nanoTime() - next[0] >= 0) {
                next[0] += TYPING_NANOS;
                var unused = message.reportTyping(false).thenCompose(told -> message.setBodyAndReportTyping(words));
            }
            return Optional.of(there.getComposingParticipants()).filter(some -> !some.isEmpty());
        });
        stage.remark(composing.get(0).getDisplayName() + " is typing …");
    }

    private Conversation talkToTheAgent() throws InterruptedException {
        Conversation conversation = alice.createConversation();
        stage.result("adding the agent", conversation.addParticipantAddresses(List.of(AGENT)));
        int before = conversation.getMessages().size();
        say("Alice", conversation, "When are you open?");
        Message answer = stage.await("the agent was to answer", () -> conversation.getMessages().getSnapshot().stream()
                .skip(before)
                .filter(it -> !it.isFromMe() && it.getType() == MessageType.MESSAGE)
                .findFirst());
        stage.heard(name(answer), answer);
        return conversation;
    }

    private void sendFiles(Conversation parcel) throws InterruptedException {
        Message picture = parcel.createMessage();
        stage.result("writing", picture.setBodyAndReportTyping("Here is a picture."));
        picture.createAttachment(AttachmentSource.ofBytes("parcel.jpg", PICTURE));
        send("Alice", picture);
        fetch("Bob", find(bob, parcel), "parcel.jpg", PICTURE);

        Message note = find(bob, parcel).createMessage();
        stage.result("writing", note.setBodyAndReportTyping("And here is the paper."));
        note.createAttachment(AttachmentSource.ofBytes("note.txt", NOTE.getBytes(StandardCharsets.UTF_8)));
        send("Bob", note);
        fetch("Alice", parcel, "note.txt", NOTE.getBytes(StandardCharsets.UTF_8));
    }

    private void fetch(String who, Conversation conversation, String name, byte[] content) throws InterruptedException {
        Attachment file = stage.await(name + " was to arrive", () -> conversation.getMessages().getSnapshot().stream()
                .filter(it -> !it.isFromMe())
                .flatMap(it -> it.getAttachments().getSnapshot().stream())
                .filter(it -> name.equals(it.getName()))
                .findFirst());
        ByteArrayOutputStream fetched = new ByteArrayOutputStream();
        long count = stage.result("downloading " + name, file.download(AttachmentFiles.sink(() -> fetched)));
        stage.remark(who + " downloaded " + name + ", " + count + " bytes");
        stage.require(
                Fingerprint.of(fetched.toByteArray()).equals(Fingerprint.of(content)),
                "what was downloaded is not what was sent as " + name);
    }

    private void markAsRead(Conversation parcel) throws InterruptedException {
        stage.await("something was to be unread", () -> parcel.getUnreadMessageCount() > 0);
        stage.remark("Alice has " + parcel.getUnreadMessageCount() + " unread messages from Bob, and reads them");
        stage.result("marking as read", parcel.markAllContentAsRead());
        stage.await("everything was to be read", () -> parcel.getUnreadMessageCount() == 0);
        stage.remark("nothing is unread in it any more");
    }

    private void leave(Conversation parcel, Conversation hours) throws InterruptedException {
        Conversation his = find(bob, parcel);
        stage.result("leaving", parcel.leave());
        stage.await("Bob was to see Alice leave", () -> his.getMessages().getSnapshot().stream()
                .anyMatch(it -> it.getType() == MessageType.LEFT));
        stage.remark("Alice left \"Parcel 4711\"; Bob is told");
        List<LeaveConversationResponse> rest = stage.result("leaving the rest", alice.leaveAllConversations());
        stage.require(
                rest.size() == 1
                        && rest.get(0).getConversation() == hours
                        && rest.get(0).isLeft(),
                "the other conversation was to be left");
        stage.require(
                alice.getActiveConversations().getDataSet().isEmpty(), "Alice was to have no conversation any more");
        stage.remark("Alice left the rest; she has no conversation any more");
    }

    private Conversation find(Messaging messaging, Conversation same) throws InterruptedException {
        return stage.await(
                "the conversation was to be there",
                () -> messaging.getActiveConversations().getDataSet().getSnapshot().stream()
                        .filter(it -> Objects.equals(it.getId(), same.getId()))
                        .findFirst());
    }

    private void say(String who, Conversation conversation, String words) throws InterruptedException {
        Message message = conversation.createMessage();
        stage.result("writing", message.setBodyAndReportTyping(words));
        send(who, message);
    }

    private void send(String who, Message message) throws InterruptedException {
        said.add(message.getBody());
        stage.said(who, message);
        stage.result("sending", message.send());
        stage.proved();
    }

    private static String name(Message message) {
        Participant from = message.getFromParticipant();
        return from == null ? "Agent" : from.getDisplayName();
    }

    private static User user(Sandbox sandbox, String name) {
        return user(sandbox, name, MessagingClientConfig.defaults());
    }

    static User user(Sandbox sandbox, String name, MessagingClientConfig config) {
        AmmConfiguration configuration = AmmConfiguration.builder()
                .enabled(true)
                .credentialProvider(CredentialProvider.password(name, name + "-secret"))
                .restConfig("127.0.0.1", sandbox.port(), false)
                .build();
        return User.create(configuration, config, CallbackThreads.getExecutor());
    }

    static Sandbox start(Duration agentDelay) {
        try {
            return Sandbox.start(SandboxOptions.builder()
                    .scenario(Scenario.CONCIERGE)
                    .agentDelay(agentDelay)
                    .build());
        } catch (SandboxException refused) {
            throw new CommandFailure(ExitCode.UNPROVED, "The sandbox did not start: " + refused.getMessage(), refused);
        }
    }

    /** The beginning of a JPEG, and something in it. */
    private static byte[] picture() {
        byte[] bytes = new byte[64_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        bytes[0] = (byte) 0xff;
        bytes[1] = (byte) 0xd8;
        bytes[2] = (byte) 0xff;
        return bytes;
    }
}
