package dev.confab.sandbox.gms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.ConnectVerdict;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.LineFaults;
import dev.confab.sandbox.net.SocketLine;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The WebSockets of CometD clients: the arrays of long polling as text frames (Engage chat protocol notes §2.2). */
final class BayeuxLines {

    private static final int UNSUPPORTED_DATA = 1003;
    private static final int BAD_DATA = 1007;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Surroundings around;
    private final BayeuxServer server;
    private final Set<Line> lines = new LinkedHashSet<>();

    BayeuxLines(Surroundings around, BayeuxServer server) {
        this.around = around;
        this.server = server;
        around.faults().watch(offer -> List.copyOf(lines)
                .forEach(line -> offer.accept(line.session(), new LineFaults(line.socket()))));
    }

    /** Reads messages, each text one or an array of them; null when they are none. */
    static @Nullable List<JsonNode> parse(List<String> texts) {
        List<JsonNode> messages = new ArrayList<>();
        for (String text : texts) {
            JsonNode node;
            try {
                node = BoundedJson.parse(text);
            } catch (JsonProcessingException e) {
                return null;
            }
            if (node.isObject()) {
                messages.add(node);
            } else {
                node.forEach(messages::add);
            }
            if (!node.isContainerNode() || !messages.stream().allMatch(JsonNode::isObject)) {
                return null;
            }
        }
        return messages;
    }

    int count() {
        return lines.size();
    }

    int cut(@Nullable String session) {
        List<Line> chosen = lines.stream()
                .filter(line -> session == null || session.equals(line.session()))
                .toList();
        chosen.forEach(Line::cut);
        return chosen.size();
    }

    void goAway() {
        List.copyOf(lines).forEach(line -> line.socket().goAway());
    }

    void open(HttpServerRequest request) {
        around.journal().received("", HttpPayload.request(request));
        ConnectVerdict verdict = new ConnectVerdict();
        around.faults().connecting(verdict);
        Integer refusal = verdict.status();
        if (verdict.resets()) {
            Wire.reset(around.loop(), request.remoteAddress());
            return;
        }
        if (refusal != null) {
            if (verdict.retryAfterSeconds() > 0) {
                request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(verdict.retryAfterSeconds()));
            }
            around.journal().sent("", HttpPayload.answer(request, refusal));
            JsonReply.send(request.response(), refusal, "{\"error\":\"Refused on purpose\"}");
            return;
        }
        Cookie cookie = request.getCookie(HttpPort.COOKIE);
        String browser = cookie == null ? UUID.randomUUID().toString().replace("-", "") : cookie.getValue();
        if (cookie == null) {
            request.response()
                    .putHeader(HttpHeaders.SET_COOKIE, HttpPort.COOKIE + "=" + browser + "; Path=/; HttpOnly");
        }
        request.toWebSocket()
                .onSuccess(socket -> {
                    around.journal().sent("", HttpPayload.answer(request, SWITCHING_PROTOCOLS));
                    lines.add(new Line(socket, browser));
                })
                // The handshake was broken, and has been answered.
                .onFailure(failure -> around.journal().sent("", HttpPayload.answer(request, 400)));
    }

    private final class Line implements SocketLine.Keeper, BayeuxPort {

        private final SocketLine socket;
        private final String browser;
        private String session = "";
        private long received;

        Line(ServerWebSocket webSocket, String browser) {
            this.browser = browser;
            socket = new SocketLine(webSocket, around.loop(), around.journal(), around.faults(), this);
        }

        SocketLine socket() {
            return socket;
        }

        @Override
        public @Nullable String session() {
            return session.isEmpty() ? null : session;
        }

        @Override
        public @Nullable String kindOf(String frame) {
            List<JsonNode> messages = parse(List.of(frame));
            if (messages == null || messages.isEmpty()) {
                return null;
            }
            JsonNode first = messages.get(0);
            return first.has("data") ? "event" : first.path("channel").asText("");
        }

        @Override
        public void text(String text) {
            List<JsonNode> messages = parse(List.of(text));
            if (messages != null && !messages.isEmpty()) {
                String about = server.sessionOf(messages.get(0));
                session = about.isEmpty() ? session : about;
            }
            around.journal().received(session, text);
            Receipt receipt = new Receipt(socket);
            // What kind of message it is the faults of calls ask, for each message of the frame.
            around.faults().receiving(session(), new Seam.Frame(++received, null), receipt);
            if (receipt.over()) {
                return;
            }
            if (messages == null) {
                socket.close(BAD_DATA, "Send an array of Bayeux messages");
            } else {
                server.take(this, messages);
            }
            if (receipt.cutsAfterwards()) {
                socket.cut();
            }
        }

        @Override
        public void binary(int length) {
            around.journal().received(session, "(" + length + " bytes)");
            socket.close(UNSUPPORTED_DATA, "Messages are text");
        }

        @Override
        public void pinged() {
            around.faults().pinged(session(), new LineFaults(socket));
        }

        @Override
        public void gone() {
            if (lines.remove(this)) {
                server.lost(this);
            }
        }

        @Override
        public String type() {
            return "websocket";
        }

        @Override
        public boolean pushes() {
            return true;
        }

        @Override
        public String browser() {
            return browser;
        }

        /** It came with the answer to the upgrade. */
        @Override
        public void giveCookie() {}

        @Override
        public void send(String about, List<ObjectNode> messages) {
            session = about.isEmpty() ? session : about;
            if (!messages.isEmpty()) {
                ArrayNode all = BoundedJson.array();
                messages.forEach(all::add);
                socket.send(session(), BoundedJson.text(all));
            }
        }

        @Override
        public boolean fail(int status, int retryAfterSeconds) {
            return false;
        }

        @Override
        public void cut() {
            socket.cut();
        }
    }
}
