package dev.confab.sandbox.gms;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.Guest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A CometD client over long polling, written by hand: one call is one request. */
final class BayeuxGuest {

    static final String CHANNEL = "/service/chatV2/support";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;
    private String cookie = "";
    private String clientId = "";
    private int lastId;

    private BayeuxGuest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Shakes hands and subscribes. */
    static BayeuxGuest on(Sandbox sandbox) {
        BayeuxGuest guest = new BayeuxGuest(sandbox);
        HttpResponse<String> answer = guest.await(
                guest.post(
                        "/handshake",
                        "[{\"id\":\"h\",\"version\":\"1.0\",\"channel\":\"/meta/handshake\",\"supportedConnectionTypes\":[\"long-polling\"]}]"));
        guest.cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", -1)[0];
        guest.clientId = parse(answer.body()).path(0).path("clientId").asText();
        return guest;
    }

    /** Begins a chat and returns the data of its first event. */
    JsonNode begin() {
        subscribe();
        publish("{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}");
        return events(connect(0)).get(0);
    }

    JsonNode subscribe() {
        return meta("subscribe", "\"subscription\":\"" + CHANNEL + "\"").path(0);
    }

    /** Sends a message of the protocol itself. */
    JsonNode meta(String kind, String fields) {
        return parse(await(post("/" + kind, "[" + message("/meta/" + kind, fields) + "]"))
                .body());
    }

    /** Publishes and returns the acknowledgement. */
    JsonNode publish(String data) {
        return parse(await(post("/", "[" + message(CHANNEL, "\"data\":" + data) + "]"))
                        .body())
                .path(0);
    }

    String message(String channel, String fields) {
        return "{\"id\":\"" + ++lastId + "\",\"clientId\":\"" + clientId + "\",\"channel\":\"" + channel + "\""
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    /** Connects and waits for the answer; a timeout of the client's own, in milliseconds. */
    JsonNode connect(int timeout) {
        return parse(await(held("\"connectionType\":\"long-polling\",\"advice\":{\"timeout\":" + timeout + "}"))
                .body());
    }

    /** Connects as the server advises; the answer comes when something happens. */
    CompletableFuture<HttpResponse<String>> held() {
        return held("\"connectionType\":\"long-polling\"");
    }

    private CompletableFuture<HttpResponse<String>> held(String fields) {
        return post("/connect", "[" + message("/meta/connect", fields) + "]");
    }

    CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return post("/genesys/cometd" + path, "application/json", body, cookie);
    }

    CompletableFuture<HttpResponse<String>> post(String path, String type, String body, String withCookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .timeout(Guest.DEADLINE)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!withCookie.isEmpty()) {
            request.header("Cookie", withCookie);
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String cookie() {
        return cookie;
    }

    BayeuxGuest withCookie(String other) {
        cookie = other;
        return this;
    }

    String clientId() {
        return clientId;
    }

    <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(Guest.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The data of the events among messages. */
    static List<JsonNode> events(JsonNode messages) {
        List<JsonNode> events = new ArrayList<>();
        messages.forEach(message -> {
            if (message.has("data")) {
                events.add(message.path("data"));
            }
        });
        return events;
    }

    static JsonNode parse(@Nullable String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return fail("Not JSON: " + body);
        }
    }
}
