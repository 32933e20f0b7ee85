package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/** An HTTP request of a CometD client: it is answered once, perhaps much later. */
final class HttpPort implements BayeuxPort {

    static final String COOKIE = "BAYEUX_BROWSER";

    private final RoutingContext context;
    private final Surroundings around;
    private final String callback;
    private String browser;

    /**
     * Takes over a request.
     *
     * @param callback the function of callback polling, empty for long polling
     */
    HttpPort(RoutingContext context, Surroundings around, BayeuxServer server, String callback) {
        this.context = context;
        this.around = around;
        this.callback = callback;
        browser = browserOf(context);
        // A client that went away while its connect was held takes nothing of what comes.
        context.addEndHandler(done -> {
            if (done.failed()) {
                server.lost(this);
            }
        });
    }

    static String browserOf(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        return cookie == null ? "" : cookie.getValue();
    }

    void received(String session, ArrayNode messages) {
        ObjectNode json = line();
        json.set("messages", messages);
        around.journal().received(session, BoundedJson.text(json));
    }

    @Override
    public String type() {
        return callback.isEmpty() ? "long-polling" : "callback-polling";
    }

    @Override
    public boolean pushes() {
        return false;
    }

    @Override
    public String browser() {
        return browser;
    }

    @Override
    public void giveCookie() {
        if (browser.isEmpty()) {
            browser = UUID.randomUUID().toString().replace("-", "");
            context.response()
                    .addCookie(Cookie.cookie(COOKIE, browser).setPath("/").setHttpOnly(true));
        }
    }

    @Override
    public void send(String session, List<ObjectNode> messages) {
        ArrayNode all = BoundedJson.array();
        messages.forEach(all::add);
        context.addEndHandler(done -> {
            if (done.succeeded()) {
                ObjectNode json = line().put("status", 200);
                json.set("messages", all);
                around.journal().sent(session, BoundedJson.text(json));
            }
        });
        HttpServerResponse response = context.response();
        if (callback.isEmpty()) {
            JsonReply.send(context, 200, all);
        } else if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                    .end("/**/" + callback + "(" + BoundedJson.text(all) + ")");
        }
    }

    @Override
    public boolean fail(int status, int retryAfterSeconds) {
        if (retryAfterSeconds > 0) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds));
        }
        around.journal().sent("", BoundedJson.text(line().put("status", status)));
        JsonReply.error(context, status, "This call fails on purpose", "GET /sandbox/faults lists the faults");
        return true;
    }

    @Override
    public void cut() {
        Wire.reset(around.loop(), context.request().remoteAddress());
    }

    private ObjectNode line() {
        return BoundedJson.object()
                .put("method", context.request().method().name())
                .put("path", context.request().path());
    }
}
