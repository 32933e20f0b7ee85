package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.amm.CredentialProvider;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.policy.RatePolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Two users of one sandbox, who talk to one another; what is opened is closed. */
@Timeout(240)
abstract class MessagingTest {

    static final String ALICE = "alice@example.com";
    static final String BOB = "bob@example.com";
    static final String CAROL = "carol@example.com";
    static final String NOBODY = "nobody@example.com";

    private static final Map<String, String> PASSWORDS = Map.of("alice", "alice-secret", "bob", "bob-secret");
    private static final long SECONDS = 60;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    final Sandbox sandbox = closing(Sandbox.start(sandboxOptions()));

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Those who write to each other need no scripted partner. */
    SandboxOptions sandboxOptions() {
        return SandboxOptions.builder().scenario(Scenario.SILENT).build();
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    User user(String name) {
        return user(CredentialProvider.password(name, PASSWORDS.getOrDefault(name, "none")));
    }

    User user(CredentialProvider credentials) {
        AmmConfiguration configuration = AmmConfiguration.builder()
                .enabled(true)
                .credentialProvider(credentials)
                .restConfig("127.0.0.1", sandbox.port(), false)
                .build();
        MessagingClientConfig config = MessagingClientConfig.builder()
                .rate(new RatePolicy(0, 5_000, 30_000))
                .build();
        return closing(User.create(configuration, config, CallbackThreads.getExecutor()));
    }

    Messaging started(String name) {
        User user = user(name);
        result(user.start());
        return user.getMessaging();
    }

    /** A conversation that the partner has been invited to by a first message. */
    static Conversation talk(Messaging messaging, String partner, String firstWords) {
        Conversation conversation = messaging.createConversation();
        AddParticipantsResult added = result(conversation.addParticipantAddresses(List.of(partner)));
        if (!added.getInvalidAddresses().isEmpty()) {
            fail("Not added: " + added.getInvalidAddresses());
        }
        say(conversation, firstWords);
        return conversation;
    }

    static Message say(Conversation conversation, String words) {
        Message message = conversation.createMessage();
        result(message.setBodyAndReportTyping(words));
        return result(message.send());
    }

    /** The conversation of somebody in which these words were said; waited for. */
    static Conversation withWords(Messaging messaging, String words) {
        until("a conversation with the words " + words, () -> find(messaging, words) != null);
        return Objects.requireNonNull(find(messaging, words));
    }

    private static @Nullable Conversation find(Messaging messaging, String words) {
        for (Conversation conversation : messaging.getActiveConversations().getDataSet()) {
            if (bodies(conversation).contains(words)) {
                return conversation;
            }
        }
        return null;
    }

    /** What was written, without the entries that nobody wrote. */
    static List<String> bodies(Conversation conversation) {
        return conversation.getMessages().getSnapshot().stream()
                .filter(message -> message.getType() == MessageType.MESSAGE)
                .map(Message::getBody)
                .toList();
    }

    static Message withBody(Conversation conversation, String words) {
        until("a message with the words " + words, () -> bodies(conversation).contains(words));
        return conversation.getMessages().getSnapshot().stream()
                .filter(message -> message.getBody().equals(words))
                .findFirst()
                .orElseThrow();
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("Not within " + SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static <T extends @Nullable Object> T result(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("The future gave no result.", failed);
        }
    }

    static MessagingException failure(CompletableFuture<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> future.get(SECONDS, TimeUnit.SECONDS));
        return assertInstanceOf(MessagingException.class, failed.getCause());
    }
}
