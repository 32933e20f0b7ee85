package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.TransferVerdict;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.SendFile;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

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
        SendFile.send(
                loop,
                request,
                attachment.announced().name(),
                attachment.announced().type(),
                content,
                verdict);
    }
}
