package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChatJsonTest extends ChatTest {

    @Test
    void twoHundredLinesAreProvedAndAnsweredInOrder() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        List<String> lines = numbered(1, 200);
        Cli chat = Cli.run(lines, chat(sandbox, "--json", "--rate", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.err());

        assertEquals(lines, chat.texts("sent"));
        assertEquals(lines, chat.texts("message"));
        assertEquals(lines, stored(sandbox));
        assertEquals(
                ids(chat, "sent"),
                sandbox.messages().stream().map(StoredMessage::id).toList());
        assertEquals("", chat.err());
        // A proof stands before the answer to its message.
        List<JsonNode> events = chat.json();
        for (String line : lines) {
            assertTrue(indexOf(events, "sent", line) < indexOf(events, "message", line), line);
        }
    }

    @Test
    void statesAreToldWithTheirData() {
        Cli chat = Cli.run(List.of("hello"), chat(sandbox(Scenario.SILENT), "--json", "--linger", "0"));
        assertEquals(ExitCode.OK, chat.exitCode());
        List<String> lines = chat.out().lines().toList();
        assertTrue(
                lines.contains("{\"event\":\"state\",\"state\":\"Configured\",\"connected\":true,\"newSession\":true}"),
                chat.out());
        assertEquals(
                1, lines.stream().filter(line -> line.contains("\"Closed\"")).count(), chat.out());
        assertTrue(lines.get(lines.size() - 1).startsWith("{\"event\":\"state\",\"state\":\"Closed\",\"code\":1000,"));
    }

    @Test
    void aServiceThatIsAwayForAWhileLosesNothing() throws Exception {
        Sandbox first = sandbox(Scenario.ECHO);
        PipedOutputStream keyboard = new PipedOutputStream();
        Cli chat = Cli.start(new PipedInputStream(keyboard, 1 << 16), chat(first, "--json", "--rate", "0"));
        type(keyboard, numbered(1, 50));
        chat.awaitOut("fifty proofs", out -> out.contains("\"sent\",\"text\":\"line 50\""));
        first.close();
        type(keyboard, numbered(51, 100));
        chat.awaitOut("that it notices", out -> out.contains("\"Reconnecting\""));
        Sandbox second = sandbox(unlimited(Scenario.ECHO).port(first.port()));
        keyboard.close();

        assertEquals(ExitCode.OK, chat.exitCode(), chat.err());
        assertEquals(numbered(1, 100), chat.texts("sent"));
        assertEquals(numbered(1, 50), stored(first));
        assertEquals(numbered(51, 100), stored(second));
    }

    @Test
    void binaryInputIsReportedAndTheRestIsSent() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes("before\n".getBytes(StandardCharsets.UTF_8));
        input.writeBytes(noise);
        input.writeBytes("\nafter\n".getBytes(StandardCharsets.UTF_8));
        Cli chat = Cli.start(
                new ByteArrayInputStream(input.toByteArray()), chat(sandbox, "--json", "--rate", "0", "--linger", "0"));

        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        List<String> sent = chat.texts("sent");
        assertEquals("before", sent.get(0));
        assertEquals("after", sent.get(sent.size() - 1));
        assertTrue(reasons(chat).stream().anyMatch(reason -> reason.contains("not UTF-8")), chat.out());
        assertEquals("", chat.err());
    }

    @Test
    void aLineOverTheLimitFailsWithTheLimitAndTheRunGoesOn() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        List<String> lines = List.of("before", "x".repeat(5_000), "", "ü".repeat(2_048), "ü".repeat(2_049), "after");
        Cli chat = Cli.run(lines, chat(sandbox, "--json", "--rate", "0", "--linger", "0"));

        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("before", "ü".repeat(2_048), "after"), chat.texts("sent"));
        assertEquals(List.of("x".repeat(5_000), "ü".repeat(2_049)), chat.texts("failed"));
        reasons(chat).forEach(reason -> assertTrue(reason.contains("4096"), reason));
        assertEquals(3, sandbox.messages().size());
    }

    @Test
    void aLineWithoutProofFailsInTime() {
        Sandbox sandbox = sandbox(unlimited(Scenario.SILENT).echoDelay(Duration.ofHours(1)));
        Cli chat = Cli.run(
                List.of("one", "two"), chat(sandbox, "--json", "--rate", "0", "--timeout", "1", "--linger", "0"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("one", "two"), chat.texts("failed"));
        assertEquals(List.of(), chat.texts("sent"));
        reasons(chat).forEach(reason -> assertTrue(reason.contains("within 1 s"), reason));
    }

    @Test
    void aLongQueueIsNotLateByItself() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        List<String> lines = numbered(1, 14);
        Cli chat = Cli.run(lines, chat(sandbox, "--json", "--rate", "4", "--timeout", "2", "--linger", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out());
        assertEquals(lines, chat.texts("sent"));
    }

    @Test
    void aStrictServiceSlowsTheClientDownAndRefusesNothingForGood() {
        Sandbox sandbox =
                sandbox(SandboxOptions.builder().scenario(Scenario.SILENT).messagesPerSecond(5));
        List<String> lines = numbered(1, 12);
        Cli chat = Cli.run(lines, chat(sandbox, "--json", "--rate", "0", "--linger", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out());
        assertEquals(lines, chat.texts("sent"));
        assertEquals(lines, stored(sandbox));
    }

    @Test
    void anUnknownDeploymentIsTold() {
        String unknown = "b0000000-0000-4000-8000-00000000dead";
        Cli chat = Cli.run(List.of("hello"), chat(sandbox(Scenario.ECHO), "--json", "--deployment", unknown));
        assertEquals(ExitCode.NOT_CONNECTED, chat.exitCode());
        assertTrue(chat.err().contains(unknown), chat.err());
        assertEquals(List.of(), chat.texts("sent"));
    }

    @Test
    void aTokenGoesOnWithItsSession() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String[] args = chat(sandbox, "--json", "--token", "my-session", "--linger", "0");
        assertEquals(ExitCode.OK, Cli.run(List.of("first"), args).exitCode());
        Cli again = Cli.run(List.of("second"), args);
        assertEquals(ExitCode.OK, again.exitCode());
        assertTrue(again.out().contains("\"newSession\":false"), again.out());
        assertEquals(
                List.of("my-session", "my-session"),
                sandbox.messages().stream().map(StoredMessage::session).toList());
    }

    @Test
    void noInputIsNoFailure() {
        Cli chat = Cli.run(chat(sandbox(Scenario.SILENT), "--json", "--linger", "0"));
        assertEquals(ExitCode.OK, chat.exitCode());
        assertEquals(List.of(), chat.texts("sent"));
    }

    private static void type(PipedOutputStream keyboard, List<String> lines) throws Exception {
        keyboard.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private static List<String> ids(Cli chat, String event) {
        return events(chat, event).map(line -> line.get("id").asText()).toList();
    }

    private static List<String> reasons(Cli chat) {
        return events(chat, "failed").map(line -> line.get("reason").asText()).toList();
    }

    private static Stream<JsonNode> events(Cli chat, String event) {
        return chat.json().stream().filter(line -> line.get("event").asText().equals(event));
    }

    private static int indexOf(List<JsonNode> lines, String event, String text) {
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            if (line.get("event").asText().equals(event)
                    && line.get("text").asText().equals(text)) {
                return i;
            }
        }
        throw new AssertionError("No " + event + " with " + text);
    }
}
