package dev.confab.sandbox.nexus;

import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.fault.TransferVerdict;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.net.FilePart;
import dev.confab.sandbox.net.SendFile;
import dev.confab.sandbox.net.Wire;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Files of the service, both ways (Engage chat protocol notes §3.4). They lie in memory: a session has few. */
final class NexusFiles {

    private final NexusService service;
    private final NexusAgents agents;
    private final NexusRoutes routes;

    NexusFiles(NexusService service, NexusAgents agents, NexusRoutes routes) {
        this.service = service;
        this.agents = agents;
        this.routes = routes;
    }

    void mount(Router router, String path) {
        router.post(path).handler(this::upload);
        router.get(path + "/:file").handler(this::download);
    }

    private void upload(RoutingContext context) {
        routes.admitted(
                context,
                session -> FilePart.read(context.request(), "file", service.maxFileBytes(), part -> {
                    if (part == null) {
                        routes.answer(
                                context,
                                Reply.refused(
                                        400, "INVALID_BODY", "Send multipart/form-data with one part named file"));
                        return;
                    }
                    Seam.Call call = new Seam.Call("uploadFile", false);
                    routes.perform(context, session.id(), call, () -> take(session, part));
                }));
    }

    private Reply take(NexusSession session, FilePart part) {
        TransferVerdict verdict = new TransferVerdict();
        routes.around().faults().transferring(session.id(), Fault.Transfer.UPLOAD, verdict);
        if (verdict.status() == TransferVerdict.RESET || verdict.cutsAfter() >= 0) {
            return Reply.NONE;
        }
        if (verdict.status() > 0) {
            return Reply.refused(verdict.status(), "FAULT", "This upload fails on purpose");
        }
        Reply objection = service.objection(session, part.name(), part.size());
        if (objection != null) {
            return objection;
        }
        FileContent.InMemory content = new FileContent.InMemory(part.bytes());
        Reply reply = service.share(session, part.name(), part.type(), content);
        String digest = Fingerprint.of(part.bytes()).sha256();
        agents.heard(
                session,
                new Heard("", List.of(), List.of(new Heard.ReceivedFile(part.name(), part.type(), digest, content))));
        return reply;
    }

    private void download(RoutingContext context) {
        routes.admitted(context, session -> {
            SharedFile file = session.file(context.pathParam("file"));
            if (file == null) {
                routes.answer(context, Reply.refused(404, "NOT_FOUND", "There is no such file in the session"));
                return;
            }
            TransferVerdict verdict = new TransferVerdict();
            routes.around().faults().transferring(session.id(), Fault.Transfer.DOWNLOAD, verdict);
            if (verdict.status() == TransferVerdict.RESET) {
                Wire.reset(routes.around().loop(), context.request().remoteAddress());
            } else if (verdict.status() > 0) {
                routes.answer(context, Reply.refused(verdict.status(), "FAULT", "This download fails on purpose"));
            } else {
                SendFile.send(
                        routes.around().loop(), context.request(), file.name(), file.type(), file.content(), verdict);
            }
        });
    }
}
