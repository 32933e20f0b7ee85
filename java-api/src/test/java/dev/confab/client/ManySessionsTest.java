package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hundreds of clients in one process, over one runtime. */
@Timeout(240)
class ManySessionsTest extends SandboxTest {

    private static final int FEW = 20;
    private static final int MANY = 500;

    /** So many connect at a time, as a service that starts up would let them. */
    private static final int AT_A_TIME = 50;

    /** Other pools grow to the number of cores when they are needed, not with the sessions. */
    private static final int THREADS_BY_CHANCE = 8;

    private static final Pattern MARK = Pattern.compile("of-session-\\d{4}");

    private final Sandbox sandbox = sandbox(SandboxOptions.builder()
            .scenario(Scenario.ECHO)
            .messagesPerSecond(0)
            .agentDelay(Duration.ZERO));

    @Test
    void SEC9_noSessionOfAProcessEverHearsOrSpeaksForAnother() {
        List<Session> sessions = IntStream.range(0, MANY).mapToObj(Session::new).toList();
        inTurns(sessions, session -> session.client.connect());
        inTurns(sessions, session -> session.client.send("first " + session.mark));
        // All are away at once, and come back at once: what is kept for resuming must not be mixed up either.
        assertEquals(MANY, sandbox.dropConnections());
        inTurns(sessions, session -> session.client.send("second " + session.mark));
        sessions.forEach(session -> Await.until("both echoes", () -> session.recorder.replies.size() == 2));

        for (Session session : sessions) {
            assertEquals(List.of("first " + session.mark, "second " + session.mark), session.recorder.replies);
            assertEquals(
                    4,
                    session.client.conversation().getMessages().stream()
                            .filter(message -> message.getText().endsWith(session.mark))
                            .count());
        }
        assertEquals(Map.of(), crossed());
        assertEquals(
                2 * MANY,
                sandbox.messages().stream()
                        .filter(message -> message.text().endsWith(mark(message.session())))
                        .count());
        closeAll(sessions);
    }

    @Test
    void REL13_fiveHundredClientsNeedNoMoreThreadsThanTwenty() {
        CallbackPool.letGrow();
        List<Session> sessions =
                new ArrayList<>(IntStream.range(0, FEW).mapToObj(Session::new).toList());
        inTurns(sessions, session -> session.client.connect());
        inTurns(sessions, session -> session.client.send("hello " + session.mark));
        int before = CallbackPool.countThreads();

        List<Session> more = IntStream.range(FEW, MANY).mapToObj(Session::new).toList();
        inTurns(more, session -> session.client.connect());
        sessions.addAll(more);
        inTurns(sessions, session -> session.client.send("again " + session.mark));
        sessions.forEach(
                session -> Await.until("the echo", () -> session.recorder.replies.contains("again " + session.mark)));
        int after = CallbackPool.countThreads();

        assertTrue(after <= before + THREADS_BY_CHANCE, before + " threads with 20 clients, " + after + " with 500");
        closeAll(sessions);
    }

    /** What the sandbox saw of one session's mark under the token of another, or of more than one token in a frame. */
    private Map<String, String> crossed() {
        Map<String, String> crossed = new TreeMap<>();
        assertEquals(0, sandbox.ledgerDiscarded());
        for (LedgerEntry entry : sandbox.ledger()) {
            Matcher found = MARK.matcher(entry.payload());
            while (found.find()) {
                if (!entry.session().isEmpty() && !found.group().equals(mark(entry.session()))) {
                    crossed.put(entry.session() + " " + entry.direction(), found.group());
                }
            }
        }
        return crossed;
    }

    /** A token carries the mark of its session, too: so a token that went astray is found wherever it stands. */
    private static String token(int number) {
        return "token-" + name(number);
    }

    private static String mark(String token) {
        Matcher found = MARK.matcher(token);
        assertTrue(found.find(), "a token that no session was given");
        return found.group();
    }

    private static String name(int number) {
        return String.format("of-session-%04d", number);
    }

    private static <T> void inTurns(List<Session> sessions, Function<Session, CompletableFuture<T>> verb) {
        for (int from = 0; from < sessions.size(); from += AT_A_TIME) {
            List<CompletableFuture<T>> turn =
                    sessions.subList(from, Math.min(from + AT_A_TIME, sessions.size())).stream()
                            .map(verb)
                            .toList();
            CompletableFuture.allOf(turn.toArray(CompletableFuture<?>[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static void closeAll(List<Session> sessions) {
        inTurns(sessions, session -> session.client.closeAsync());
    }

    private final class Session {
        final String mark;
        final Recorder recorder = new Recorder();
        final AsyncMessagingClient client;

        Session(int number) {
            mark = name(number);
            client = AsyncMessagingClient.create(
                    Confab.shared(),
                    WebMessagingOptions.builder(DEPLOYMENT)
                            .loopbackEndpoint(sandbox.url())
                            .token(token(number))
                            .build(),
                    paced(0));
            client.addListener(recorder);
            closing(client);
        }
    }
}
