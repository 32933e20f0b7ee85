package dev.confab.sandbox.guestchat;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.ConnectVerdict;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Where event streams are opened. The token in the path is the only credential (guest chat protocol notes §4.2): one that was
 * never issued is refused with 401, one that has expired, and one whose conversation has ended, are told so by a close code
 * (§6.3).
 */
final class StreamEntrance {

    static final String PATH = "/v1/token/";

    private static final int SWITCHING_PROTOCOLS = 101;

    private final ChatLife life;
    private final Surroundings around;

    StreamEntrance(ChatLife life, Surroundings around) {
        this.life = life;
        this.around = around;
    }

    void mount(Router router) {
        router.get(PATH + ":token").handler(this::take);
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        around.journal().received("", HttpPayload.request(request));
        ConnectVerdict verdict = new ConnectVerdict();
        around.faults().connecting(verdict);
        Integer refusal = verdict.status();
        String token = context.pathParam("token");
        Chat chat = token == null ? null : life.tokens().chatOf(token);
        if (verdict.resets()) {
            Wire.reset(around.loop(), request.remoteAddress());
        } else if (refusal != null) {
            if (verdict.retryAfterSeconds() > 0) {
                request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(verdict.retryAfterSeconds()));
            }
            refuse(request, chat, Answer.error(refusal, Refusals.code(refusal), "Refused on purpose."));
        } else if (chat == null) {
            refuse(request, null, Refusals.badToken());
        } else if (!request.canUpgradeToWebSocket()) {
            request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            refuse(request, chat, Answer.error(426, "bad.request", "Open this address with a WebSocket client."));
        } else {
            upgrade(request, chat);
        }
    }

    private void upgrade(HttpServerRequest request, Chat chat) {
        request.toWebSocket()
                .onSuccess(socket -> {
                    around.journal().sent(chat.id(), HttpPayload.answer(request, SWITCHING_PROTOCOLS));
                    life.attach(chat, socket);
                })
                // The handshake was broken, and has been answered.
                .onFailure(failure -> around.journal().sent(chat.id(), HttpPayload.answer(request, 400)));
    }

    private void refuse(HttpServerRequest request, @Nullable Chat chat, Answer answer) {
        around.journal().sent(chat == null ? "" : chat.id(), HttpPayload.answer(request, answer.status()));
        String body = answer.body() == null ? "{}" : BoundedJson.text(answer.body());
        JsonReply.send(request.response(), answer.status(), body);
    }
}
