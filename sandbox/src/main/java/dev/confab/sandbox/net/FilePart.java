package dev.confab.sandbox.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file that came as a part of {@code multipart/form-data}, with the fields beside it. */
public final class FilePart {

    private final String name;
    private final String type;
    private final Buffer bytes;
    private final long size;
    private final Map<String, String> fields;

    private FilePart(Receiving from, Map<String, String> fields) {
        name = from.name;
        type = from.type;
        bytes = from.bytes;
        size = from.size;
        this.fields = fields;
    }

    /**
     * Tells the name of the file.
     *
     * @return the name without folders, perhaps empty
     */
    public String name() {
        return name;
    }

    /**
     * Tells the type that the client says it is of.
     *
     * @return a MIME type
     */
    public String type() {
        return type;
    }

    /**
     * Tells how many bytes came, also of a file that is too large to be kept.
     *
     * @return the size
     */
    public long size() {
        return size;
    }

    /**
     * Copies the bytes.
     *
     * @return the first of them only, when the file is larger than it may be
     */
    public byte[] bytes() {
        return bytes.getBytes();
    }

    /**
     * Tells the fields that came beside the file.
     *
     * @return the last value of each name
     */
    public Map<String, String> fields() {
        return fields;
    }

    /**
     * Reads a request with one file. To be called while the request is being routed, before any of its body was read.
     *
     * @param request the request
     * @param field the name of the part
     * @param maxBytes how many bytes are kept; the rest is counted and dropped
     * @param then takes the file, null when the request has no such part
     */
    public static void read(HttpServerRequest request, String field, int maxBytes, Consumer<@Nullable FilePart> then) {
        readAll(request, field, maxBytes, (files, fields) -> then.accept(files.isEmpty() ? null : files.get(0)));
    }

    /**
     * Reads a request with any number of files. To be called while the request is being routed, before any of its body was
     * read.
     *
     * @param request the request
     * @param field the name of the parts
     * @param maxBytes how many bytes of each are kept; the rest is counted and dropped
     * @param then takes the files and the last value of each field; neither when the request is no form
     */
    public static void readAll(
            HttpServerRequest request,
            String field,
            int maxBytes,
            BiConsumer<List<FilePart>, Map<String, String>> then) {
        List<Receiving> received = new ArrayList<>();
        try {
            request.setExpectMultipart(true);
        } catch (IllegalStateException e) {
            // Neither multipart nor a form.
            then.accept(List.of(), Map.of());
            return;
        }
        request.uploadHandler(upload -> {
            Receiving one = new Receiving(upload, maxBytes);
            if (upload.name().equals(field)) {
                received.add(one);
            }
        });
        request.exceptionHandler(failure -> {});
        request.endHandler(nothing -> {
            Map<String, String> fields = new LinkedHashMap<>();
            request.formAttributes().forEach(fields::put);
            Map<String, String> given = Map.copyOf(fields);
            then.accept(received.stream().map(one -> new FilePart(one, given)).toList(), given);
        });
    }

    private static final class Receiving {
        private final String name;
        private final String type;
        private final Buffer bytes = Buffer.buffer();
        private long size;

        Receiving(HttpServerFileUpload upload, int maxBytes) {
            String given = upload.filename() == null ? "" : upload.filename();
            name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
            type = upload.contentType() == null ? "application/octet-stream" : upload.contentType();
            upload.handler(part -> {
                size += part.length();
                if (size <= maxBytes) {
                    bytes.appendBuffer(part);
                }
            });
        }
    }
}
