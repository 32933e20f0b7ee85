package dev.confab.sandbox.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Uploads and downloads of a guest. */
public final class Files {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Files() {}

    /** Announces a file and returns the body of the answer. */
    public static JsonNode announce(Guest guest, String id, String name, String type) {
        guest.send(guest.request(
                "onAttachment",
                "p-" + id,
                "\"errorsAsJson\":true,\"attachmentId\":\"" + id + "\",\"fileName\":\"" + name + "\",\"fileType\":\""
                        + type + "\""));
        return guest.next("PresignedUrlResponse").path("body");
    }

    /** Puts bytes to a presigned address as a client should, and returns the HTTP status. */
    public static int put(JsonNode presigned, String type, byte[] content) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(presigned.path("url").asText()))
                .timeout(Guest.DEADLINE)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content));
        presigned
                .path("headers")
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        return send(request.build()).statusCode();
    }

    /** Gets an address. */
    public static HttpResponse<byte[]> get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .timeout(Guest.DEADLINE)
                .build());
    }

    public static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
