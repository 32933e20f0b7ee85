package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A guest of the nexus service who speaks plain HTTP. */
final class NexusGuest {

    static final String SESSIONS = "/nexus/v3/chat/sessions";
    static final String FORM = "application/x-www-form-urlencoded";
    static final String KEY = "contact-center-1";

    private final Sandbox sandbox;
    private final String selfUri;
    private final String token;

    private NexusGuest(Sandbox sandbox, JsonNode created) {
        this.sandbox = sandbox;
        this.selfUri = created.path("data").path("entity").path("selfUri").asText();
        this.token = created.path("data").path("clientToken").asText();
    }

    static NexusGuest of(Sandbox sandbox) {
        return new NexusGuest(
                sandbox,
                create(sandbox, "data[nickname]=Ada&data[endpoint]=support").json());
    }

    static Http.Answer create(Sandbox sandbox, String form) {
        return Http.send(sandbox, "POST", SESSIONS, form, "x-api-key", KEY, "Content-Type", FORM);
    }

    String id() {
        return selfUri.substring(selfUri.lastIndexOf('/') + 1);
    }

    String token() {
        return token;
    }

    Http.Answer call(String method, String path) {
        return Http.send(sandbox, method, selfUri + path, "", "x-api-key", KEY, "x-nexus-client-key", token);
    }

    Http.Answer post(String path, String type, String body) {
        return Http.send(
                sandbox,
                "POST",
                selfUri + path,
                body,
                "x-api-key",
                KEY,
                "x-nexus-client-key",
                token,
                "Content-Type",
                type);
    }

    Http.Answer say(String text) {
        return post("/messages", FORM, "data[type]=Text&data[text]=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    Http.Answer upload(String fileName, String content) {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--x--\r\n";
        return post("/files", "multipart/form-data; boundary=x", body);
    }

    JsonNode messages(String query) {
        return call("GET", "/messages" + query).json().path("data").path("messages");
    }
}
