package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.sandbox.Sandbox;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
class SandboxCommandTest {

    private static final String STANDARD = "a0000000-0000-4000-8000-000000000001";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void itSaysReadyServesAndStopsCleanly() throws Exception {
        Cli sandbox = Cli.run("sandbox", "--port", "0", "--scenario", "concierge", "--rate-limit", "0");
        sandbox.awaitOut("the ready line", out -> out.endsWith("\n"));
        assertTrue(sandbox.out().matches("ready http://127\\.0\\.0\\.1:[0-9]+\\R"), sandbox.out());
        String url = sandbox.out().strip().substring("ready ".length());

        assertEquals(200, status(url + "/sandbox/health"));

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
        assertEquals("", sandbox.err());
        assertEquals(1, sandbox.out().lines().count());
        assertThrows(ConnectException.class, () -> status(url + "/sandbox/health"));
    }

    @Test
    void itServesTheDeploymentsThatItIsGiven() throws Exception {
        String extra = "c0000000-0000-4000-8000-0000000000aa";
        Cli sandbox = Cli.run("sandbox", "--port", "0", "--deployment", extra);
        sandbox.awaitOut("the ready line", out -> out.endsWith("\n"));
        String config = sandbox.out().strip().substring("ready ".length()) + "/webdeployments/v1/deployments/";

        assertEquals(200, status(config + extra + "/config.json"));
        assertEquals(200, status(config + STANDARD + "/config.json"));
        assertEquals(403, status(config + "c0000000-0000-4000-8000-0000000000bb/config.json"));

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"Sales, 200", "Support, 400"})
    void theGuestChatHasTheQueuesThatItIsGiven(String queue, int status) throws Exception {
        Cli sandbox = Cli.run("sandbox", "--port", "0", "--guest-queue", "Sales", "--guest-queue", "Returns");
        sandbox.awaitOut("the ready line", out -> out.endsWith("\n"));
        String url = sandbox.out().strip().substring("ready ".length());
        String body = "{\"organizationId\":\"" + STANDARD + "\",\"deploymentId\":\"" + STANDARD
                + "\",\"routingTarget\":{\"targetType\":\"QUEUE\",\"targetAddress\":\"" + queue
                + "\"},\"memberInfo\":{\"displayName\":\"Ada\"}}";
        HttpRequest create = HttpRequest.newBuilder(URI.create(url + "/api/v2/webchat/guest/conversations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertEquals(
                status,
                HttpClient.newHttpClient()
                        .send(create, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
    }

    @Test
    void everyDeploymentIsSetUpAsTold() throws Exception {
        String extra = "c0000000-0000-4000-8000-0000000000aa";
        Cli sandbox = Cli.run(
                "sandbox",
                "--port",
                "0",
                "--deployment",
                extra,
                "--max-file-kb",
                "5",
                "--file-types",
                "image/*,text/plain",
                "--disconnect",
                "send",
                "--no-auth");
        String url = url(sandbox);

        for (String id : List.of(STANDARD, extra)) {
            JsonNode config = JSON.readTree(get(url + "/webdeployments/v1/deployments/" + id + "/config.json"));
            assertFalse(config.at("/auth/enabled").booleanValue(), config.toString());
            JsonNode mode = config.at("/messenger/fileUpload/modes/0");
            assertEquals(5, mode.path("maxFileSizeKB").intValue(), config.toString());
            assertEquals("[\"image/*\",\"text/plain\"]", mode.path("fileTypes").toString());
            JsonNode disconnect = config.at("/messenger/apps/conversations/conversationDisconnect");
            assertEquals("{\"enabled\":true,\"type\":\"Send\"}", disconnect.toString());
        }

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
    }

    @Test
    void whatIsNotSaidStaysAsTheServiceHasIt() throws Exception {
        Cli sandbox = Cli.run("sandbox", "--port", "0");
        JsonNode config =
                JSON.readTree(get(url(sandbox) + "/webdeployments/v1/deployments/" + STANDARD + "/config.json"));

        assertTrue(config.at("/auth/enabled").booleanValue(), config.toString());
        assertTrue(config.at("/messenger/fileUpload/enableAttachments").booleanValue());
        assertEquals(
                10240, config.at("/messenger/fileUpload/modes/0/maxFileSizeKB").intValue());
        assertEquals(
                "ReadOnly",
                config.at("/messenger/apps/conversations/conversationDisconnect/type")
                        .asText());

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
    }

    @Test
    void attachmentsCanBeSwitchedOff() throws Exception {
        Cli sandbox = Cli.run("sandbox", "--port", "0", "--no-attachments", "--disconnect", "off");
        JsonNode config =
                JSON.readTree(get(url(sandbox) + "/webdeployments/v1/deployments/" + STANDARD + "/config.json"));

        JsonNode attachments = config.at("/messenger/fileUpload/enableAttachments");
        assertTrue(attachments.isBoolean() && !attachments.booleanValue(), config.toString());
        JsonNode disconnect = config.at("/messenger/apps/conversations/conversationDisconnect/enabled");
        assertTrue(disconnect.isBoolean() && !disconnect.booleanValue(), config.toString());

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"--rate-limit=5, 400", "--lenient, 200"})
    void aLenientSandboxTakesWhatAStrictOneRefuses(String option, int code) throws Exception {
        Cli sandbox = Cli.run("sandbox", "--port", "0", option);
        URI address = URI.create(url(sandbox).replace("http:", "ws:") + "/v1?deploymentId=" + STANDARD);
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket guest = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence frame, boolean last) {
                        answer.complete(frame.toString());
                        return null;
                    }
                })
                .get(60, TimeUnit.SECONDS);
        // The context of a journey is an object.
        guest.sendText(
                        "{\"action\":\"configureSession\",\"token\":\"t\",\"deploymentId\":\"" + STANDARD
                                + "\",\"journeyContext\":7}",
                        true)
                .get(60, TimeUnit.SECONDS);
        String frame = answer.get(60, TimeUnit.SECONDS);
        assertEquals(code, JSON.readTree(frame).path("code").intValue(), frame);
        guest.abort();

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
    }

    private static String url(Cli sandbox) {
        sandbox.awaitOut("the ready line", out -> out.endsWith("\n"));
        return sandbox.out().strip().substring("ready ".length());
    }

    @Test
    void aPortInUseIsTold() {
        try (Sandbox other = Sandbox.start()) {
            Cli sandbox = Cli.run("sandbox", "--port", String.valueOf(other.port()));
            assertEquals(ExitCode.USAGE, sandbox.exitCode());
            assertEquals("", sandbox.out());
            assertTrue(sandbox.err().contains(String.valueOf(other.port())), sandbox.err());
            assertTrue(sandbox.err().contains("--port"), sandbox.err());
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int status(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
