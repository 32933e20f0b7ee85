package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.PresignedUrlResponse;
import dev.confab.sandbox.Sandbox;
import dev.confab.transport.jvm.JsonValues;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;

/** What a program does itself: uploads, downloads, signing in. */
final class Rest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Rest() {}

    static int put(PresignedUrlResponse address, String content, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(Objects.requireNonNull(address.getUrl())))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(content));
        Objects.requireNonNull(address.getHeaders()).forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    static String get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The JWT of a signed-in guest. */
    static String jwt(Sandbox sandbox, String deploymentId) throws Exception {
        String idToken = sandbox.issueIdToken("mira", "nonce");
        String body = JsonValues.write(
                Map.of("deploymentId", deploymentId, "oauth", Map.of("idToken", idToken, "nonce", "nonce")));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.url() + "/api/v2/webdeployments/token/oauthcodegrantjwtexchange"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return String.valueOf(
                Objects.requireNonNull(JsonValues.parseObject(answer)).get("jwt"));
    }
}
