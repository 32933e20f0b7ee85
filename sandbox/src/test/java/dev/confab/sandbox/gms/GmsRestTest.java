package dev.confab.sandbox.gms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.fault.TransferFault;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GMS over REST and real sockets (Engage chat protocol notes §1). */
@Timeout(240)
class GmsRestTest {

    private final Sandbox sandbox = start(Scenario.SILENT, GmsOptions.DEFAULT);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static Sandbox start(Scenario scenario, GmsOptions gms) {
        return Sandbox.start(SandboxOptions.builder()
                .scenario(scenario)
                .agentDelay(Duration.ofSeconds(1))
                .gms(gms)
                .build());
    }

    @Test
    void a_chat_begins_with_the_guest_in_it() {
        Http.Answer answer = GmsGuest.create(sandbox, "nickname=Ada&subject=Invoice&userData%5Border%5D=A-1");
        assertEquals(200, answer.status());
        JsonNode json = answer.json();
        assertEquals(0, json.path("statusCode").intValue());
        assertFalse(json.path("chatEnded").asBoolean(true));
        assertEquals(2, json.path("nextPosition").intValue());
        assertEquals("117", json.path("alias").textValue());
        JsonNode entry = json.path("messages").path(0);
        assertEquals("ParticipantJoined", entry.path("type").asText());
        assertEquals(1, entry.path("index").intValue());
        assertEquals(
                "{\"nickname\":\"Ada\",\"participantId\":1,\"type\":\"Client\"}",
                entry.path("from").toString());
        assertTrue(entry.path("utcTime").isIntegralNumber());
        JsonNode described = Http.get(sandbox, "/sandbox/sessions").json().get(0);
        assertEquals("gms", described.path("backend").asText());
        assertEquals("A-1", described.path("userData").path("order").asText());
        assertFalse(sandbox.ledger().toString().contains(json.path("secureKey").asText()));
    }

    @ParameterizedTest
    @CsvSource({
        "subject=x, 161",
        "firstName=Ada, 103",
        "lastName=Byron, 102",
        "nickname=Ada&emailAddress=ada, 364",
    })
    void what_is_wrong_with_a_new_chat_has_a_number(String form, int code) {
        JsonNode json = GmsGuest.create(sandbox, form).json();
        assertRefused(2, true, code, json);
        assertEquals(0, Http.get(sandbox, "/sandbox/sessions").json().size());
    }

    @Test
    void two_names_are_as_good_as_a_nickname() {
        JsonNode json = GmsGuest.create(sandbox, "firstName=Ada&lastName=Byron").json();
        assertEquals(
                "Ada Byron",
                json.path("messages").path(0).path("from").path("nickname").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /genesys/2/chat/other, application/x-www-form-urlencoded, 404",
        "POST, /genesys/2/chat, application/x-www-form-urlencoded, 404",
        "POST, /genesys/2/chat/support/x/dance, application/x-www-form-urlencoded, 404",
        "GET, /genesys/2/chat/support, application/x-www-form-urlencoded, 405",
        "POST, /genesys/2/chat/support, application/json, 415",
        "POST, /genesys/2/chat/support/x/send, multipart/form-data;boundary=x, 415",
        "POST, /genesys/2/chat/support/x/file, application/x-www-form-urlencoded, 415",
    })
    void trouble_of_the_transport_has_an_http_status(String method, String path, String type, int status) {
        try (Sandbox strict =
                start(Scenario.SILENT, GmsOptions.builder().services("support").build())) {
            Http.Answer answer = Http.send(strict, method, path, "nickname=Ada", "Content-Type", type);
            assertEquals(status, answer.status(), answer.body());
        }
    }

    @Test
    void a_password_and_a_key_can_be_asked_for() {
        GmsOptions options =
                GmsOptions.builder().basicAuth("web", "secret").apiKeys("k1").build();
        try (Sandbox closed = start(Scenario.SILENT, options)) {
            assertEquals(401, GmsGuest.create(closed, "nickname=Ada").status());
            String right = "Basic d2ViOnNlY3JldA==";
            String[] headers = {"Content-Type", GmsGuest.FORM, "Authorization", right};
            assertEquals(
                    200,
                    Http.send(closed, "POST", GmsGuest.BASE, "nickname=Ada", headers)
                            .status());
            assertEquals(
                    401,
                    Http.send(closed, "POST", "/gms-chat/2/chat", "nickname=Ada", headers)
                            .status());
            String[] both = {"Content-Type", GmsGuest.FORM, "Authorization", right, "apikey", "k1"};
            assertEquals(
                    200,
                    Http.send(closed, "POST", "/gms-chat/2/chat", "nickname=Ada", both)
                            .status());
        }
    }

    @ParameterizedTest
    @CsvSource({"/gms-chat/2/chat", "/gms-chat/2/chat/support"})
    void a_proxy_leads_to_the_same(String base) {
        JsonNode created = GmsGuest.form(sandbox, base, "nickname=Ada").json();
        GmsGuest guest = new GmsGuest(sandbox, created);
        String path = base + "/" + guest.chatId();
        JsonNode sent = GmsGuest.form(sandbox, path + "/send", guest.triple() + "&message=hi&transcriptPosition=1")
                .json();
        assertEquals(List.of("ParticipantJoined", "Message"), GmsGuest.types(sent));
        assertEquals(
                0,
                GmsGuest.form(sandbox, path + "/file/limits", guest.triple())
                        .json()
                        .path("statusCode")
                        .asInt(9));
    }

    @Test
    void what_is_said_is_stored_once_and_echoed_with_an_index() {
        GmsGuest guest = GmsGuest.of(sandbox);
        JsonNode sent = guest.call("send", "&message=gr%C3%BC%C3%9F+dich&messageType=text")
                .json();
        assertFalse(sent.has("messages") || sent.has("nextPosition"), sent.toString());
        sandbox.agentSay(guest.chatId(), "hello");
        JsonNode all = guest.refresh(2);
        assertEquals(List.of("Message", "ParticipantJoined", "Message"), GmsGuest.types(all));
        assertEquals(List.of(2, 3, 4), GmsGuest.indexes(all));
        assertEquals(5, all.path("nextPosition").intValue());
        JsonNode mine = all.path("messages").path(0);
        assertEquals("grüß dich", mine.path("text").asText());
        assertEquals("text", mine.path("messageType").asText());
        assertEquals("Client", mine.path("from").path("type").asText());
        assertEquals(
                "Agent", all.path("messages").path(2).path("from").path("type").asText());
        assertEquals(List.of(), GmsGuest.types(guest.refresh(5)));
        assertTrue(guest.refresh(5).has("messages"));
        StoredMessage stored = sandbox.messages().get(0);
        assertEquals(1, sandbox.messages().size());
        assertEquals(
                "gms " + guest.chatId() + " 2 grüß dich",
                stored.backend() + " " + stored.session() + " " + stored.id() + " " + stored.text());
    }

    @Test
    void a_poll_may_bring_a_message_and_the_whole_transcript_is_at_0_and_1() {
        GmsGuest guest = GmsGuest.of(sandbox);
        JsonNode answer =
                guest.call("refresh", "&transcriptPosition=2&message=hi").json();
        assertEquals(List.of("Message"), GmsGuest.types(answer));
        assertEquals(2, guest.refresh(0).path("messages").size());
        assertEquals(2, guest.refresh(1).path("messages").size());
        assertEquals(2, guest.call("refresh", "").json().path("messages").size());
        assertRefused(
                1, false, 100, guest.call("refresh", "&transcriptPosition=x").json());
        assertEquals("hi", sandbox.messages().get(0).text());
    }

    @Test
    void all_else_that_a_guest_does_is_in_the_transcript_too() {
        GmsGuest guest = GmsGuest.of(sandbox);
        for (String call : List.of(
                "startTyping &message=he",
                "stopTyping ",
                "pushUrl &pushUrl=https://example.org",
                "updateNickname &nickname=Countess",
                "customNotice &message=form",
                "updateData &userData[order]=A-2",
                "readReceipt &transcriptPosition=1")) {
            String[] parts = call.split(" ", -1);
            JsonNode answer = guest.call(parts[0], parts[1]).json();
            assertEquals(0, answer.path("statusCode").asInt(9), call + answer);
        }
        JsonNode all = guest.refresh(2);
        assertEquals(
                List.of("TypingStarted", "TypingStopped", "PushUrl", "NicknameUpdated", "CustomNotice"),
                GmsGuest.types(all));
        assertEquals("he", all.path("messages").path(0).path("text").asText());
        assertFalse(all.path("messages").path(1).has("text"));
        assertEquals("Countess", all.path("messages").path(3).path("text").asText());
        assertEquals(
                "Countess",
                all.path("messages").path(4).path("from").path("nickname").asText());
        JsonNode described = Http.get(sandbox, "/sandbox/sessions").json().get(0);
        assertEquals("A-2", described.path("userData").path("order").asText());
        assertEquals(1, described.path("readUpTo").intValue());
    }

    @ParameterizedTest
    @CsvSource({
        "send, '', 100",
        "send, &message=, 100",
        "send, &message=aaaaaaaaaaa, 204",
        "pushUrl, '', 100",
        "updateNickname, '', 161",
        "updateData, '', 100",
        "readReceipt, '', 100",
        "readReceipt, &transcriptPosition=9, 100",
        "file/nothing/download, '', 100",
        "file/nothing/delete, '', 100",
    })
    void what_is_refused_leaves_the_chat_alive(String verb, String more, int code) {
        try (Sandbox strict =
                start(Scenario.SILENT, GmsOptions.builder().maxMessageLength(10).build())) {
            GmsGuest guest = GmsGuest.of(strict);
            assertRefused(1, false, code, guest.call(verb, more).json());
            assertEquals(0, guest.refresh(1).path("statusCode").asInt(9));
            assertEquals(List.of(), strict.messages());
        }
    }

    @Test
    void nobody_does_anything_in_a_chat_of_others() {
        GmsGuest ada = GmsGuest.of(sandbox);
        GmsGuest eve = GmsGuest.of(sandbox);
        String path = GmsGuest.BASE + "/" + ada.chatId() + "/send";
        assertRefused(
                2,
                true,
                8210,
                GmsGuest.form(sandbox, path, eve.triple() + "&message=x").json());
        assertRefused(2, true, 8210, GmsGuest.form(sandbox, path, "message=x").json());
        String nowhere = GmsGuest.BASE + "/nobody/refresh";
        assertRefused(
                2, true, 8201, GmsGuest.form(sandbox, nowhere, ada.triple()).json());
        String elsewhere = "/genesys/2/chat/sales/" + ada.chatId() + "/refresh";
        assertRefused(
                2, true, 8201, GmsGuest.form(sandbox, elsewhere, ada.triple()).json());
        String ids = "userId=" + ada.userId() + "&secureKey=" + ada.secureKey();
        assertRefused(
                1, false, 100, GmsGuest.form(sandbox, path, ids + "&message=x").json());
        assertEquals(0, ada.refresh(1).path("statusCode").asInt(9));
    }

    @Test
    void the_newest_alias_counts_once_it_was_told() {
        GmsGuest guest = GmsGuest.of(sandbox);
        String old = guest.triple();
        sandbox.agent(guest.chatId()).act("transfer", "{}");
        assertEquals("118", guest.refresh(1).path("alias").asText());
        assertEquals(0, guest.refresh(1).path("statusCode").asInt(9));
        String path = GmsGuest.BASE + "/" + guest.chatId() + "/refresh";
        assertRefused(2, true, 8201, GmsGuest.form(sandbox, path, old).json());
        sandbox.agent(guest.chatId()).act("transfer", "{\"alias\":\"200\"}");
        String former = guest.triple();
        GmsGuest.form(sandbox, path, former);
        assertEquals(
                0,
                GmsGuest.form(sandbox, path, former).json().path("statusCode").asInt(9));
        sandbox.advanceClock(Duration.ofSeconds(16));
        assertRefused(2, true, 8201, GmsGuest.form(sandbox, path, former).json());
    }

    @Test
    void a_chat_server_that_is_off_says_try_again() {
        GmsGuest guest = GmsGuest.of(sandbox);
        sandbox.agent(guest.chatId()).act("chatServer", "{\"up\":false}");
        JsonNode down = guest.say("lost?").json();
        assertEquals(
                "1 false",
                down.path("statusCode").asInt() + " " + down.path("chatEnded").asBoolean());
        assertRefused(1, false, 240, GmsGuest.create(sandbox, "nickname=Eve").json());
        assertThrows(SandboxException.class, () -> sandbox.agentSay(guest.chatId(), "x"));
        sandbox.agent(guest.chatId()).act("chatServer", "{\"up\":true}");
        assertEquals(0, guest.say("again").json().path("statusCode").asInt(9));
        assertEquals(
                List.of("again"),
                sandbox.messages().stream().map(StoredMessage::text).toList());
    }

    @Test
    void who_does_not_poll_is_removed_after_45_seconds() {
        GmsGuest guest = GmsGuest.of(sandbox);
        sandbox.advanceClock(Duration.ofSeconds(44));
        assertEquals(0, guest.refresh(1).path("statusCode").asInt(9));
        sandbox.advanceClock(Duration.ofSeconds(44));
        assertEquals(0, guest.refresh(1).path("statusCode").asInt(9));
        sandbox.advanceClock(Duration.ofSeconds(46));
        assertRefused(2, true, 8209, guest.refresh(1));
    }

    @Test
    void after_its_own_end_a_guest_hears_nothing() {
        GmsGuest guest = GmsGuest.of(sandbox);
        JsonNode left = guest.call("disconnect", "&transcriptPosition=2").json();
        assertEquals(
                "0 true",
                left.path("statusCode").asInt(9) + " " + left.path("chatEnded").asBoolean());
        assertEquals(List.of("ParticipantLeft"), GmsGuest.types(left));
        assertRefused(2, true, 8209, guest.refresh(1));
        assertRefused(2, true, 8209, guest.say("x").json());
        assertRefused(2, true, 8209, guest.call("disconnect", "").json());
    }

    @Test
    void when_the_agent_ends_the_chat_what_is_unread_can_be_read() {
        GmsGuest guest = GmsGuest.of(sandbox);
        sandbox.agentSay(guest.chatId(), "bye");
        sandbox.agentDisconnect(guest.chatId());
        assertRefused(2, true, 8209, guest.say("wait").json());
        JsonNode end = guest.refresh(2);
        assertEquals(
                "0 true",
                end.path("statusCode").asInt(9) + " " + end.path("chatEnded").asBoolean());
        assertEquals(List.of("ParticipantJoined", "Message", "ParticipantLeft"), GmsGuest.types(end));
        assertRefused(2, true, 8209, guest.refresh(end.path("nextPosition").intValue()));
    }

    @Test
    void a_session_that_is_lost_is_unknown() {
        GmsGuest guest = GmsGuest.of(sandbox);
        sandbox.expireSession(guest.chatId());
        assertRefused(2, true, 8201, guest.refresh(1));
    }

    @Test
    void an_agent_comes_in_types_and_answers() {
        try (Sandbox concierge = start(Scenario.CONCIERGE, GmsOptions.DEFAULT)) {
            GmsGuest guest = GmsGuest.of(concierge);
            concierge.advanceClock(Duration.ofSeconds(2));
            JsonNode greeting = guest.refresh(2);
            assertEquals(List.of("ParticipantJoined", "Message"), GmsGuest.types(greeting));
            assertEquals(
                    "Agent",
                    greeting.path("messages").path(0).path("from").path("type").asText());
            guest.say("opening hours?");
            concierge.advanceClock(Duration.ofSeconds(2));
            assertEquals(List.of("Message", "TypingStarted", "Message"), GmsGuest.types(guest.refresh(4)));
        }
        try (Sandbox echo = start(Scenario.ECHO, GmsOptions.DEFAULT)) {
            GmsGuest guest = GmsGuest.of(echo);
            guest.say("anybody?");
            echo.advanceClock(Duration.ofSeconds(2));
            JsonNode last = guest.refresh(4).path("messages").path(0);
            assertEquals(
                    "anybody? Agent",
                    last.path("text").asText() + " "
                            + last.path("from").path("type").asText());
        }
    }

    @Test
    void supervisors_and_bots_come_and_go() {
        GmsGuest guest = GmsGuest.of(sandbox);
        var stage = sandbox.agent(guest.chatId());
        stage.act("join", "{\"as\":\"supervisor\",\"name\":\"Sam\"}");
        stage.act("join", "{\"as\":\"bot\",\"name\":\"Robo\"}");
        stage.act("speak", "{\"name\":\"Robo\",\"text\":\"beep\"}");
        stage.act("leave", "{\"name\":\"Sam\",\"reason\":4}");
        stage.act("pushUrl", "{\"url\":\"https://example.org\"}");
        stage.act("customNotice", "{\"text\":\"form\"}");
        stage.act("idle", "{\"kind\":\"IdleAlert\"}");
        JsonNode all = guest.refresh(2);
        assertEquals(
                List.of(
                        "ParticipantJoined",
                        "ParticipantJoined",
                        "Message",
                        "ParticipantLeft",
                        "ParticipantJoined",
                        "PushUrl",
                        "CustomNotice",
                        "Notice"),
                GmsGuest.types(all));
        JsonNode messages = all.path("messages");
        assertEquals("Supervisor", messages.path(0).path("from").path("type").asText());
        assertEquals("External", messages.path(1).path("from").path("type").asText());
        assertEquals(
                "{\"GCTI_SYSTEM\":{\"quit-reason-code\":\"4\"}}",
                messages.path(3).path("eventAttributes").toString());
        assertEquals("IdleAlert", messages.path(7).path("text").asText());
        stage.act("end", "{\"reason\":5}");
        JsonNode end = guest.refresh(10);
        assertTrue(end.path("chatEnded").asBoolean() && end.toString().contains("\"quit-reason-code\":\"5\""));
        assertThrows(
                IllegalArgumentException.class,
                () -> sandbox.agent(GmsGuest.of(sandbox).chatId()).act("join", "{\"as\":\"ghost\",\"name\":\"Sam\"}"));
    }

    @Test
    void a_chat_in_which_nobody_speaks_is_told_and_closed() {
        GmsOptions options = GmsOptions.builder()
                .idle(Duration.ofSeconds(30), Duration.ofSeconds(40))
                .build();
        try (Sandbox idle = start(Scenario.SILENT, options)) {
            GmsGuest guest = GmsGuest.of(idle);
            idle.advanceClock(Duration.ofSeconds(20));
            guest.say("still here");
            idle.advanceClock(Duration.ofSeconds(29));
            assertEquals(List.of(), GmsGuest.types(guest.refresh(3)));
            idle.advanceClock(Duration.ofSeconds(2));
            assertEquals(
                    "IdleAlert",
                    guest.refresh(3).path("messages").path(0).path("text").asText());
            idle.advanceClock(Duration.ofSeconds(10));
            JsonNode end = guest.refresh(4);
            assertEquals(List.of("Notice", "ParticipantLeft"), GmsGuest.types(end));
            assertTrue(end.path("chatEnded").asBoolean() && end.toString().contains("\"quit-reason-code\":\"7\""));
        }
    }

    @Test
    void files_are_counted_given_and_deleted() {
        GmsGuest guest = GmsGuest.of(sandbox);
        JsonNode uploaded = guest.upload("a.png", "bytes", "userData[file-description]", "a photo")
                .json();
        String fileId = uploaded.path("userData").path("file-id").asText();
        JsonNode entry = guest.refresh(2).path("messages").path(0);
        assertEquals(
                "FileUploaded a.png",
                entry.path("type").asText() + " " + entry.path("text").asText());
        assertEquals(fileId, entry.path("userData").path("file-id").asText());
        assertEquals("5", entry.path("userData").path("file-size").textValue());
        assertEquals("a photo", entry.path("userData").path("file-description").asText());
        Http.Answer download = guest.call("file/" + fileId + "/download", "");
        assertEquals("bytes image/png", download.body() + " " + download.header("Content-Type"));
        assertTrue(download.header("Content-Disposition").contains("a.png"));
        assertEquals("bytes", guest.call("file/" + fileId + "/download", "").body());
        assertRefused(
                1, false, 100, guest.call("file/" + fileId + "/download", "").json());
        JsonNode limits = guest.call("file/limits", "").json().path("messages").path(0);
        assertEquals(
                "Notice file-client-cfg-get",
                limits.path("type").asText() + " " + limits.path("text").asText());
        assertFalse(limits.has("index"));
        JsonNode data = limits.path("userData");
        assertEquals(
                "1 5 2",
                data.path("used-upload-max-files").textValue() + " "
                        + data.path("used-upload-max-total-size").textValue() + " "
                        + data.path("used-download-attempts").textValue());
        assertEquals("jpeg:jpg:pdf:png:zip", data.path("upload-file-types").asText());
        assertEquals(
                0,
                guest.call("file/" + fileId + "/delete", "")
                        .json()
                        .path("statusCode")
                        .asInt(9));
        assertEquals(
                "FileDeleted",
                guest.refresh(3).path("messages").path(0).path("type").asText());
        assertRefused(
                1, false, 100, guest.call("file/" + fileId + "/download", "").json());
    }

    @Test
    void files_beyond_the_limits_are_refused_by_number() {
        GmsOptions options = GmsOptions.builder()
                .files(FileLimits.standard().upTo(2).sized(8, 10).onlyWithAgent())
                .build();
        try (Sandbox strict = start(Scenario.SILENT, options)) {
            GmsGuest guest = GmsGuest.of(strict);
            assertRefused(1, false, 100, guest.upload("a.png", "bytes").json());
            strict.agentSay(guest.chatId(), "send it");
            assertRefused(1, false, 203, guest.upload("a.exe", "bytes").json());
            assertRefused(1, false, 202, guest.upload("a.png", "too many bytes").json());
            assertEquals(
                    0, guest.upload("a.png", "bytes").json().path("statusCode").asInt(9));
            assertRefused(1, false, 202, guest.upload("b.png", "sevenby").json());
            assertEquals(
                    0, guest.upload("b.png", "four").json().path("statusCode").asInt(9));
            assertRefused(1, false, 201, guest.upload("c.png", "x").json());
        }
    }

    @Test
    void an_agent_sends_a_file_and_a_chat_may_begin_with_one() {
        GmsGuest guest = GmsGuest.of(sandbox);
        sandbox.agent(guest.chatId()).sendFile("hours.txt", "text/plain", new byte[] {65, 66});
        JsonNode entry = guest.refresh(3).path("messages").path(0);
        String fileId = entry.path("userData").path("file-id").asText();
        assertEquals("AB", guest.call("file/" + fileId + "/download", "").body());
        sandbox.agent(guest.chatId()).act("deleteFile", "{\"fileId\":\"" + fileId + "\"}");
        assertEquals(List.of("FileDeleted"), GmsGuest.types(guest.refresh(4)));
        String body = String.join(
                "\r\n",
                "--x",
                "Content-Disposition: form-data; name=\"nickname\"",
                "",
                "Eve",
                "--x",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"",
                "",
                "xx",
                "--x--",
                "");
        JsonNode created = Http.send(
                        sandbox, "POST", GmsGuest.BASE, body, "Content-Type", "multipart/form-data; boundary=x")
                .json();
        assertEquals(List.of("ParticipantJoined", "FileUploaded"), GmsGuest.types(created));
    }

    @Test
    void older_releases_tell_no_position() {
        try (Sandbox old = start(
                Scenario.SILENT, GmsOptions.builder().withoutNextPosition().build())) {
            JsonNode created = GmsGuest.create(old, "nickname=Ada").json();
            assertTrue(created.has("messages") && !created.has("nextPosition"));
        }
    }

    @Test
    void faults_apply_to_calls_and_messages() {
        GmsGuest guest = GmsGuest.of(sandbox);
        FaultScope once = FaultScope.once().at("gms");
        sandbox.faults().add(new CallFault.Fail("refresh", 503, "", 2), once);
        Http.Answer failed = guest.call("refresh", "");
        assertEquals("503 2", failed.status() + " " + failed.header("Retry-After"));
        sandbox.faults().add(new SessionFault.DropBeforeStore(), once);
        assertThrows(UncheckedIOException.class, () -> guest.say("never stored"));
        assertEquals(List.of(), sandbox.messages());
        sandbox.faults().add(new SessionFault.DropAfterStore(), once);
        assertThrows(UncheckedIOException.class, () -> guest.say("stored"));
        assertEquals(1, sandbox.messages().size());
        sandbox.faults().add(new SessionFault.SuppressEcho(), once);
        guest.say("hidden");
        assertEquals(List.of(2), GmsGuest.indexes(guest.refresh(2)));
        sandbox.faults().add(new SessionFault.RateLimit(3), once);
        assertEquals(429, guest.say("too many").status());
        sandbox.faults().add(new CallFault.DelayAnswer("refresh", Duration.ofMillis(1)), once);
        assertNotEquals(0, guest.refresh(1).path("messages").size());
        sandbox.faults().add(new SessionFault.Expire(), once);
        assertRefused(2, true, 8201, guest.refresh(1));
        assertRefused(2, true, 8201, guest.refresh(1));
    }

    @Test
    void files_are_failed_refused_and_lost_by_faults() {
        GmsGuest guest = GmsGuest.of(sandbox);
        FaultScope once = FaultScope.once().at("gms");
        sandbox.faults().add(new TransferFault.Fail(Fault.Transfer.UPLOAD, 503), once);
        assertEquals(503, guest.upload("a.png", "bytes").status());
        sandbox.faults().add(new TransferFault.RefuseFile(4003), once);
        assertRefused(1, false, 203, guest.upload("a.png", "bytes").json());
        sandbox.faults().add(new CallFault.LoseAnswer("uploadFile"), once);
        assertThrows(UncheckedIOException.class, () -> guest.upload("a.png", "bytes"));
        JsonNode entry = guest.refresh(2).path("messages").path(0);
        String fileId = entry.path("userData").path("file-id").asText();
        sandbox.faults().add(new TransferFault.Cut(Fault.Transfer.DOWNLOAD, 2), once);
        assertThrows(UncheckedIOException.class, () -> guest.call("file/" + fileId + "/download", ""));
        sandbox.faults().add(new TransferFault.Slow(Fault.Transfer.DOWNLOAD, Duration.ofMillis(1)), once);
        assertEquals("bytes", guest.call("file/" + fileId + "/download", "").body());
    }

    @Test
    void every_page_may_use_the_service() {
        Http.Answer preflight =
                Http.send(sandbox, "OPTIONS", GmsGuest.BASE, "", "Access-Control-Request-Headers", "apikey");
        assertEquals("204 *", preflight.status() + " " + preflight.header("Access-Control-Allow-Origin"));
    }

    private static void assertRefused(int statusCode, boolean ended, int code, JsonNode answer) {
        assertEquals(statusCode, answer.path("statusCode").asInt(), answer.toString());
        assertEquals(ended, answer.path("chatEnded").asBoolean(!ended), answer.toString());
        assertEquals(code, answer.path("errors").path(0).path("code").asInt(), answer.toString());
        assertFalse(answer.path("errors").path(0).path("advice").asText().isBlank());
    }
}
