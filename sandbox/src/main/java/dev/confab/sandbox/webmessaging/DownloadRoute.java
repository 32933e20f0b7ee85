package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /api/v2/downloads/{id}}: gives the bytes of a file to whoever knows its address (Web Messaging protocol notes
 * §2.1, §4.4). The real service redirects to where they lie; here they lie here.
 */
final class DownloadRoute {

    private static final String SESSION = "session";

    private final WebMessagingService service;
    private final SandboxLoop loop;

    DownloadRoute(WebMessagingService service, SandboxLoop loop) {
        this.service = service;
        this.loop = loop;
    }

    void mount(Router router) {
        router.get(Attachments.DOWNLOADS + ":id").handler(this::give);
        router.head(Attachments.DOWNLOADS + ":id").handler(this::give);
    }

    private void give(RoutingContext context) {
        Realm realm = service.realm();
        Attachment attachment = realm.attachments().download(context.pathParam("id"), realm.now());
        Attachment.Stored stored = attachment == null ? null : attachment.stored();
        if (attachment == null || stored == null) {
            JsonReply.send(
                    context, 404, HistoryAnswer.errorBody(404, "not.found", "There is no such download any more"));
            return;
        }
        Session session = realm.sessions().withId(attachment.sessionId());
        String token = session == null ? "" : session.token();
        context.put(SESSION, token);
        TransferVerdict verdict = new TransferVerdict();
        realm.faults().transferring(token, Fault.Transfer.DOWNLOAD, verdict);
        Runnable answer = () -> answer(context.request(), attachment, stored.content(), verdict);
        if (verdict.delay().isZero()) {
            answer.run();
        } else {
            loop.after(verdict.delay(), answer);
        }
    }

    private void answer(
            HttpServerRequest request, Attachment attachment, FileContent content, TransferVerdict verdict) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if (verdict.status() == TransferVerdict.RESET) {
            Wire.reset(loop, request.remoteAddress());
            return;
        }
        if (verdict.status() != TransferVerdict.NONE) {
            int status = verdict.status();
            JsonReply.send(
                    response, status, HistoryAnswer.errorBody(status, "fault", "This download fails on purpose"));
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, attachment.announced().type())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(content.size()))
                .putHeader(
                        "Content-Disposition",
                        disposition(attachment.announced().name()));
        if (request.method().name().equals("HEAD")) {
            response.end();
        } else if (verdict.cutsAfter() != TransferVerdict.NONE && verdict.cutsAfter() < content.size()) {
            sendPart(request, content, verdict.cutsAfter());
        } else if (content instanceof FileContent.OnDisk file) {
            response.sendFile(file.path().toString())
                    .onFailure(failure -> request.connection().close());
        } else if (content instanceof FileContent.InMemory memory) {
            response.end(Buffer.buffer(memory.bytes()));
        }
    }

    /** Promises all of the bytes, sends some, and ends the connection. */
    private void sendPart(HttpServerRequest request, FileContent content, long bytes) {
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
