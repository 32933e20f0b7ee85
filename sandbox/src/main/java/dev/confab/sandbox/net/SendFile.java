package dev.confab.sandbox.net;

import dev.confab.sandbox.fault.TransferVerdict;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.loop.SandboxLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Answers HTTP requests with files. */
public final class SendFile {

    private SendFile() {}

    /**
     * Answers with a file; to HEAD, with its headers.
     *
     * @param loop the loop that serves the request
     * @param request the request
     * @param name the name under which it may be kept
     * @param type its MIME type
     * @param content its bytes
     * @param verdict what the faults want; its {@code cutsAfter} is obeyed here
     */
    public static void send(
            SandboxLoop loop,
            HttpServerRequest request,
            String name,
            String type,
            FileContent content,
            TransferVerdict verdict) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(content.size()))
                .putHeader("Content-Disposition", disposition(name));
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else if (verdict.cutsAfter() != TransferVerdict.NONE && verdict.cutsAfter() < content.size()) {
            sendPart(loop, request, content, verdict.cutsAfter());
        } else if (content instanceof FileContent.OnDisk file) {
            response.sendFile(file.path().toString())
                    .onFailure(failure -> request.connection().close());
        } else if (content instanceof FileContent.InMemory memory) {
            response.end(Buffer.buffer(memory.bytes()));
        }
    }

    /** Promises all of the bytes, sends some, and ends the connection. */
    private static void sendPart(SandboxLoop loop, HttpServerRequest request, FileContent content, long bytes) {
        HttpServerResponse response = request.response();
        if (content instanceof FileContent.InMemory memory) {
            response.write(Buffer.buffer(memory.bytes()).slice(0, (int) bytes))
                    .onComplete(written -> request.connection().close());
        } else if (content instanceof FileContent.OnDisk file) {
            loop.vertx()
                    .fileSystem()
                    .open(
                            file.path().toString(),
                            new OpenOptions().setRead(true).setWrite(false))
                    .compose(opened -> opened.setReadLength(bytes)
                            .pipe()
                            .endOnSuccess(false)
                            .to(response))
                    .onComplete(written -> request.connection().close());
        }
    }

    /** RFC 6266: the plain name for old clients, the exact one beside it. */
    private static String disposition(String name) {
        String plain = name.replaceAll("[^ -~]|[\"\\\\]", "_");
        String exact = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
