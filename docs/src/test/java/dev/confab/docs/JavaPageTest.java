package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.ClientPublishers;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.SessionState;
import dev.confab.transport.policy.RatePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of {@code docs/java.md} does what the page says. */
@Timeout(60)
class JavaPageTest {
    private static final String TOKEN = "token-of-the-page";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .scenario(Scenario.SILENT)
            .messagesPerSecond(0)
            .deployment(Deployment.builder(Deployment.DEFAULT_ID).build())
            .build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theBotAnswersUntilTheConversationEnds() throws Exception {
        try (JavaBot bot = new JavaBot(options(), said -> "You said: " + said)) {
            CompletableFuture<Void> ended = bot.run("Hello");
            until(() -> stored().equals(List.of("Hello")));
            sandbox.agentSay(TOKEN, "one");
            until(() -> stored().size() == 2);
            sandbox.agentSay(TOKEN, "two");
            until(() -> stored().size() == 3);
            sandbox.agentDisconnect(TOKEN);
            ended.get(20, TimeUnit.SECONDS);
        }
        assertEquals(List.of("Hello", "You said: one", "You said: two"), stored());
    }

    @Test
    void theWiringGivesEachGuestAClientAndClosesThemAll() throws Exception {
        JavaWiring wiring = new JavaWiring();
        var confab = wiring.confab();
        AsyncMessagingClient ada;
        try (var chats = wiring.chats(confab, sandbox.url())) {
            ada = chats.of("ada");
            assertSame(ada, chats.of("ada"));
            assertNotEquals(ada, chats.of("ben"));
            for (String guest : List.of("ada", "ben")) {
                AsyncMessagingClient client = chats.of(guest);
                client.connect()
                        .thenCompose(state -> client.send("I am " + guest))
                        .get(20, TimeUnit.SECONDS);
            }
        }
        assertInstanceOf(SessionState.Closed.class, ada.state());
        confab.close();
        assertEquals(List.of("I am ada", "I am ben"), stored());
        assertEquals(
                2,
                sandbox.messages().stream()
                        .map(StoredMessage::session)
                        .distinct()
                        .count());
    }

    @Test
    void failuresAreExplained() throws Exception {
        try (AsyncMessagingClient client = connected()) {
            assertEquals("hello", JavaErrors.sendOrExplain(client, "hello"));
            assertEquals("Please say it in fewer words.", JavaErrors.sendOrExplain(client, "x".repeat(5_000)));
            client.closeAsync().get(20, TimeUnit.SECONDS);
            assertEquals("ClientClosed", JavaErrors.sendOrExplain(client, "late"));
        }
    }

    @Test
    void whatIsNotSentInTimeIsTakenBack() throws Exception {
        // At most one message in ten minutes: the second one is still queued when its time is over.
        var config = MessagingClientConfig.builder()
                .rate(new RatePolicy(600_000, 5_000, 30_000))
                .build();
        try (AsyncMessagingClient client = AsyncMessagingClient.create(options(), config)) {
            client.connect().get(20, TimeUnit.SECONDS);
            client.send("now").get(20, TimeUnit.SECONDS);
            CompletionException failed = assertThrows(
                    CompletionException.class, () -> JavaErrors.sendWithin(client, "not now", Duration.ofMillis(50))
                            .join());
            assertInstanceOf(TimeoutException.class, failed.getCause());
            until(() -> client.conversation().getMessages().get(1).getStatus() instanceof MessageStatus.Cancelled);
        }
        assertEquals(List.of("now"), stored());
    }

    @Test
    void theEventLogGetsEveryEventAndTheEnd() throws Exception {
        List<MessagingEvent> table = new CopyOnWriteArrayList<>();
        JavaEventLog log = new JavaEventLog(table::add);
        try (AsyncMessagingClient client = connected()) {
            ClientPublishers.of(client).events().subscribe(log);
            client.send("hello").get(20, TimeUnit.SECONDS);
        }
        log.ended.get(20, TimeUnit.SECONDS);
        assertTrue(table.stream().anyMatch(event -> event instanceof MessagingEvent.MessageInserted));
        assertTrue(table.stream().anyMatch(event -> event instanceof MessagingEvent.MessageUpdated));
    }

    @Test
    void theBillOfMaterialsHasTheVersionOfTheBuildAndEveryPublishedJar() {
        String root = Tree.read(Tree.ROOT.resolve("pom.xml"));
        String bom = Tree.read(Tree.ROOT.resolve("bom/pom.xml"));
        assertEquals(first(root, "<version>([^<]+)</version>"), first(bom, "<version>([^<]+)</version>"));
        for (Path pom : Tree.files("pom.xml", "")) {
            String module = Tree.read(pom);
            // Whoever names a module for its jar publishes it, unless it says otherwise.
            if (module.contains("<confab.module.name>") && !module.contains("<maven.deploy.skip>true")) {
                String artifact =
                        first(module.substring(module.indexOf("</parent>")), "<artifactId>([^<]+)</artifactId>");
                // The command line is an application: nothing to depend on.
                assertEquals(
                        !artifact.equals("confab-cli"),
                        bom.contains("<artifactId>" + artifact + "</artifactId>"),
                        artifact + " in bom/pom.xml");
            }
        }
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern);
        return found.group(1);
    }

    private AsyncMessagingClient connected() throws Exception {
        AsyncMessagingClient client = AsyncMessagingClient.create(options());
        client.connect().get(20, TimeUnit.SECONDS);
        return client;
    }

    private WebMessagingOptions options() {
        return WebMessagingOptions.builder(Deployment.DEFAULT_ID)
                .loopbackEndpoint(sandbox.url())
                .token(TOKEN)
                .build();
    }

    private List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    private static void until(BooleanSupplier condition) throws TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException();
            }
            Thread.onSpinWait();
        }
    }
}
