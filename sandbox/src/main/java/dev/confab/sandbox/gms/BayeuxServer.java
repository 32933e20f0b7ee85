package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.fault.Seam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Bayeux protocol (Engage chat protocol notes §2.2): clients, their channels, and connects that are held until there is
 * something to tell. What is published goes to the {@link CometdChats}.
 */
final class BayeuxServer {

    private static final String META = "/meta/";

    private final Surroundings around;
    private final GmsOptions options;
    private final CometdChats chats;
    private final BayeuxReplies replies;
    private final Map<String, BayeuxClient> clients = new LinkedHashMap<>();

    BayeuxServer(Surroundings around, GmsOptions options, CometdChats chats) {
        this.around = around;
        this.options = options;
        this.chats = chats;
        replies = new BayeuxReplies(options.connectTimeout());
    }

    /** One request on its way through: its port, what is answered so far, and what faults want with the rest. */
    private static final class Request {
        private final BayeuxPort port;
        private final List<ObjectNode> answers = new ArrayList<>();
        private Duration delay = Duration.ZERO;
        private @Nullable BayeuxClient client;
        private @Nullable ObjectNode connect;
        private Duration patience = Duration.ZERO;
        private boolean over;
        private boolean answerLost;

        Request(BayeuxPort port) {
            this.port = port;
        }

        String session() {
            return client == null ? "" : client.session();
        }
    }

    /** The chat that a message is about, as far as its client has one. */
    String sessionOf(JsonNode message) {
        BayeuxClient client = clients.get(message.path("clientId").asText(""));
        return client == null ? "" : client.session();
    }

    /** Takes the messages of one request, in their order. */
    void take(BayeuxPort port, List<JsonNode> messages) {
        Request request = new Request(port);
        for (JsonNode message : messages) {
            take(request, message);
            if (request.over) {
                return;
            }
        }
        if (request.answerLost) {
            port.cut();
        } else if (request.delay.isZero()) {
            finish(request);
        } else {
            around.loop().after(request.delay, () -> finish(request));
        }
    }

    private void finish(Request request) {
        BayeuxClient client = request.client;
        ObjectNode connect = request.connect;
        if (client == null || connect == null) {
            request.port.send(request.session(), request.answers);
            return;
        }
        Instant now = now();
        boolean push = request.port.pushes();
        if (push && !request.answers.isEmpty()) {
            request.port.send(client.session(), request.answers);
        }
        long number = client.hold(request.port, push ? List.of() : request.answers, connect);
        if (client.hasMail() || client.gone() || request.patience.isZero()) {
            client.release(now);
        } else {
            around.loop().at(now.plus(request.patience), () -> {
                if (client.holds(number)) {
                    client.release(now());
                }
            });
        }
    }

    private void take(Request request, JsonNode message) {
        String channel = message.path("channel").asText("");
        BayeuxClient client = clientOf(message, request.port);
        if (client != null) {
            request.client = client;
            client.contact(now());
        }
        if (passesFaults(request, message, channel)) {
            if (channel.equals(META + "handshake")) {
                handshake(request, message);
            } else if (channel.isEmpty()) {
                request.answers.add(replies.refused(message, "400::Missing channel"));
            } else if (client == null) {
                request.answers.add(replies.unknownClient(message));
            } else {
                client.reachableBy(request.port);
                ofClient(request, client, channel, message);
            }
        }
    }

    private boolean passesFaults(Request request, JsonNode message, String channel) {
        String operation = channel.equals(META + "disconnect")
                ? "metaDisconnect"
                : channel.startsWith(META)
                        ? channel.substring(META.length())
                        : message.path("data").path("operation").asText("");
        CallVerdict verdict = new CallVerdict();
        String session = request.session();
        around.faults()
                .calling(
                        session.isEmpty() ? null : session,
                        new Seam.Call(operation, operation.equals("sendMessage")),
                        verdict);
        CallVerdict.Failure failure = verdict.failure();
        if (verdict.resets()) {
            request.port.cut();
            request.over = true;
        } else if (failure != null) {
            request.over = request.port.fail(failure.status(), failure.retryAfterSeconds());
            request.answers.add(replies.refused(message, failure.status() + "::Fails on purpose"));
        }
        if (verdict.expires()) {
            chats.expire(session);
        }
        request.delay = request.delay.plus(verdict.delay());
        request.answerLost |= verdict.losesAnswer();
        return !verdict.resets() && failure == null;
    }

    private void ofClient(Request request, BayeuxClient client, String channel, JsonNode message) {
        switch (channel) {
            case META + "connect" -> connect(request, client, message);
            case META + "subscribe" -> request.answers.add(subscribe(client, message, true));
            case META + "unsubscribe" -> request.answers.add(subscribe(client, message, false));
            case META + "disconnect" -> request.answers.add(disconnect(client, message));
            default -> publish(request, client, channel, message);
        }
    }

    private void handshake(Request request, JsonNode message) {
        String problem = "";
        JsonNode types = message.path("supportedConnectionTypes");
        if (!message.path("version").asText("").matches("1(\\.\\w+)*")) {
            problem = "400::Unsupported version, 1.0 is spoken here";
        } else if (!types.isArray() || BayeuxReplies.TYPES.stream().noneMatch(type -> contains(types, type))) {
            problem = "400::No supported connection type in common";
        }
        if (!problem.isEmpty()) {
            ObjectNode reply = replies.versions(replies.refused(message, problem));
            reply.set("advice", replies.advice("none"));
            request.answers.add(reply);
            return;
        }
        request.port.giveCookie();
        BayeuxClient client =
                new BayeuxClient(UUID.randomUUID().toString().replace("-", ""), request.port.browser(), now());
        clients.put(client.id(), client);
        around.loop().after(options.maxInterval(), () -> check(client));
        ObjectNode reply = replies.versions(replies.done(message).put("clientId", client.id()));
        reply.set("advice", replies.advice("retry"));
        request.answers.add(reply);
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode one : array) {
            if (one.asText("").equals(text)) {
                return true;
            }
        }
        return false;
    }

    private void connect(Request request, BayeuxClient client, JsonNode message) {
        if (!message.path("connectionType").asText("").equals(request.port.type())) {
            ObjectNode reply = replies.refused(
                    message, "400::This connection is of type " + request.port.type() + ", connectionType is not");
            reply.set("advice", replies.advice("handshake"));
            request.answers.add(reply);
            return;
        }
        // Only one is held; the former is answered.
        client.release(now());
        ObjectNode reply = replies.done(message).put("clientId", client.id());
        reply.set("advice", replies.advice("retry"));
        JsonNode wanted = message.path("advice").path("timeout");
        long most = options.connectTimeout().toMillis();
        request.client = client;
        request.connect = reply;
        request.patience =
                Duration.ofMillis(wanted.isNumber() ? Math.max(0, Math.min(wanted.longValue(), most)) : most);
    }

    private ObjectNode subscribe(BayeuxClient client, JsonNode message, boolean on) {
        JsonNode wanted = message.path("subscription");
        List<String> names = new ArrayList<>();
        if (wanted.isArray()) {
            wanted.forEach(one -> names.add(one.asText("")));
        } else if (wanted.isTextual()) {
            names.add(wanted.textValue());
        }
        ObjectNode reply;
        if (names.isEmpty()) {
            reply = replies.refused(message, "400::Missing subscription");
        } else if (on && !names.stream().allMatch(chats::knowsChannel)) {
            reply = replies.refused(message, "403:" + String.join(",", names) + ":Subscription denied");
        } else {
            reply = replies.done(message);
            names.forEach(name -> {
                if (on) {
                    client.channels().add(name);
                } else {
                    client.channels().remove(name);
                }
            });
        }
        reply.put("clientId", client.id());
        if (!names.isEmpty()) {
            reply.set("subscription", wanted);
        }
        return reply;
    }

    private ObjectNode disconnect(BayeuxClient client, JsonNode message) {
        JsonNode position = message.path("ext").path("transcriptPosition");
        client.advise(replies.advice("none"));
        client.release(now());
        remove(client, position.isMissingNode() ? null : Math.max(1, position.asInt(1)));
        return replies.done(message).put("clientId", client.id());
    }

    private void publish(Request request, BayeuxClient client, String channel, JsonNode message) {
        if (!chats.knowsChannel(channel)) {
            request.answers.add(replies.refused(message, "404:" + channel + ":Unknown channel"));
        } else if (!client.channels().contains(channel)) {
            request.answers.add(replies.refused(message, "403:" + channel + ":Subscribe to the channel first"));
        } else if (!message.path("data").isObject()) {
            request.answers.add(replies.refused(message, "400::data is not an object"));
        } else if (chats.publish(client, channel, message.path("data"))) {
            request.answers.add(replies.done(message));
        } else {
            request.port.cut();
            request.over = true;
        }
    }

    private void check(BayeuxClient client) {
        if (client.gone()) {
            return;
        }
        Instant silentSince = client.silentSince();
        Instant due = (silentSince == null ? now() : silentSince).plus(options.maxInterval());
        if (silentSince == null || due.isAfter(now())) {
            around.loop().at(due, () -> check(client));
        } else {
            remove(client, null);
        }
    }

    private void remove(BayeuxClient client, @Nullable Integer position) {
        client.leave();
        clients.remove(client.id());
        chats.left(client, position);
    }

    /** A client over HTTP must bring its cookie (§2.1). */
    private @Nullable BayeuxClient clientOf(JsonNode message, BayeuxPort port) {
        BayeuxClient client = clients.get(message.path("clientId").asText(""));
        return client != null && (port.pushes() || client.browser().equals(port.browser())) ? client : null;
    }

    /** A connection is gone. */
    void lost(BayeuxPort port) {
        List.copyOf(clients.values()).forEach(client -> client.lost(port, now()));
    }

    /** Ends the connections of a chat, or all. */
    int cut(@Nullable String session) {
        return List.copyOf(clients.values()).stream()
                .filter(client -> session == null || session.equals(client.session()))
                .mapToInt(client -> client.cut(now()))
                .sum();
    }

    private Instant now() {
        return around.loop().clock().instant();
    }
}
