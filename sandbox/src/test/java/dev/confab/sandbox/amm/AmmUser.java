package dev.confab.sandbox.amm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.Http;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A user of the AMM service who speaks plain HTTP. */
final class AmmUser {

    static final String ROOT = "/aem/resources";
    static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;
    private final String authorization;
    private final String login;

    AmmUser(Sandbox sandbox, String login) {
        this(sandbox, login, basic(login, login + "-secret"));
    }

    AmmUser(Sandbox sandbox, String login, String authorization) {
        this.sandbox = sandbox;
        this.login = login;
        this.authorization = authorization;
    }

    static String basic(String login, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static String type(String name) {
        return "application/vnd.avaya.aem." + name + "+json";
    }

    String authorization() {
        return authorization;
    }

    Http.Answer call(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!authorization.isEmpty()) {
            all.addAll(List.of("Authorization", authorization));
        }
        return Http.send(sandbox, method, ROOT + path, body, all.toArray(new String[0]));
    }

    Http.Answer get(String path) {
        return call("GET", path, "");
    }

    Http.Answer post(String path, String type, String body) {
        return call("POST", path, body, "Content-Type", type(type));
    }

    /** The session cookie that discovery sets, as a client sends it back. */
    String cookie() {
        Http.Answer answer = get("");
        assertEquals(200, answer.status(), answer.body());
        return answer.header("Set-Cookie").split(";", -1)[0];
    }

    static String to(String... handles) {
        List<String> to = new ArrayList<>();
        for (String handle : handles) {
            to.add("{\"address\":\"" + handle + "@example.com\",\"type\":\"CONTACT\"}");
        }
        return "\"to\":[" + String.join(",", to) + "]";
    }

    /** Begins a conversation, and gives its first message. */
    JsonNode begin(String text, String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        all.add(0, login);
        Http.Answer answer = post(
                "/outbox",
                "message.v2",
                "{\"subject\":\"Topic\",\"body\":\"" + text + "\"," + to(all.toArray(new String[0])) + "}");
        assertEquals(201, answer.status(), answer.body());
        return answer.json();
    }

    Http.Answer say(String thread, String text, String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        all.add(0, login);
        return post(
                "/outbox",
                "message.v2",
                "{\"threadId\":\"" + thread + "\",\"body\":\"" + text + "\"," + to(all.toArray(new String[0])) + "}");
    }

    Http.Answer filter(String body) {
        return post("/conversations", "conversationsFilter.v1", body);
    }

    JsonNode list() {
        Http.Answer answer = filter("{}");
        assertEquals(200, answer.status(), answer.body());
        return answer.json().path("conversations");
    }

    JsonNode messages(String thread, String query) {
        Http.Answer answer = get("/conversations/" + thread + query);
        assertEquals(200, answer.status(), answer.body());
        return answer.json().path("messages");
    }
}
