package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SandboxCommandTest {

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
        String standard = "a0000000-0000-4000-8000-000000000001";
        Cli sandbox = Cli.run("sandbox", "--port", "0", "--deployment", extra);
        sandbox.awaitOut("the ready line", out -> out.endsWith("\n"));
        String config = sandbox.out().strip().substring("ready ".length()) + "/webdeployments/v1/deployments/";

        assertEquals(200, status(config + extra + "/config.json"));
        assertEquals(200, status(config + standard + "/config.json"));
        assertEquals(403, status(config + "c0000000-0000-4000-8000-0000000000bb/config.json"));

        sandbox.stop();
        assertEquals(ExitCode.OK, sandbox.exitCode());
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

    private static int status(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
