package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.ConnectVerdict;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Where guests open their WebSockets (Web Messaging protocol notes §2.1, §2.2). */
final class GuestEntrance {

    static final String PATH = "/v1";

    /** Addresses that something else stands in front of: an emulator accepts any path that leads to {@link #PATH} (§2.2). */
    static final String PREFIXED = "/.+/v1/?";

    private static final int SWITCHING_PROTOCOLS = 101;

    private final WebMessagingService service;
    private final GuestLines lines;
    private final Journal journal;
    private final SandboxLoop loop;

    GuestEntrance(WebMessagingService service, GuestLines lines, Journal journal, SandboxLoop loop) {
        this.service = service;
        this.lines = lines;
        this.journal = journal;
        this.loop = loop;
    }

    /** Takes a request for a connection. */
    void take(HttpServerRequest request) {
        journal.received("", HttpPayload.request(request));
        ConnectVerdict verdict = new ConnectVerdict();
        service.realm().faults().connecting(verdict);
        Integer refusal = verdict.status();
        if (verdict.resets()) {
            Wire.reset(loop, request.remoteAddress());
        } else if (refusal == null) {
            admit(request);
        } else {
            if (verdict.retryAfterSeconds() > 0) {
                request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(verdict.retryAfterSeconds()));
            }
            refuse(request, refusal, "Refused on purpose");
        }
    }

    private void admit(HttpServerRequest request) {
        Deployment deployment;
        GuestConnection connection;
        try {
            deployment = service.admit(deploymentId(request), request.getHeader(HttpHeaders.ORIGIN));
            if (deployment == null) {
                refuse(request, 403, "Unknown deployment, or a forbidden origin");
                return;
            }
            connection = new GuestConnection(
                    deployment,
                    request.getParam("application"),
                    request.getHeader(HttpHeaders.USER_AGENT),
                    service.realm().options().limits());
            connection.reachedAt(ServiceAddress.of(request));
        } catch (IllegalArgumentException e) {
            refuse(request, 400, "The query is malformed");
            return;
        }
        int retryAfter = service.countConnection(deployment);
        if (retryAfter != RateWindow.ADMITTED) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfter));
            refuse(request, 429, "Too many connections to this deployment");
        } else if (request.canUpgradeToWebSocket()) {
            upgrade(request, connection);
        } else {
            request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            refuse(request, 426, "This is a WebSocket address; open it with a WebSocket client");
        }
    }

    /** The official Java SDK says it in a header, too (§2.1). */
    private static @Nullable String deploymentId(HttpServerRequest request) {
        String inQuery = request.getParam("deploymentId");
        return inQuery == null ? request.getHeader("deploymentId") : inQuery;
    }

    private void upgrade(HttpServerRequest request, GuestConnection connection) {
        request.toWebSocket()
                .onSuccess(socket -> {
                    journal.sent("", HttpPayload.answer(request, SWITCHING_PROTOCOLS));
                    lines.open(socket, connection);
                })
                // The handshake was broken, and has been answered.
                .onFailure(failure -> journal.sent("", HttpPayload.answer(request, 400)));
    }

    private void refuse(HttpServerRequest request, int status, String message) {
        journal.sent("", HttpPayload.answer(request, status));
        JsonReply.send(request.response(), status, HistoryAnswer.errorBody(status, "connection.refused", message));
    }
}
