package dev.confab.sandbox.gms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.LedgerEntry;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.FrameFault;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.testing.Http;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GMS over CometD and real sockets (Engage chat protocol notes §2). */
@Timeout(240)
class CometdTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Sandbox sandbox = start(GmsOptions.DEFAULT);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static Sandbox start(GmsOptions gms) {
        return Sandbox.start(
                SandboxOptions.builder().scenario(Scenario.SILENT).gms(gms).build());
    }

    @Test
    void a_handshake_negotiates_and_gives_a_cookie() {
        Http.Answer answer = post(
                "/handshake",
                "{\"id\":\"1\",\"version\":\"1.0\",\"minimumVersion\":\"1.0\",\"channel\":\"/meta/handshake\","
                        + "\"supportedConnectionTypes\":[\"long-polling\",\"iframe\"],\"ext\":{\"ack\":true}}");
        JsonNode reply = answer.json().path(0);
        assertEquals(
                "/meta/handshake 1 true",
                reply.path("channel").asText() + " " + reply.path("id").asText() + " "
                        + reply.path("successful").asBoolean());
        assertFalse(reply.path("clientId").asText().isEmpty());
        assertEquals(
                "[\"websocket\",\"long-polling\",\"callback-polling\"]",
                reply.path("supportedConnectionTypes").toString());
        assertEquals(
                "{\"reconnect\":\"retry\",\"interval\":0,\"timeout\":30000}",
                reply.path("advice").toString());
        assertTrue(answer.header("Set-Cookie").startsWith("BAYEUX_BROWSER="));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":\"2.0\",\"supportedConnectionTypes\":[\"long-polling\"] | version",
                "\"supportedConnectionTypes\":[\"long-polling\"] | version",
                "\"version\":\"1.0\",\"supportedConnectionTypes\":[\"iframe\"] | connection type",
                "\"version\":\"1.0\" | connection type",
            })
    void a_handshake_without_common_ground_fails_for_good(String fields, String why) {
        JsonNode reply = post("/handshake", "[{\"channel\":\"/meta/handshake\"," + fields + "}]")
                .json()
                .path(0);
        assertFalse(reply.path("successful").asBoolean(true));
        assertTrue(reply.path("error").asText().contains(why), reply.toString());
        assertEquals("none", reply.path("advice").path("reconnect").asText());
    }

    @ParameterizedTest
    @CsvSource({"not json, application/json, 400", "[1], application/json, 400", "[], text/plain, 415"})
    void what_is_no_array_of_messages_is_refused(String body, String type, int status) {
        assertEquals(
                status,
                Http.send(sandbox, "POST", "/genesys/cometd", body, "Content-Type", type)
                        .status());
        assertEquals(405, Http.send(sandbox, "PUT", "/genesys/cometd", body).status());
    }

    @Test
    void a_chat_is_held_by_events_apart_from_acknowledgements() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        JsonNode subscribed = guest.subscribe();
        assertTrue(subscribed.path("successful").asBoolean());
        assertEquals(BayeuxGuest.CHANNEL, subscribed.path("subscription").asText());
        JsonNode acknowledged = guest.publish("{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}");
        assertTrue(acknowledged.path("successful").asBoolean() && !acknowledged.has("data"));
        JsonNode answer = guest.connect(0);
        assertEquals(
                "/meta/connect", answer.path(answer.size() - 1).path("channel").asText());
        assertFalse(answer.path(0).has("successful"));
        JsonNode begun = answer.path(0).path("data");
        assertEquals(List.of("ParticipantJoined"), GmsGuest.types(begun));
        assertEquals(2, begun.path("nextPosition").intValue());
        String key = begun.path("secureKey").asText();
        assertTrue(key.length() > 80 && key.endsWith("="), key);
        String session = begun.path("chatId").asText();

        CompletableFuture<HttpResponse<String>> held = guest.held();
        guest.publish(operation("sendMessage", key, "\"message\":\"grüß dich\",\"messageType\":\"text\""));
        JsonNode echo = BayeuxGuest.parse(guest.await(held).body());
        JsonNode message = BayeuxGuest.events(echo).get(0).path("messages").path(0);
        assertEquals(
                "2 grüß dich Client",
                message.path("index").asInt() + " " + message.path("text").asText() + " "
                        + message.path("from").path("type").asText());
        StoredMessage stored = sandbox.messages().get(0);
        assertEquals("gms-cometd " + session, stored.backend() + " " + stored.session());

        held = guest.held();
        sandbox.agentSay(session, "hello");
        // Both events come with one connect, or with two.
        String came = guest.await(held).body();
        came += came.contains("hello") ? "" : guest.await(guest.held()).body();
        assertTrue(came.contains("ParticipantJoined") && came.contains("\"text\":\"hello\""), came);
        assertFalse(sandbox.ledger().toString().contains(key));
    }

    @Test
    void every_operation_has_its_event() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        JsonNode begun = guest.begin();
        String key = begun.path("secureKey").asText();
        for (String one : List.of(
                "startTyping|\"message\":\"he\"|TypingStarted",
                "stopTyping||TypingStopped",
                "pushUrl|\"pushUrl\":\"https://example.org\"|PushUrl",
                "updateNickname|\"nickname\":\"Countess\"|NicknameUpdated",
                "customNotice|\"message\":\"form\"|CustomNotice",
                "updateData|\"userData\":{\"order\":\"A-2\"}|",
                "readReceipt|\"transcriptPosition\":1|",
                "disconnect||ParticipantLeft")) {
            String[] parts = one.split("\\|", -1);
            guest.publish(operation(parts[0], key, parts[1]));
            List<JsonNode> events = BayeuxGuest.events(guest.connect(0));
            assertEquals(1, events.size(), one);
            assertEquals(parts[2].isEmpty() ? List.of() : List.of(parts[2]), GmsGuest.types(events.get(0)), one);
            assertEquals(0, events.get(0).path("statusCode").asInt(9));
            assertEquals(
                    parts[0].equals("disconnect"),
                    events.get(0).path("chatEnded").asBoolean());
        }
        guest.publish(operation("sendMessage", key, "\"message\":\"late\""));
        assertRefused(2, true, 8209, BayeuxGuest.events(guest.connect(0)).get(0));
    }

    @Test
    void what_is_refused_is_told_by_an_event() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        guest.subscribe();
        assertRefused(2, true, 161, result(guest, "{\"operation\":\"requestChat\"}"));
        assertRefused(1, false, 100, result(guest, "{\"operation\":\"dance\"}"));
        assertRefused(2, true, 8210, result(guest, operation("sendMessage", "wrong", "\"message\":\"x\"")));
        guest.publish("{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}");
        JsonNode begun = BayeuxGuest.events(guest.connect(0)).get(0);
        String key = begun.path("secureKey").asText();
        assertRefused(1, false, 100, result(guest, operation("sendMessage", key, "")));
        assertRefused(
                2, true, 8210, result(guest, operation("sendMessage", key, "\"message\":\"x\",\"userId\":\"other\"")));
        sandbox.agent(begun.path("chatId").asText()).act("chatServer", "{\"up\":false}");
        JsonNode down = result(guest, operation("sendMessage", key, "\"message\":\"x\""));
        assertEquals(
                "1 false",
                down.path("statusCode").asInt() + " " + down.path("chatEnded").asBoolean());
        assertEquals(List.of(), sandbox.messages());
    }

    @Test
    void a_password_comes_with_the_wish_for_a_chat() {
        try (Sandbox closed =
                start(GmsOptions.builder().basicAuth("web", "secret").build())) {
            BayeuxGuest guest = BayeuxGuest.on(closed);
            guest.subscribe();
            assertRefused(2, true, 240, result(guest, "{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}"));
            for (String auth :
                    List.of("{\"username\":\"web\",\"password\":\"secret\"}", "{\"encoded\":\"d2ViOnNlY3JldA==\"}")) {
                JsonNode event =
                        result(guest, "{\"operation\":\"requestChat\",\"nickname\":\"Ada\",\"auth\":" + auth + "}");
                assertEquals(0, event.path("statusCode").asInt(9), event.toString());
            }
            assertFalse(closed.ledger().toString().contains("secret\""));
        }
    }

    @Test
    void channels_are_those_of_services_and_must_be_subscribed() {
        try (Sandbox strict = start(GmsOptions.builder().services("support").build())) {
            BayeuxGuest guest = BayeuxGuest.on(strict);
            JsonNode early = guest.publish("{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}");
            assertTrue(early.path("error").asText().startsWith("403:"), early.toString());
            for (String channel : List.of("/service/chatV2/sales", "/service/chatV2/*", "/chat/**", "/foo")) {
                JsonNode denied = guest.meta("subscribe", "\"subscription\":\"" + channel + "\"")
                        .path(0);
                assertTrue(denied.path("error").asText().startsWith("403:" + channel), denied.toString());
                assertFalse(denied.path("successful").asBoolean(true));
            }
            assertTrue(
                    guest.meta("subscribe", "").path(0).path("error").asText().startsWith("400:"));
            JsonNode list = guest.meta("subscribe", "\"subscription\":[\"" + BayeuxGuest.CHANNEL + "\"]")
                    .path(0);
            assertTrue(list.path("successful").asBoolean());
            guest.meta("unsubscribe", "\"subscription\":\"" + BayeuxGuest.CHANNEL + "\"");
            assertTrue(guest.publish("{\"operation\":\"x\"}")
                    .path("error")
                    .asText()
                    .startsWith("403:"));
        }
    }

    @Test
    void a_connect_is_held_until_its_timeout_and_only_one_is() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        CompletableFuture<HttpResponse<String>> first = guest.held();
        awaitLedger("/genesys/cometd/connect", 1);
        CompletableFuture<HttpResponse<String>> second = guest.held();
        JsonNode released = BayeuxGuest.parse(guest.await(first).body());
        assertTrue(released.path(0).path("successful").asBoolean());
        assertFalse(second.isDone());
        sandbox.advanceClock(Duration.ofSeconds(31));
        JsonNode idle = BayeuxGuest.parse(guest.await(second).body());
        assertEquals(1, idle.size());
        assertEquals("retry", idle.path(0).path("advice").path("reconnect").asText());
    }

    @Test
    void a_connect_of_another_type_is_refused() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        JsonNode reply =
                guest.meta("connect", "\"connectionType\":\"websocket\"").path(0);
        assertTrue(reply.path("error").asText().startsWith("400:"));
    }

    @Test
    void who_does_not_connect_or_has_no_cookie_is_unknown() {
        BayeuxGuest stranger = BayeuxGuest.on(sandbox);
        String cookie = stranger.cookie();
        assertUnknown(stranger.withCookie("BAYEUX_BROWSER=other").connect(0).path(0));
        assertTrue(stranger.withCookie(cookie)
                .connect(0)
                .path(0)
                .path("successful")
                .asBoolean());
        sandbox.advanceClock(Duration.ofSeconds(11));
        assertUnknown(stranger.connect(0).path(0));
        assertUnknown(stranger.publish("{\"operation\":\"x\"}"));
        assertUnknown(post("/", "[{\"channel\":\"/meta/connect\",\"connectionType\":\"long-polling\"}]")
                .json()
                .path(0));
    }

    @Test
    void several_messages_are_one_batch() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        String batch = "[" + guest.message("/meta/subscribe", "\"subscription\":\"" + BayeuxGuest.CHANNEL + "\"") + ","
                + guest.message("/meta/connect", "\"connectionType\":\"long-polling\"") + ","
                + guest.message(BayeuxGuest.CHANNEL, "\"data\":{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}")
                + "]";
        JsonNode answer = BayeuxGuest.parse(guest.await(guest.post("", batch)).body());
        assertEquals(4, answer.size(), answer.toString());
        assertEquals("/meta/subscribe", answer.path(0).path("channel").asText());
        assertTrue(answer.path(1).path("successful").asBoolean());
        assertTrue(answer.path(2).has("data"));
        assertEquals("/meta/connect", answer.path(3).path("channel").asText());
    }

    @Test
    void forms_and_callbacks_carry_messages_too() {
        String handshake = "{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
                + "\"supportedConnectionTypes\":[\"callback-polling\"]}";
        Http.Answer form = Http.send(
                sandbox, "POST", "/genesys/cometd", "message=" + GmsGuest.encode(handshake), "Content-Type", FORM);
        assertTrue(form.json().path(0).path("successful").asBoolean());
        String query = "/genesys/cometd?jsonp=cb&message=" + GmsGuest.encode(handshake);
        Http.Answer script = Http.get(sandbox, query);
        assertTrue(script.body().startsWith("/**/cb([{\"channel\":\"/meta/handshake\""), script.body());
        assertTrue(script.header("Content-Type").startsWith("text/javascript"));
        assertEquals(400, Http.get(sandbox, query.replace("=cb", "=alert(1)")).status());
    }

    @Test
    void another_client_of_the_chat_gets_the_transcript_and_all_that_follows() {
        BayeuxGuest first = BayeuxGuest.on(sandbox);
        JsonNode begun = first.begin();
        String key = begun.path("secureKey").asText();
        first.publish(operation("sendMessage", key, "\"message\":\"one\""));
        BayeuxGuest second = BayeuxGuest.on(sandbox);
        second.subscribe();
        JsonNode whole = result(second, operation("requestNotifications", key, ""));
        assertEquals(List.of("ParticipantJoined", "Message"), GmsGuest.types(whole));
        JsonNode tail = result(second, operation("requestNotifications", key, "\"transcriptPosition\":\"2\""));
        assertEquals(List.of(2), GmsGuest.indexes(tail));
        first.connect(0);
        CompletableFuture<HttpResponse<String>> held = first.held();
        second.publish(operation("sendMessage", key, "\"message\":\"two\""));
        assertTrue(first.await(held).body().contains("\"two\""));
        assertTrue(second.connect(0).toString().contains("\"two\""));
    }

    @Test
    void a_chat_begun_over_rest_goes_on_over_cometd() {
        GmsGuest rest = GmsGuest.of(sandbox);
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        guest.subscribe();
        JsonNode whole = result(guest, operation("requestNotifications", rest.secureKey(), ""));
        assertEquals(rest.chatId(), whole.path("chatId").asText());
        CompletableFuture<HttpResponse<String>> held = guest.held();
        rest.say("by REST");
        assertTrue(guest.await(held).body().contains("by REST"));
    }

    @Test
    void a_chat_that_nobody_listens_to_is_over_after_45_seconds() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        String session = guest.begin().path("chatId").asText();
        CompletableFuture<HttpResponse<String>> held = guest.held();
        awaitLedger("/genesys/cometd/connect", 2);
        sandbox.advanceClock(Duration.ofSeconds(29));
        assertFalse(ended(session));
        sandbox.agentSay(session, "are you there?");
        guest.await(held);
        sandbox.advanceClock(Duration.ofSeconds(11));
        sandbox.advanceClock(Duration.ofSeconds(46));
        assertTrue(ended(session));
    }

    @Test
    void a_guest_in_the_background_is_told_by_pushes() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        guest.subscribe();
        JsonNode begun = result(
                guest,
                "{\"operation\":\"requestChat\",\"nickname\":\"Ada\",\"userData\":{\"push_notification_deviceid\":\"d1\","
                        + "\"push_notification_type\":\"fcm\",\"push_notification_language\":\"en-us\"}}");
        String session = begun.path("chatId").asText();
        assertEquals("d1", sandbox.pushDevices().get(0).deviceToken());
        sandbox.agentSay(session, "unread");
        JsonNode bye = guest.meta("disconnect", "\"ext\":{\"transcriptPosition\":\"3\"}")
                .path(0);
        assertTrue(bye.path("successful").asBoolean());
        assertUnknown(guest.connect(0).path(0));
        sandbox.agentSay(session, "pushed");
        sandbox.agent(session).act("idle", "{\"kind\":\"IdleAlert\"}");
        sandbox.advanceClock(Duration.ofSeconds(100));
        List<String> pushes = sandbox.ledger().stream()
                .map(LedgerEntry::payload)
                .filter(payload -> payload.startsWith("{\"push\""))
                .toList();
        assertEquals(3, pushes.size(), pushes.toString());
        assertTrue(pushes.get(0).contains("unread") && pushes.get(1).contains("pushed"));
        assertTrue(pushes.get(2).contains("IdleAlert") && pushes.get(2).contains("\"deviceid\":\"d1\""));
        BayeuxGuest back = BayeuxGuest.on(sandbox);
        back.subscribe();
        JsonNode missed = result(
                back,
                operation("requestNotifications", begun.path("secureKey").asText(), "\"transcriptPosition\":\"3\""));
        assertEquals(List.of("Message", "Message"), GmsGuest.types(missed));
        sandbox.agentSay(session, "seen");
        assertEquals(
                3,
                sandbox.ledger().stream()
                        .filter(entry -> entry.payload().startsWith("{\"push\""))
                        .count());
    }

    @Test
    void files_go_over_http_with_the_cookie() {
        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        JsonNode begun = guest.begin();
        String key = begun.path("secureKey").asText();
        String body = "--x\r\nContent-Disposition: form-data; name=\"operation\"\r\n\r\nfileUpload\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"secureKey\"\r\n\r\n" + key + "\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nbytes\r\n--x--\r\n";
        assertEquals(
                403, file(guest, "multipart/form-data; boundary=x", body, "").statusCode());
        JsonNode uploaded = BayeuxGuest.parse(file(guest, "multipart/form-data; boundary=x", body, guest.cookie())
                .body());
        String fileId = uploaded.path("userData").path("file-id").asText();
        assertEquals(key, uploaded.path("secureKey").asText());
        assertEquals(
                List.of("FileUploaded"),
                GmsGuest.types(BayeuxGuest.events(guest.connect(0)).get(0)));
        String base = "secureKey=" + GmsGuest.encode(key) + "&operation=";
        for (String spelling : List.of("fileGetLimits", "fileGetsLimits")) {
            JsonNode limits = BayeuxGuest.parse(
                    file(guest, FORM, base + spelling, guest.cookie()).body());
            assertEquals(
                    "1",
                    limits.path("messages")
                            .path(0)
                            .path("userData")
                            .path("used-upload-max-files")
                            .asText());
        }
        assertEquals(
                "bytes",
                file(guest, FORM, base + "fileDownload&fileId=" + fileId, guest.cookie())
                        .body());
        file(guest, FORM, base + "fileDelete&fileId=" + fileId, guest.cookie());
        assertEquals(
                List.of("FileDeleted"),
                GmsGuest.types(BayeuxGuest.events(guest.connect(0)).get(0)));
        assertRefused(
                1,
                false,
                100,
                BayeuxGuest.parse(
                        file(guest, FORM, base + "dance", guest.cookie()).body()));
        assertEquals(415, file(guest, "application/json", "{}", guest.cookie()).statusCode());
    }

    @Test
    void a_websocket_carries_the_same_arrays() {
        try (BayeuxLine line = new BayeuxLine(sandbox)) {
            String id = shake(line);
            line.send("[{\"channel\":\"/meta/connect\",\"id\":\"2\",\"clientId\":\"" + id
                    + "\",\"connectionType\":\"websocket\"}]");
            line.send(publish(id, "{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}"));
            JsonNode event = line.next();
            JsonNode acknowledged = line.next();
            assertTrue(event.path(0).has("data"), event.toString());
            assertTrue(acknowledged.path(0).path("successful").asBoolean());
            String session = event.path(0).path("data").path("chatId").asText();
            sandbox.agentSay(session, "hello");
            assertTrue(line.next().toString().contains("ParticipantJoined"));
            assertTrue(line.next().toString().contains("hello"));
            sandbox.advanceClock(Duration.ofSeconds(31));
            assertEquals("/meta/connect 2", line.next().path(0).path("channel").asText() + " 2");
            assertEquals(1, sandbox.dropConnections());
        }
    }

    @Test
    void a_websocket_takes_only_messages() {
        try (BayeuxLine line = new BayeuxLine(sandbox)) {
            line.send("hello");
            assertEquals(1007, line.awaitEnd());
        }
    }

    @Test
    void faults_apply_to_messages_frames_and_connections() {
        FaultScope once = FaultScope.once().at("gms-cometd");
        sandbox.faults().add(new ConnectionFault.RefuseConnect(503, 7), once);
        Http.Answer refused = post("/handshake", "[{\"channel\":\"/meta/handshake\"}]");
        assertEquals("503 7", refused.status() + " " + refused.header("Retry-After"));

        BayeuxGuest guest = BayeuxGuest.on(sandbox);
        String key = guest.begin().path("secureKey").asText();
        sandbox.faults().add(new CallFault.Fail("connect", 502, "", 0), once);
        assertEquals(502, guest.await(guest.held()).statusCode());
        sandbox.faults().add(new SessionFault.DropBeforeStore(), once);
        String message = operation("sendMessage", key, "\"message\":\"x\"");
        assertThrows(CompletionException.class, () -> guest.publish(message));
        assertEquals(List.of(), sandbox.messages());
        sandbox.faults().add(new SessionFault.DropAfterStore(), once);
        assertThrows(CompletionException.class, () -> guest.publish(message));
        assertEquals(1, sandbox.messages().size());
        assertEquals(
                List.of("Message"),
                GmsGuest.types(BayeuxGuest.events(guest.connect(0)).get(0)));
        sandbox.faults().add(new SessionFault.SuppressEcho(), once);
        guest.publish(message);
        assertEquals(List.of(), BayeuxGuest.events(guest.connect(0)));
        sandbox.faults().add(new CallFault.LoseAnswer("sendMessage"), once);
        assertThrows(CompletionException.class, () -> guest.publish(message));
        assertEquals(3, sandbox.messages().size());
        sandbox.faults().add(new SessionFault.Expire(), once);
        assertRefused(2, true, 8210, result(guest, message));

        try (BayeuxLine line = new BayeuxLine(sandbox)) {
            String id = shake(line);
            sandbox.faults().add(new FrameFault.Swallow("event"), once);
            line.send(publish(id, "{\"operation\":\"requestChat\",\"nickname\":\"Ada\"}"));
            assertTrue(line.next().path(0).path("successful").asBoolean());
            sandbox.faults().add(new CallFault.Fail("sendMessage", 429, "", 0), once);
            line.send(publish(id, message));
            assertTrue(line.next().path(0).path("error").asText().startsWith("429:"));
            sandbox.faults().add(new ConnectionFault.CloseWith(1011, "on purpose"), once);
            assertEquals(1011, line.awaitEnd());
        }
    }

    @Test
    void pages_of_others_may_bring_their_cookie() {
        Http.Answer preflight =
                Http.send(sandbox, "OPTIONS", "/genesys/cometd/connect", "", "Origin", "http://shop.example");
        assertEquals(
                "204 http://shop.example true",
                preflight.status() + " " + preflight.header("Access-Control-Allow-Origin") + " "
                        + preflight.header("Access-Control-Allow-Credentials"));
    }

    private Http.Answer post(String path, String body) {
        return Http.send(sandbox, "POST", "/genesys/cometd" + path, body, "Content-Type", "application/json");
    }

    private static HttpResponse<String> file(BayeuxGuest guest, String type, String body, String cookie) {
        return guest.await(guest.post("/genesys/2/chat-ntf", type, body, cookie));
    }

    private static String operation(String name, String key, String more) {
        return "{\"operation\":\"" + name + "\",\"secureKey\":\"" + key + "\"" + (more.isEmpty() ? "" : "," + more)
                + "}";
    }

    /** Publishes and returns the data of the last event that came of it. */
    private static JsonNode result(BayeuxGuest guest, String data) {
        JsonNode acknowledged = guest.publish(data);
        assertTrue(acknowledged.path("successful").asBoolean(), acknowledged.toString());
        List<JsonNode> events = BayeuxGuest.events(guest.connect(0));
        return events.get(events.size() - 1);
    }

    private static String shake(BayeuxLine line) {
        line.send(
                "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\"websocket\"]}]");
        String id = line.next().path(0).path("clientId").asText();
        line.send("{\"channel\":\"/meta/subscribe\",\"clientId\":\"" + id + "\",\"subscription\":\""
                + BayeuxGuest.CHANNEL + "\"}");
        assertTrue(line.next().path(0).path("successful").asBoolean());
        return id;
    }

    private static String publish(String clientId, String data) {
        return "[{\"channel\":\"" + BayeuxGuest.CHANNEL + "\",\"clientId\":\"" + clientId + "\",\"data\":" + data
                + "}]";
    }

    /** Waits until so many requests of a path have come in. */
    private void awaitLedger(String path, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            long came = sandbox.ledger().stream()
                    .filter(entry -> entry.direction().equals("received")
                            && entry.payload().contains("\"" + path + "\""))
                    .count();
            if (came >= count) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("Not enough requests of " + path);
    }

    private boolean ended(String session) {
        for (JsonNode one : Http.get(sandbox, "/sandbox/sessions").json()) {
            if (one.path("session").asText().equals(session)) {
                return one.path("ended").asBoolean();
            }
        }
        return true;
    }

    private static void assertUnknown(JsonNode reply) {
        assertEquals("402::Unknown client", reply.path("error").asText(), reply.toString());
        assertFalse(reply.path("successful").asBoolean(true));
        assertEquals("handshake", reply.path("advice").path("reconnect").asText());
    }

    private static void assertRefused(int statusCode, boolean ended, int code, JsonNode answer) {
        assertEquals(statusCode, answer.path("statusCode").asInt(), answer.toString());
        assertEquals(ended, answer.path("chatEnded").asBoolean(!ended), answer.toString());
        assertEquals(code, answer.path("errors").path(0).path("code").asInt(), answer.toString());
    }
}
