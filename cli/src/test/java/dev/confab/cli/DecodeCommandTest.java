package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
