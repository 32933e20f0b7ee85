package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.cli.chat.SessionFile;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.webmessaging.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a chat at random points and goes on with its store. A line belongs to the chat from the moment that it is in the
 * store; one that was read and not yet stored ends with the process, as it would with any program. So the feeding goes on
 * after the last line that is in the store or at the service. Longer: {@code -Pproofs} or
 * {@code -Dconfab.kills=…}, again: {@code -Dconfab.seed=…}.
 */
class KilledChatTest extends ChatTest {

    private static final int KILLS = Integer.getInteger("confab.kills", 5);
    private static final long SEED = Long.getLong("confab.seed", System.nanoTime());
    private static final int ENDLESS = 1_000_000;
    private static final int AFTERWARDS = 50;
    private static final String NUMBERED = "line ";

    private final Random random = new Random(SEED);
    private final Set<String> reported = new HashSet<>();
    private int restored;
    private int uncertain;

    @TempDir
    private Path folder;

    @Test
    @Timeout(1_800)
    void REL2_killedAtAnyPointAndStartedAgainItLosesNothingAndDoublesNothing() throws Exception {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(sandbox, kill);
        }
        int accepted = lastAccepted(sandbox);
        int last = accepted + AFTERWARDS;
        try (ChatChild child = start(sandbox)) {
            child.feed(accepted + 1, last);
            assertEquals(ExitCode.OK, child.exitCode(), errors());
            reported.addAll(child.sent());
        }

        System.out.printf(
                "%d kills, seed %d: %d messages, %d proved and told before a kill or at the end, %d left in the store by"
                        + " kills, %d of them at the service already%n",
                KILLS, SEED, last, reported.size(), restored, uncertain);
        String seed = "seed " + SEED;
        assertEquals(IntStream.rangeClosed(1, last).mapToObj(ChatChild::line).toList(), stored(sandbox), seed);
        assertTrue(stored(sandbox).containsAll(reported), seed);
        assertEquals(
                1,
                sandbox.messages().stream()
                        .map(StoredMessage::session)
                        .distinct()
                        .count(),
                seed);
        try (SessionFile session = open()) {
            assertEquals(List.of(), session.restored().outbox(), seed);
        }
    }

    private void runAndKill(Sandbox sandbox, int kill) throws Exception {
        int next = lastAccepted(sandbox) + 1;
        try (ChatChild child = start(sandbox)) {
            child.feed(next, ENDLESS);
            // Some while they start or recover, most while they send; the first one always sends.
            if (kill % 5 == 4) {
                boolean unused = child.awaitConfigured(random.nextInt(1_500));
            } else {
                assertTrue(child.awaitConfigured(60_000), "seed " + SEED + ": no session. " + errors());
                // A condition, not a time: on a slow machine it is as much into the run as on a fast one.
                assertTrue(child.awaitSent(random.nextInt(200)), "seed " + SEED + ": nothing is sent. " + errors());
            }
            child.kill();
            reported.addAll(child.sent());
        }
        try (SessionFile session = open()) {
            int left = texts(session).size();
            int arrived = stored(sandbox).size();
            restored += left;
            uncertain += Math.max(0, arrived - (lastAccepted(texts(session), arrived) - left));
        }
    }

    private int lastAccepted(Sandbox sandbox) throws InterruptedException {
        try (SessionFile session = open()) {
            return lastAccepted(texts(session), stored(sandbox).size());
        }
    }

    /** Lines are accepted in order, so what is left are the last ones, the first of which may have arrived. */
    private static int lastAccepted(List<String> left, int arrived) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).startsWith(NUMBERED)) {
                int number = Integer.parseInt(left.get(i).substring(NUMBERED.length()));
                return Math.max(arrived, number + left.size() - 1 - i);
            }
        }
        // No two lines without a number follow each other.
        boolean isLastArrived = ChatChild.line(arrived).equals(left.isEmpty() ? "" : left.get(0));
        return left.isEmpty() || isLastArrived ? arrived : arrived + 1;
    }

    private static List<String> texts(SessionFile session) {
        return session.restored().outbox().stream()
                .map(row -> row.getDraft().getText())
                .toList();
    }

    private SessionFile open() throws InterruptedException {
        return SessionFile.open(folder.resolve("chat.db"), "webmessaging/127.0.0.1/" + Deployment.DEFAULT_ID);
    }

    private ChatChild start(Sandbox sandbox) throws Exception {
        return ChatChild.start(
                folder.resolve("errors"),
                chat(
                        sandbox,
                        "--json",
                        "--rate",
                        "0",
                        "--linger",
                        "0",
                        "--store",
                        folder.resolve("chat.db").toString()));
    }

    private String errors() throws Exception {
        return Files.readString(folder.resolve("errors"));
    }
}
