package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.Guest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Reads an event stream, one event after the other. */
final class SseReader implements AutoCloseable {

    private final BufferedReader lines;

    SseReader(Sandbox sandbox, AmmUser user) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/notify/sse"))
                .timeout(Guest.DEADLINE)
                .header("Authorization", user.authorization())
                .build();
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The data of the next event of a name; others are passed over. */
    JsonNode next(String name) {
        try {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals(name)) {
                    return AmmUser.JSON.readTree(line.substring(6));
                }
            }
            throw new IllegalStateException("The stream has ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end; a stream that does not end runs into the timeout of the test. */
    long countRest() {
        return lines.lines().count();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
