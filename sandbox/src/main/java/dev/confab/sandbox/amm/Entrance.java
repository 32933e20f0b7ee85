package dev.confab.sandbox.amm;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.fault.ConnectVerdict;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.net.BoundedBody;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/** Where channels are opened, and where the commands of event streams come in (AMM notes B.8). */
final class Entrance {

    private static final int MAX_COMMAND = 64 * 1024;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Logins logins;
    private final HintService service;
    private final Surroundings around;
    private final Replies replies;
    private final Duration signOfLife;

    Entrance(Logins logins, HintService service, Surroundings around, Replies replies, Duration signOfLife) {
        this.logins = logins;
        this.service = service;
        this.around = around;
        this.replies = replies;
        this.signOfLife = signOfLife;
    }

    void mount(Router router) {
        router.route(Hrefs.NOTIFY + "/*").handler(replies::cors);
        router.get(Hrefs.SOCKET).handler(context -> admit(context, caller -> socket(context, caller)));
        router.get(Hrefs.STREAM).handler(context -> admit(context, caller -> stream(context.request(), caller)));
        router.post(Hrefs.COMMANDS + "/:line").handler(this::command);
    }

    private void admit(RoutingContext context, Consumer<Caller> then) {
        HttpServerRequest request = context.request();
        around.journal().received("", HttpPayload.request(request));
        ConnectVerdict verdict = new ConnectVerdict();
        around.faults().connecting(verdict);
        Integer refusal = verdict.status();
        if (verdict.resets()) {
            Wire.reset(around.loop(), request.remoteAddress());
        } else if (refusal != null) {
            replies.retryAfter(request.response(), verdict.retryAfterSeconds());
            refuse(context, Answer.error(refusal, Refusal.SERVER_FAILURE, "Refused on purpose"));
        } else {
            try {
                then.accept(logins.admit(request, around.loop().clock().instant()));
            } catch (Refusal refused) {
                refuse(context, refused.answer());
            }
        }
    }

    private void socket(RoutingContext context, Caller caller) {
        HttpServerRequest request = context.request();
        if (!request.canUpgradeToWebSocket()) {
            request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            refuse(context, Answer.error(426, Refusal.INVALID_PARAMETER, "Open this address with a WebSocket client"));
            return;
        }
        request.toWebSocket()
                .onSuccess(socket -> {
                    around.journal().sent(caller.login(), HttpPayload.answer(request, SWITCHING_PROTOCOLS));
                    WebSocketLine line = new WebSocketLine(caller, socket, around, service);
                    service.channels().open(line, line.face(), Frames.discovery(null));
                })
                // The handshake was broken, and has been answered.
                .onFailure(failure -> around.journal().sent(caller.login(), HttpPayload.answer(request, 400)));
    }

    private void stream(HttpServerRequest request, Caller caller) {
        around.journal().sent(caller.login(), HttpPayload.answer(request, 200));
        StreamLine line = new StreamLine(caller, request, around, service);
        String commands = caller.at().http(Hrefs.COMMANDS + "/" + line.name());
        service.channels().open(line, line, Frames.discovery(commands));
        line.live(signOfLife);
    }

    /** The answer of a command comes in its own HTTP answer (AMM notes B.8.6). */
    private void command(RoutingContext context) {
        HttpServerRequest request = context.request();
        around.journal().received("", HttpPayload.request(request));
        try {
            Caller caller = logins.admit(request, around.loop().clock().instant());
            String name = context.pathParam("line");
            StreamLine line = name == null ? null : service.channels().stream(name);
            if (line == null || line.caller().account() != caller.account()) {
                throw new Refusal(404, Refusal.INVALID_STATE, "There is no open event stream " + name);
            }
            String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
            if (type == null || !Media.bare(type).equals("application/json")) {
                throw new Refusal(415, Refusal.INVALID_PARAMETER, "Send application/json");
            }
            BoundedBody.read(request, MAX_COMMAND, body -> {
                if (body == null) {
                    refuse(context, Answer.error(413, Refusal.INVALID_PARAMETER, "The command is too long"));
                } else {
                    obey(request, line, body.toString());
                }
            });
        } catch (Refusal refused) {
            refuse(context, refused.answer());
        }
    }

    private void obey(HttpServerRequest request, StreamLine line, String text) {
        String login = line.caller().login();
        around.journal().received(login, text);
        CallVerdict verdict = new CallVerdict();
        around.faults().calling(login, new Seam.Call("sendCommand", false), verdict);
        CallVerdict.Failure failure = verdict.failure();
        if (verdict.resets()) {
            Wire.reset(around.loop(), request.remoteAddress());
            return;
        }
        HttpServerResponse response = request.response();
        int status = failure == null ? 200 : failure.status();
        String answer = failure == null
                ? service.commands().obey(line, text)
                : Commands.refused("", "This command fails on purpose");
        if (verdict.losesAnswer()) {
            Wire.reset(around.loop(), request.remoteAddress());
            return;
        }
        around.loop().after(verdict.delay(), () -> {
            if (!response.closed()) {
                around.journal().sent(login, answer);
                response.setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(answer);
            }
        });
    }

    private void refuse(RoutingContext context, Answer answer) {
        around.journal().sent("", HttpPayload.answer(context.request(), answer.status()));
        replies.send(context, answer);
    }
}
