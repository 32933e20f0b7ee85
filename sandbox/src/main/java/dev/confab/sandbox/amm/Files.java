package dev.confab.sandbox.amm;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.fault.TransferVerdict;
import dev.confab.sandbox.net.SendFile;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/** What goes in and out as bytes: messages with their files, and downloads (AMM notes B.6.1 to B.6.3). */
final class Files {

    static final String PATH = Hrefs.MESSAGES + "/:message/parts/:part";

    private final OutboxCalls outbox;
    private final ReadCalls reads;
    private final AmmOptions options;
    private final AmmRoutes routes;
    private final Replies replies;
    private final Surroundings around;

    Files(
            OutboxCalls outbox,
            ReadCalls reads,
            AmmOptions options,
            AmmRoutes routes,
            Replies replies,
            Surroundings around) {
        this.outbox = outbox;
        this.reads = reads;
        this.options = options;
        this.routes = routes;
        this.replies = replies;
        this.around = around;
    }

    /** A message alone, or with its files in one request. */
    Answer send(Caller caller, RoutingContext context) {
        String type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
        String message = options.flavour() == AmmOptions.Flavour.V2_1 ? Media.MESSAGE_V1 : Media.MESSAGE;
        if (!Media.bare(type).equals(Related.TYPE)) {
            return outbox.send(caller, Letter.read(AmmRoutes.body(context, message), List.of(), options));
        }
        TransferVerdict verdict = new TransferVerdict();
        around.faults().transferring(caller.login(), Fault.Transfer.UPLOAD, verdict);
        context.put(AmmRoutes.DELAY, verdict.delay());
        if (verdict.status() == TransferVerdict.RESET || verdict.cutsAfter() != TransferVerdict.NONE) {
            return Answer.NONE;
        }
        if (verdict.status() > 0) {
            return Answer.error(verdict.status(), Refusal.SERVER_FAILURE, "This upload fails on purpose");
        }
        if (verdict.refusalCode() != 0) {
            return Answer.error(415, verdict.refusalCode(), "A file is refused on purpose");
        }
        List<Related.Piece> pieces = Related.read(type, context.body().buffer());
        if (pieces.isEmpty() || !Media.is(pieces.get(0).headers().get("content-type"), message)) {
            throw new Refusal(415, Refusal.INVALID_PARAMETER, "The first part must be " + Media.type(message));
        }
        List<Part> parts = Parcels.read(pieces.subList(1, pieces.size()), options);
        return outbox.send(caller, Letter.read(pieces.get(0).text(), parts, options));
    }

    /** A page of history, if the faults let it. */
    Answer history(RoutingContext context, Caller caller, Supplier<Answer> page) {
        HistoryVerdict verdict = new HistoryVerdict();
        around.faults().history(caller.login(), verdict);
        if (verdict.reset) {
            return Answer.NONE;
        }
        if (verdict.status == 0) {
            return page.get();
        }
        replies.retryAfter(context.response(), verdict.retryAfterSeconds);
        return Answer.error(verdict.status, Refusal.SERVER_FAILURE, "This page fails on purpose");
    }

    void download(RoutingContext context) {
        routes.admitted(context, caller -> {
            Part part = find(caller, context.pathParam("message"), context.pathParam("part"));
            TransferVerdict verdict = new TransferVerdict();
            around.faults().transferring(caller.login(), Fault.Transfer.DOWNLOAD, verdict);
            Runnable answer = () -> give(context, part, verdict);
            if (verdict.delay().isZero()) {
                answer.run();
            } else {
                around.loop().after(verdict.delay(), answer);
            }
        });
    }

    private void give(RoutingContext context, Part part, TransferVerdict verdict) {
        if (verdict.status() == TransferVerdict.RESET) {
            Wire.reset(around.loop(), context.request().remoteAddress());
        } else if (verdict.status() > 0) {
            replies.send(
                    context, Answer.error(verdict.status(), Refusal.SERVER_FAILURE, "This download fails on purpose"));
        } else {
            SendFile.send(around.loop(), context.request(), part.name(), part.type(), part.content(), verdict);
        }
    }

    /** Files are for those who see their message. */
    private Part find(Caller caller, String message, String id) {
        Entry entry = reads.placeOf(caller, message).conversation().entry(message);
        if (entry != null) {
            for (Part part : entry.content().parts()) {
                if (part.id().equals(id)) {
                    return part;
                }
            }
        }
        throw new Refusal(404, Refusal.ATTACHMENT_NOT_FOUND, "The message " + message + " has no part " + id);
    }

    private static final class HistoryVerdict implements Seam.History {
        private int status;
        private int retryAfterSeconds;
        private boolean reset;

        @Override
        public void fail(int failure, int seconds) {
            status = failure;
            retryAfterSeconds = seconds;
        }

        @Override
        public void reset() {
            reset = true;
        }
    }
}
