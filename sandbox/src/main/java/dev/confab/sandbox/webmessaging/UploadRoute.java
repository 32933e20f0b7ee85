package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.TransferVerdict;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.files.TempFiles;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /uploads/{id}?sig=…}: takes the bytes of a file (Web Messaging protocol notes §2.1, §4.1). Answers are those of
 * a plain file store: 200, or an error as XML.
 */
final class UploadRoute {

    private static final String SESSION = "session";
    private static final String TAGGING = "x-amz-tagging";

    private final WebMessagingService service;
    private final Journal journal;
    private final SandboxLoop loop;
    private final Consumer<List<Effect>> carryOut;
    private long peakInFlight;

    UploadRoute(WebMessagingService service, Journal journal, SandboxLoop loop, Consumer<List<Effect>> carryOut) {
        this.service = service;
        this.journal = journal;
        this.loop = loop;
        this.carryOut = carryOut;
    }

    void mount(Router router) {
        router.put(Attachments.UPLOADS + ":id").handler(this::record).handler(this::take);
    }

    private void record(RoutingContext context) {
        HttpServerRequest request = context.request();
        journal.received("", HttpPayload.request(request));
        context.addEndHandler(done -> {
            // An answer that never went out is not recorded.
            if (done.succeeded()) {
                String answer = HttpPayload.answer(request, context.response().getStatusCode());
                journal.sent(context.get(SESSION, ""), answer);
            }
        });
        context.next();
    }

    /** The most bytes of one upload that ever waited in memory. */
    long peakInFlight() {
        return peakInFlight;
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        Uploads.Admission admission = service.uploads().admit(head(context));
        if (admission instanceof Uploads.Refused refused) {
            answer(request, refused.status(), refused.code());
        } else if (admission instanceof Uploads.Admitted admitted) {
            String session = admitted.grant().session().token();
            context.put(SESSION, session);
            TransferVerdict verdict = new TransferVerdict();
            service.realm().faults().transferring(session, Fault.Transfer.UPLOAD, verdict);
            take(request, admitted, verdict);
        }
    }

    private void take(HttpServerRequest request, Uploads.Admitted admitted, TransferVerdict verdict) {
        if (verdict.status() == TransferVerdict.RESET) {
            Wire.reset(loop, request.remoteAddress());
            return;
        }
        if (verdict.status() != TransferVerdict.NONE) {
            later(verdict, () -> answer(request, verdict.status(), "InternalError"));
            return;
        }
        long announced = length(request.getHeader(HttpHeaders.CONTENT_LENGTH));
        if (announced > admitted.maxBytes()) {
            refuseSize(request, admitted, announced);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Ending ending = new Ending(request, admitted, verdict);
        TempFiles files = service.realm().attachments().files();
        new UploadStream(request, admitted.maxBytes(), verdict.cutsAfter(), ending).begin(loop, files);
    }

    private static Uploads.Head head(RoutingContext context) {
        HttpServerRequest request = context.request();
        return new Uploads.Head(
                context.pathParam("id"),
                request.getParam("sig"),
                request.getHeader(TAGGING),
                request.getHeader(HttpHeaders.CONTENT_TYPE),
                length(request.getHeader(HttpHeaders.CONTENT_LENGTH)));
    }

    private static long length(@Nullable String header) {
        try {
            return header == null ? Uploads.Head.UNKNOWN_LENGTH : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return Uploads.Head.UNKNOWN_LENGTH;
        }
    }

    /** Without taking the body, which is dropped as it comes. */
    private void refuseSize(HttpServerRequest request, Uploads.Admitted admitted, long bytes) {
        answer(request, 413, "EntityTooLarge");
        Effects effects = new Effects();
        service.uploads().tooLarge(admitted, bytes, effects);
        carryOut.accept(effects.list());
    }

    private void later(TransferVerdict verdict, Runnable act) {
        if (verdict.delay().isZero()) {
            act.run();
        } else {
            loop.after(verdict.delay(), act);
        }
    }

    private static void answer(HttpServerRequest request, int status, String code) {
        // A client that went away in the meantime needs no answer.
        if (!request.response().ended() && !request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/xml")
                    .end(status == 200 ? "" : "<Error><Code>" + code + "</Code></Error>");
        }
    }

    /** What becomes of one upload. */
    private final class Ending implements UploadStream.Sink {

        private final HttpServerRequest request;
        private final Uploads.Admitted admitted;
        private final TransferVerdict verdict;

        Ending(HttpServerRequest request, Uploads.Admitted admitted, TransferVerdict verdict) {
            this.request = request;
            this.admitted = admitted;
            this.verdict = verdict;
        }

        @Override
        public void complete(Path path, Fingerprint bytes, long mostInFlight) {
            peakInFlight = Math.max(peakInFlight, mostInFlight);
            later(verdict, () -> {
                answer(request, 200, "");
                Effects effects = new Effects();
                service.uploads().arrived(admitted, path, bytes, verdict.refusalCode(), effects);
                carryOut.accept(effects.list());
            });
        }

        @Override
        public void tooLarge(long bytes) {
            refuseSize(request, admitted, bytes);
        }

        @Override
        public void cut() {
            Wire.reset(loop, request.remoteAddress());
        }

        @Override
        public void broken() {
            answer(request, 500, "InternalError");
        }
    }
}
