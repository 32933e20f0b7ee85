package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** A guest of the REST side who speaks plain HTTP and always names the newest alias. */
final class GmsGuest {

    static final String BASE = "/genesys/2/chat/support";
    static final String FORM = "application/x-www-form-urlencoded";

    private final Sandbox sandbox;
    private final String chatId;
    private final String userId;
    private final String secureKey;
    private String alias;

    GmsGuest(Sandbox sandbox, JsonNode created) {
        this.sandbox = sandbox;
        chatId = created.path("chatId").asText();
        userId = created.path("userId").asText();
        secureKey = created.path("secureKey").asText();
        alias = created.path("alias").asText();
    }

    static GmsGuest of(Sandbox sandbox) {
        return new GmsGuest(sandbox, create(sandbox, "nickname=Ada").json());
    }

    static Http.Answer create(Sandbox sandbox, String form) {
        return form(sandbox, BASE, form);
    }

    static Http.Answer form(Sandbox sandbox, String path, String form) {
        return Http.send(sandbox, "POST", path, form, "Content-Type", FORM);
    }

    String chatId() {
        return chatId;
    }

    String alias() {
        return alias;
    }

    String secureKey() {
        return secureKey;
    }

    String userId() {
        return userId;
    }

    String triple() {
        return "userId=" + userId + "&secureKey=" + encode(secureKey) + "&alias=" + alias;
    }

    /** A call with more fields, each beginning with {@code &}. */
    Http.Answer call(String verb, String more) {
        Http.Answer answer = form(sandbox, BASE + "/" + chatId + "/" + verb, triple() + more);
        if (answer.header("Content-Type").startsWith("application/json")
                && answer.json().has("alias")) {
            alias = answer.json().path("alias").asText();
        }
        return answer;
    }

    Http.Answer say(String text) {
        return call("send", "&message=" + encode(text));
    }

    JsonNode refresh(int position) {
        return call("refresh", "&transcriptPosition=" + position).json();
    }

    Http.Answer upload(String fileName, String content, String... more) {
        StringBuilder body = new StringBuilder();
        for (String field : triple().split("&", -1)) {
            part(body, field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        for (int i = 0; i < more.length; i += 2) {
            part(body, more[i], more[i + 1]);
        }
        body.append("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(fileName)
                .append("\"\r\nContent-Type: image/png\r\n\r\n")
                .append(content)
                .append("\r\n--x--\r\n");
        return Http.send(
                sandbox,
                "POST",
                BASE + "/" + chatId + "/file",
                body.toString(),
                "Content-Type",
                "multipart/form-data; boundary=x");
    }

    private static void part(StringBuilder body, String name, String value) {
        body.append("--x\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static List<String> types(JsonNode answer) {
        return StreamSupport.stream(answer.path("messages").spliterator(), false)
                .map(entry -> entry.path("type").asText())
                .toList();
    }

    static List<Integer> indexes(JsonNode answer) {
        return StreamSupport.stream(answer.path("messages").spliterator(), false)
                .map(entry -> entry.path("index").intValue())
                .toList();
    }
}
