package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Announces and uploads files without HTTP. */
final class FileDesk {

    static final String HELLO = "hello";

    private final ServiceTester tester;
    private final Client client;

    FileDesk(ServiceTester tester, Client client) {
        this.tester = tester;
        this.client = client;
    }

    static String announce(String id, String name, String type) {
        return "\"attachmentId\":\"" + id + "\",\"fileName\":\"" + name + "\",\"fileType\":\"" + type + "\"";
    }

    /** Announces a text file and returns the answer's body. */
    JsonNode presign(String id) {
        client.action("onAttachment", announce(id, "notes.txt", "text/plain"));
        JsonNode frame = client.next();
        if (!frame.path("class").asText().equals("PresignedUrlResponse")) {
            throw new AssertionError(frame.toString());
        }
        return frame.path("body");
    }

    static Uploads.Head head(JsonNode presigned, String type, long length) {
        String url = presigned.path("url").asText();
        int query = url.indexOf("?sig=");
        String upload = url.substring(url.lastIndexOf('/', query) + 1, query);
        String signature = url.substring(query + "?sig=".length());
        String tagging = presigned.path("headers").path("x-amz-tagging").textValue();
        return new Uploads.Head(upload, signature, tagging, type, length);
    }

    /** Puts bytes to a presigned address; the event about it is the next frame. */
    void put(JsonNode presigned, String type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Uploads.Admission admission = tester.service.uploads().admit(head(presigned, type, bytes.length));
        if (!(admission instanceof Uploads.Admitted admitted)) {
            throw new AssertionError(admission.toString());
        }
        Path path = tester.files.create();
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Effects effects = new Effects();
        tester.service.uploads().arrived(admitted, path, Fingerprint.of(bytes), 0, effects);
        tester.run(effects.list());
    }

    /** Announces and uploads a text file; the guest has been told of it. */
    void upload(String id) {
        put(presign(id), "text/plain", HELLO);
        JsonNode event = client.next();
        if (!event.path("class").asText().equals("UploadSuccessEvent")) {
            throw new AssertionError(event.toString());
        }
    }

    /** Where the bytes of an uploaded file lie. */
    Path onDisk(String id) {
        return onDisk(tester, tester.service.realm().sessions().all().iterator().next(), id);
    }

    static Path onDisk(ServiceTester tester, Session session, String id) {
        Attachment attachment = tester.service.realm().attachments().find(session, id, tester.now());
        Attachment.Stored stored = attachment == null ? null : attachment.stored();
        if (stored == null || !(stored.content() instanceof FileContent.OnDisk file)) {
            throw new AssertionError(id + " is not on disk");
        }
        return file.path();
    }

    static String attachment(String id) {
        return "{\"contentType\":\"Attachment\",\"attachment\":{\"id\":\"" + id + "\"}}";
    }
}
