package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class DecodeCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("confab.root"));
    private static final Path RECORDING = ROOT.resolve("cli/src/test/resources/decode");

    /** With {@code -Dconfab.update=true} the expectation is written anew. */
    @Test
    void aRecordingIsRetoldLineByLine() throws IOException {
        List<String> recording = Files.readAllLines(RECORDING.resolve("webmessaging.in"));
        Cli run = Cli.run(recording, "decode", "--backend", "webmessaging");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        Path expected = RECORDING.resolve("webmessaging.out");
        if (Boolean.getBoolean("confab.update")) {
            Files.writeString(expected, run.out());
        }
        assertEquals(Files.readString(expected), run.out());
        assertEquals(
                recording.stream().filter(line -> !line.isBlank()).count(),
                run.json().size());
        assertEquals("", run.err());
    }

    @Test
    void everySampleOfTheProtocolIsRetold() throws IOException {
        List<String> lines = new ArrayList<>();
        Path samples = ROOT.resolve("transport-core/src/commonTest/resources/protocol/webmessaging");
        try (Stream<Path> files = Files.walk(samples)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
                lines.add(String.join(" ", Files.readAllLines(file)));
            }
        }
        Cli run = Cli.run(lines, "decode", "--backend", "webmessaging");
        assertEquals(ExitCode.NO_JSON, run.exitCode(), "two samples are no JSON");
        assertEquals(lines.size(), run.json().size());
        assertFalse(run.out().contains("join-secret"), "secrets stay inside");
        assertFalse(run.out().contains("video.jwt.secret"), "secrets stay inside");
    }

    @Test
    void everySampleOfGuestChatIsRetold() throws IOException {
        List<String> lines = new ArrayList<>();
        Path samples = ROOT.resolve("transport-core/src/commonTest/resources/protocol/guestchat");
        try (Stream<Path> files = Files.walk(samples)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
                lines.add(String.join(" ", Files.readAllLines(file)));
            }
        }
        Cli run = Cli.run(lines, "decode", "--backend", "guestchat");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals(lines.size(), run.json().size());
        List.of("message", "typing", "memberChange", "heartbeat", "created", "members", "refused", "request")
                .forEach(kind -> assertTrue(
                        run.json().stream()
                                .anyMatch(line -> line.get("kind").asText().equals(kind)),
                        kind));
        assertFalse(run.out().contains("MARK"), "secrets stay inside");
    }

    @Test
    void whatTheCodecDoesNotKnowIsNamedByItsPath() {
        JsonNode line = one("{\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200,\"aura\":1,\"body\":{"
                + "\"id\":\"1\",\"type\":\"Structured\",\"text\":\"Hi\",\"direction\":\"Sideways\",\"channel\":{\"odd key\":1},"
                + "\"content\":[{\"contentType\":\"Card\",\"card\":{\"title\":{\"x\":1}}},"
                + "{\"contentType\":\"Hologram\",\"hologram\":{}}],"
                + "\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Levitate\"}}]}}");
        assertEquals(
                List.of(
                        "$.aura",
                        "$.body.direction",
                        "$.body.channel['odd key']",
                        "$.body.content[0].card.title",
                        "$.body.content[1].contentType",
                        "$.body.content[1].hologram",
                        "$.body.events[0].presence.type"),
                texts(line.get("unknown")));
        assertEquals("message", line.get("kind").asText());
        assertEquals("Hi", line.get("text").asText());
        assertEquals("unknown", line.get("parts").get(2).get("part").asText());
    }

    @Test
    void anUnknownClassIsNamed() {
        JsonNode line = one("{\"type\":\"message\",\"class\":\"Hologram\",\"code\":200,\"body\":{}}");
        assertEquals("unknown", line.get("kind").asText());
        assertEquals(List.of("$.class"), texts(line.get("unknown")));
    }

    @Test
    void aLineThatIsNoJsonDoesNotStopTheRun() {
        Cli run = Cli.run(
                List.of("{\"class\":", "hello", "{\"class\": Bare}", "", "{\"class\":\"LogoutEvent\",\"body\":{}}"),
                "decode",
                "--backend",
                "webmessaging");
        assertEquals(ExitCode.NO_JSON, run.exitCode());
        List<JsonNode> lines = run.json();
        assertEquals(4, lines.size());
        for (JsonNode line : lines.subList(0, 3)) {
            assertEquals("none", line.get("kind").asText());
            assertEquals("It is no JSON.", line.get("error").asText());
        }
        assertEquals("ended", lines.get(3).get("kind").asText());
    }

    @Test
    void jsonThatIsNoFrameIsAnErrorOfItsLineOnly() {
        Cli run = Cli.run(
                List.of("[]", "7", "null", "{}", "[".repeat(100) + "]".repeat(100), "\"" + "x".repeat(1 << 20) + "\""),
                "decode",
                "--backend",
                "webmessaging");
        assertEquals(ExitCode.OK, run.exitCode(), run.out());
        assertEquals(6, run.json().size());
        run.json().forEach(line -> assertTrue(line.has("error"), line.toString()));
    }

    @Test
    void tokensAndSignedAddressesAreLeftOut() {
        Cli run = Cli.run(
                List.of(
                        "{\"action\":\"configureAuthenticatedSession\",\"token\":\"SECRET-1\",\"deploymentId\":\"d\",\"data\":{\"code\":\"SECRET-2\"}}",
                        "{\"class\":\"JwtResponse\",\"body\":{\"jwt\":\"SECRET-3\",\"exp\":1}}",
                        "{\"class\":\"PresignedUrlResponse\",\"body\":{\"attachmentId\":\"a\",\"url\":\"https://x/SECRET-4\",\"headers\":{\"h\":\"SECRET-5\"}}}",
                        "{\"class\":\"ResumeTokenResponse\",\"body\":{\"resumeToken\":\"SECRET-6\",\"exp\":1}}",
                        "{\"class\":\"UploadSuccessEvent\",\"body\":{\"attachmentId\":\"a\",\"downloadUrl\":\"https://x/SECRET-7\"}}",
                        "{\"class\":\"StructuredMessage\",\"body\":{\"id\":\"1\",\"content\":[{\"contentType\":\"Attachment\",\"attachment\":{\"id\":\"a\",\"url\":\"https://x/SECRET-8\"}}]}}"),
                "decode",
                "--backend",
                "webmessaging");
        assertEquals(ExitCode.OK, run.exitCode(), run.out());
        assertFalse(run.out().contains("SECRET"), run.out());
        assertEquals("request", run.json().get(0).get("kind").asText());
    }

    @Test
    void whatCannotBeReadIsNamedThoughEveryFieldIsKnown() {
        JsonNode line =
                one("{\"class\":\"StructuredMessage\",\"code\":\"soon\",\"body\":{\"id\":\"1\",\"type\":\"Structured\","
                        + "\"channel\":{\"time\":\"yesterday\"},\"content\":["
                        + "{\"contentType\":\"Attachment\"},{\"contentType\":\"Card\",\"card\":null},{},"
                        + "{\"contentType\":\"Card\",\"card\":{\"actions\":[{\"type\":\"Link\"},{\"type\":\"Postback\",\"payload\":\"P\"}]}},"
                        + "{\"contentType\":\"ListPicker\",\"listPicker\":{\"sections\":[{\"items\":[{\"title\":\"no id\"}]}]}},"
                        + "{\"contentType\":\"DatePicker\",\"datePicker\":{\"availableTimes\":[{\"duration\":\"long\"}]}},"
                        + "{\"contentType\":\"Form\",\"form\":{\"formPages\":[{\"pageComponents\":[{\"formComponentType\":\"Input\"}]}]}}],"
                        + "\"events\":[{\"eventType\":\"Presence\"},{\"eventType\":\"Video\"},{}]}}");
        assertEquals(
                List.of(
                        "$.code",
                        "$.body.channel.time",
                        "$.body.content[0]",
                        "$.body.content[1]",
                        "$.body.content[2]",
                        "$.body.content[3].card.actions[0]",
                        "$.body.content[4].listPicker.sections[0].items[0]",
                        "$.body.content[5].datePicker.availableTimes[0].duration",
                        "$.body.content[5].datePicker.availableTimes[0]",
                        "$.body.content[6].form.formPages[0].pageComponents[0]",
                        "$.body.events[0]",
                        "$.body.events[1]",
                        "$.body.events[2]"),
                texts(line.get("unknown")));
    }

    @Test
    void aFrameWithoutItsBodyIsNotTakenForOne() {
        for (String frame : List.of(
                "{\"class\":\"SessionResponse\",\"code\":200}",
                "{\"class\":\"SessionResponse\",\"code\":200,\"body\":[]}",
                "{\"class\":\"StructuredMessage\",\"code\":200,\"body\":null}",
                "{\"class\":\"StructuredMessage\",\"code\":200,\"body\":{}}")) {
            JsonNode line = one(frame);
            assertEquals("unknown", line.get("kind").asText(), frame);
            assertEquals(List.of("$.body"), texts(line.get("unknown")), frame);
        }
    }

    @Test
    void aRefusalIsToldInTheWordsOfTheService() {
        JsonNode line = one(
                "{\"class\":\"string\",\"code\":403,\"body\":\"Session authentication failed: no such user\",\"tracingId\":\"t\"}");
        assertEquals("refused", line.get("kind").asText());
        assertEquals(
                "Session authentication failed: no such user", line.get("text").asText());
        assertEquals(403, line.get("frameCode").asInt());
        assertEquals(6001, line.get("code").asInt());
        assertEquals("t", line.get("tracingId").asText());
    }

    @Test
    void ownEventsAreShownAlthoughTheyAreNoNews() {
        JsonNode line = one("{\"class\":\"StructuredMessage\",\"code\":200,\"body\":{\"id\":\"e\",\"type\":\"Event\","
                + "\"direction\":\"Inbound\",\"events\":[{\"eventType\":\"Typing\",\"typing\":{\"type\":\"On\"}}]}}");
        assertEquals("event", line.get("kind").asText());
        assertEquals("inbound", line.get("direction").asText());
        assertEquals("typing", line.at("/events/0/event").asText());
    }

    @Test
    void bareControlCharactersAreNoJsonAndByteOrderMarksAreNotSeen() {
        Cli run = Cli.run(
                List.of(
                        "{\"class\":\"string\",\"code\":400,\"body\":\"a\tb\"}",
                        "\uFEFF{\"class\":\"LogoutEvent\"}",
                        "\uFEFF{}\r"),
                "decode",
                "--backend",
                "webmessaging");
        assertEquals(ExitCode.NO_JSON, run.exitCode());
        assertEquals(
                List.of("none", "ended", "none"),
                run.json().stream().map(line -> line.get("kind").asText()).toList());
        assertEquals("It is no JSON.", run.json().get(0).get("error").asText());
        assertFalse(run.json().get(2).get("error").asText().equals("It is no JSON."));
    }

    @Test
    void whoStopsReadingEndsTheRun() throws Exception {
        InputStream endless = new InputStream() {
            private final byte[] line = "\n{\"class\":\"LogoutEvent\"}".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                at = (at + 1) % line.length;
                return line[at];
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };
        OutputStream shut = new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        PrintStream out = new PrintStream(shut, true, StandardCharsets.UTF_8);
        Streams streams = new Streams(endless, out, out, false, false);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> ConfabCommand.commandLine(streams, () -> {}).execute("decode", "--backend", "webmessaging"));
        assertEquals(ExitCode.OK, exit.get(60, TimeUnit.SECONDS));
    }

    private static JsonNode one(String frame) {
        Cli run = Cli.run(List.of(frame), "decode", "--backend", "webmessaging");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals(1, run.json().size(), run.out());
        return run.json().get(0);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
