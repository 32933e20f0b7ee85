package dev.confab.sandbox.amm;

import static dev.confab.sandbox.amm.AmmTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxException;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.testing.Http;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Partners, the control API and faults (AMM notes A.5, B.11). */
@Timeout(240)
class AmmControlTest {

    private final Sandbox sandbox = AmmTest.start(AmmOptions.builder());
    private final AmmUser alice = new AmmUser(sandbox, "alice");
    private final AmmUser bob = new AmmUser(sandbox, "bob");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void the_scripted_partner_answers_when_it_is_addressed() {
        try (Sandbox echo = Sandbox.start(SandboxOptions.builder()
                .scenario(Scenario.ECHO)
                .agentDelay(Duration.ofSeconds(1))
                .build())) {
            AmmUser user = new AmmUser(echo, "alice");
            String quiet = user.begin("Anybody?", "carol").path("threadId").asText();
            String thread = user.begin("Hello there", "agent").path("threadId").asText();
            echo.advanceClock(Duration.ofSeconds(30));
            JsonNode newest = user.messages(thread, "").get(0);
            assertEquals("agent@example.com", newest.at("/from/address").asText());
            assertTrue(newest.path("body").asText().contains("Hello there"), newest.toString());
            assertEquals(2, user.messages(quiet, "").size());
        }
    }

    @Test
    void partners_act_in_a_conversation_or_in_the_latest_of_a_user() {
        String thread = alice.begin("Hello", "bob", "carol").path("threadId").asText();
        sandbox.agent("alice").say("From carol");
        assertEquals("carol@example.com", newest(thread).at("/from/address").asText());
        sandbox.agent(thread).act("say", "{\"text\":\"From bob\",\"address\":\"bob@example.com\"}");
        assertEquals("bob@example.com", newest(thread).at("/from/address").asText());
        sandbox.agent(thread).act("invite", "{\"address\":\"agent@example.com\"}");
        assertEquals("JOINED", newest(thread).at("/event/type").asText());
        sandbox.agent("alice").act("subject", "{\"subject\":\"Other\"}");
        assertEquals("SUBJECT_CHANGE", newest(thread).at("/event/type").asText());
        sandbox.agent("alice").act("call", "{\"sessionType\":\"VIDEO\"}");
        assertEquals("VIDEO", newest(thread).at("/event/sessionType").asText());
        sandbox.agent("alice").sendFile("a.txt", "text/plain", "abc".getBytes(StandardCharsets.UTF_8));
        assertEquals(3, newest(thread).at("/parts/0/size").asInt());
        sandbox.agent("alice").act("leave", "{\"address\":\"carol@example.com\"}");
        assertEquals("LEFT", newest(thread).at("/event/type").asText());
        sandbox.agent("alice").disconnect();
        assertEquals(
                2,
                alice.get("/conversations/" + thread + "/participants")
                        .json()
                        .path("participants")
                        .size());
        sandbox.agent(thread).act("read", "{\"address\":\"bob@example.com\"}");
        assertEquals(0, bob.list().at("/0/counts/messageUnreadMessage").asInt());
        sandbox.agent(thread).act("close", "{}");
        assertEquals("AUTO", newest(thread).at("/event/reason").asText());
        assertThrows(SandboxException.class, () -> sandbox.agent(thread).say("Too late"));
    }

    private JsonNode newest(String thread) {
        return alice.messages(thread, "").get(0);
    }

    @Test
    void a_partner_begins_a_conversation() {
        assertThrows(SandboxException.class, () -> sandbox.agent("alice").say("To nobody"));
        sandbox.agent("alice").act("begin", "{\"text\":\"Hello\",\"subject\":\"News\"}");
        JsonNode seen = alice.list().get(0);
        assertEquals("News", seen.path("subject").asText());
        assertEquals("agent@example.com", seen.at("/messages/0/from/address").asText());
        String path = "/sandbox/sessions/alice/acts/invite";
        assertEquals(
                400, Http.post(sandbox, path, "{\"address\":\"x@example.com\"}").status());
        assertEquals(
                400,
                Http.post(sandbox, path, "{\"address\":\"alice@example.com\"}").status());
        JsonNode described = Http.get(sandbox, "/sandbox/sessions").json().get(0);
        assertEquals("amm", described.path("backend").asText());
        assertEquals("alice", described.path("session").asText());
        assertEquals(2, described.at("/conversations/0/participants").size());
    }

    @Test
    void calls_fail_and_lose_their_answers() {
        sandbox.faults().add(new CallFault.Fail("sendMessage", 503, "", 3), once());
        Http.Answer failed = alice.say("", "x", "bob");
        assertRefused(503, 301, failed);
        assertEquals("3", failed.header("Retry-After"));
        sandbox.faults().add(new CallFault.LoseAnswer("sendMessage"), once());
        assertThrows(UncheckedIOException.class, () -> alice.say("", "lost answer", "bob"));
        sandbox.faults().add(new SessionFault.DropBeforeStore(), once());
        assertThrows(UncheckedIOException.class, () -> alice.say("", "never stored", "bob"));
        sandbox.faults().add(new SessionFault.DropAfterStore(), once());
        assertThrows(UncheckedIOException.class, () -> alice.say("", "stored", "bob"));
        assertEquals(2, sandbox.messages().size());
        assertEquals(2, alice.list().size());
        sandbox.faults().add(new SessionFault.RateLimit(9), once());
        assertEquals(429, alice.say("", "x", "bob").status());
        String thread = alice.list().at("/0/id").asText();
        sandbox.faults().add(new SessionFault.FailHistory(500, 0), once());
        assertRefused(500, 301, alice.get("/conversations/" + thread));
        sandbox.faults().add(new SessionFault.Expire(), once());
        assertRefused(401, 7, alice.filter("{}"));
        assertEquals(200, alice.filter("{}").status());
    }

    private static FaultScope once() {
        return FaultScope.once().at("amm").inSession("alice");
    }

    @Test
    void options_are_checked() {
        AmmOptions.Builder builder = AmmOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.user(" ", "x", "", ""));
        assertThrows(IllegalArgumentException.class, () -> builder.token("t", "nobody"));
        assertThrows(IllegalArgumentException.class, () -> builder.contact("nobody", "", ""));
        assertThrows(IllegalArgumentException.class, () -> builder.sessionTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> AmmLimits.DEFAULT.withText(0));
    }
}
