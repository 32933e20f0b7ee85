package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.identity.IdentityOptions;
import dev.confab.sandbox.identity.IdentityProvider;
import dev.confab.sandbox.identity.User;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §2.12, §3.9, §11.3.2, §11.3.3. */
class AuthenticatedSessionTest {

    private static final User MIRA = IdentityOptions.DEFAULT.users().get(0);
    private static final User JONAS = IdentityOptions.DEFAULT.users().get(1);

    private final ServiceTester tester = ServiceTester.plain();

    @Test
    void a_user_begins_a_session_and_comes_back_to_it() {
        JsonNode first = tester.connect().authenticate(tester.jwt(MIRA));
        assertEquals("SessionResponse", first.path("class").asText());
        assertTrue(first.path("body").path("newSession").booleanValue());
        assertFalse(first.path("body").path("clearedExistingSession").booleanValue());
        JsonNode second = tester.connect().authenticate(tester.jwt(MIRA));
        assertFalse(second.path("body").path("newSession").booleanValue());
    }

    @Test
    void a_jwt_that_is_no_good_is_403_and_an_expired_one_401() {
        String jwt = tester.jwt(MIRA);
        assertRefused(403, "Session authentication failed", tester.connect().authenticate("nonsense"));
        assertRefused(403, "Session authentication failed", tester.connect().authenticate(jwt + "x"));
        tester.advance(Duration.ofMinutes(15));
        assertRefused(401, "Unauthorized", tester.connect().authenticate(jwt));
    }

    @Test
    void the_codes_of_refusals_can_be_switched() {
        ServiceTester other = ServiceTester.with()
                .identity(IdentityOptions.DEFAULT.withRefusals(401, 403))
                .start();
        String jwt = other.jwt(MIRA);
        assertRefused(401, "Unauthorized", other.connect().authenticate("nonsense"));
        other.advance(Duration.ofMinutes(15));
        assertRefused(403, "Session authentication failed", other.connect().authenticate(jwt));
    }

    @Test
    void a_jwt_of_another_deployment_is_no_good() {
        ServiceTester two = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID).build())
                .deployment(Deployment.builder("other").build())
                .start();
        assertRefused(403, "Session authentication failed", two.connect("other").authenticate(two.jwt(MIRA)));
    }

    @Test
    void two_tokens_of_one_user_share_a_conversation_and_hear_each_other() {
        Client one = tester.connect().withToken("one");
        Client two = tester.connect().withToken("two");
        one.authenticate(tester.jwt(MIRA));
        JsonNode joined = two.authenticate(tester.jwt(MIRA));
        assertFalse(joined.path("body").path("newSession").booleanValue());
        assertFalse(joined.path("body").path("clearedExistingSession").booleanValue());
        one.say("from one");
        for (Client client : new Client[] {one, two}) {
            JsonNode body = client.next().path("body");
            assertEquals("from one", body.path("text").asText());
            assertEquals("true", body.path("metadata").path("authenticated").asText());
        }
        assertEquals(2, tester.service.realm().sessions().all().size());
        assertEquals(1, session("one").conversation().size());
        assertEquals(session("one").conversation(), session("two").conversation());
    }

    @Test
    void another_user_hears_nothing_and_cannot_have_the_token() {
        Client mira = tester.connect().withToken("one");
        Client jonas = tester.connect().withToken("two");
        mira.authenticate(tester.jwt(MIRA));
        jonas.authenticate(tester.jwt(JONAS));
        mira.say("for the desk");
        assertNull(jonas.frames.peek());
        JsonNode taken = tester.connect().withToken("one").authenticate(tester.jwt(JONAS));
        assertRefused(403, "Session authentication failed", taken);
    }

    @Test
    void a_guest_who_steps_up_keeps_the_conversation_and_the_other_connections_are_told() {
        Client caller = tester.inSession();
        Client other = tester.inSession();
        caller.say("as a guest");
        caller.next();
        other.next();
        JsonNode answer = caller.authenticate(tester.jwt(MIRA));
        assertFalse(answer.path("body").path("newSession").booleanValue());
        assertTrue(answer.path("body").path("connected").booleanValue());
        JsonNode signIn = caller.next().path("body");
        assertEquals("Inbound", signIn.path("direction").asText());
        assertEquals(
                "SignIn",
                signIn.path("events").path(0).path("presence").path("type").asText());
        assertEquals(
                "Mira", signIn.path("channel").path("from").path("firstName").asText());
        assertEquals(
                "Okafor", signIn.path("channel").path("from").path("lastName").asText());
        assertEquals(
                "{\"type\":\"message\",\"class\":\"ConnectionClosedEvent\",\"code\":200,"
                        + "\"body\":{\"reason\":\"signedIn\",\"reasonCode\":\"signedIn\"}}",
                other.nextText());
        assertTrue(tester.others.contains(new Effect.Retire(other.connection)));
        assertEquals(2, session(ServiceTester.TOKEN).conversation().size());
        caller.say("as a user");
        assertEquals("as a user", caller.next().path("body").path("text").asText());
        assertNull(other.frames.peek());
    }

    @Test
    void a_step_up_closes_another_session_of_the_user() {
        Client former = tester.connect().withToken("former");
        former.authenticate(tester.jwt(MIRA));
        Client guest = tester.inSession();
        JsonNode answer = guest.authenticate(tester.jwt(MIRA));
        assertTrue(answer.path("body").path("clearedExistingSession").booleanValue());
        assertEquals("ConnectionClosedEvent", former.next().path("class").asText());
        former.say("too late");
        assertTrue(former.nextError().startsWith("4007 "));
        guest.next();
        guest.say("mine now");
        assertNull(former.frames.peek());
    }

    @Test
    void a_deployment_may_refuse_to_step_up() {
        ServiceTester strict = ServiceTester.with()
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .sessionUpgrade(false)
                        .build())
                .start();
        Client guest = strict.inSession();
        assertRefused(403, "Session authentication failed", guest.authenticate(strict.jwt(MIRA)));
        guest.say("still a guest");
        assertEquals("StructuredMessage", guest.next().path("class").asText());
        JsonNode fresh = strict.connect().withToken("fresh").authenticate(strict.jwt(MIRA));
        assertEquals("SessionResponse", fresh.path("class").asText());
    }

    @Test
    void a_token_that_was_a_users_is_never_a_guests_again() {
        Client client = tester.connect();
        client.authenticate(tester.jwt(MIRA));
        assertDowngradeRefused();
        client.presence("Clear");
        assertDowngradeRefused();
        tester.advance(Duration.ofDays(4));
        assertDowngradeRefused();
    }

    private void assertDowngradeRefused() {
        Client guest = tester.connect();
        guest.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\"");
        assertTrue(guest.nextError().startsWith("4017 "));
    }

    @Test
    void logging_out_tells_every_device_and_ends_its_session() {
        Client one = tester.connect().withToken("one");
        Client two = tester.connect().withToken("two");
        Client jonas = tester.connect().withToken("three");
        String jwt = tester.jwt(MIRA);
        one.authenticate(jwt);
        two.authenticate(tester.jwt(MIRA));
        jonas.authenticate(tester.jwt(JONAS));
        assertEquals(204, revoke("bearer " + jwt));
        for (Client client : new Client[] {one, two}) {
            assertEquals(
                    "{\"type\":\"message\",\"class\":\"LogoutEvent\",\"code\":200,\"body\":{}}", client.nextText());
            client.say("too late");
            assertTrue(client.nextError().startsWith("4007 "));
        }
        assertNull(jonas.frames.peek());
        assertEquals(401, revoke("Bearer " + jwt));
        assertRefused(403, "Session authentication failed", one.authenticate(jwt));
    }

    @Test
    void logging_out_with_an_expired_jwt_is_401_and_tells_nobody() {
        Client client = tester.connect();
        String jwt = tester.jwt(MIRA);
        client.authenticate(jwt);
        tester.advance(Duration.ofMinutes(15));
        assertEquals(401, revoke("Bearer " + jwt));
        assertNull(client.frames.peek());
    }

    private int revoke(String authorization) {
        LoginRules rules = new LoginRules(
                tester.service.realm(), new IdentityProvider(IdentityOptions.DEFAULT.users()), tester.service.life());
        Effects effects = new Effects();
        int status = rules.revoke(authorization, effects).status();
        tester.run(effects.list());
        return status;
    }

    @Test
    void clearing_wipes_the_conversation_of_the_user_on_every_device() {
        Client one = tester.connect().withToken("one");
        Client two = tester.connect().withToken("two");
        one.authenticate(tester.jwt(MIRA));
        two.authenticate(tester.jwt(MIRA));
        one.presence("Clear");
        for (Client client : new Client[] {one, two}) {
            assertEquals("Event", client.next().path("body").path("type").asText());
            assertEquals("SessionClearedEvent", client.next().path("class").asText());
            assertEquals("ConnectionClosedEvent", client.next().path("class").asText());
        }
        JsonNode anew = two.authenticate(tester.jwt(MIRA));
        assertTrue(anew.path("body").path("newSession").booleanValue());
    }

    @Test
    void a_message_on_one_device_keeps_the_other_alive() {
        Client one = tester.connect().withToken("one");
        Client two = tester.connect().withToken("two");
        one.authenticate(tester.jwt(MIRA));
        two.authenticate(tester.jwt(MIRA));
        tester.advance(Duration.ofDays(2));
        one.say("still here");
        tester.advance(Duration.ofDays(2));
        one.next();
        two.next();
        assertNull(two.frames.peek());
        tester.advance(Duration.ofDays(1));
        assertEquals("SessionExpiredEvent", two.next().path("class").asText());
        assertNull(two.frames.peek());
        JsonNode anew = one.authenticate(tester.jwt(MIRA));
        assertEquals("SessionExpiredEvent", anew.path("class").asText());
    }

    @Test
    void a_demand_to_authenticate_holds_until_the_session_is_configured_again() {
        Client client = tester.connect();
        client.authenticate(tester.jwt(MIRA));
        session(ServiceTester.TOKEN).demandAuthentication(true);
        for (int i = 0; i < 2; i++) {
            client.say("not now");
            assertEquals("403 Try to authenticate again", client.nextError());
        }
        client.authenticate(tester.jwt(MIRA));
        client.say("now");
        assertEquals("StructuredMessage", client.next().path("class").asText());
    }

    private Session session(String token) {
        Session session = tester.service.realm().sessions().find(new Session.Key(Deployment.DEFAULT_ID, token));
        if (session == null) {
            throw new AssertionError("There is no session " + token);
        }
        return session;
    }

    private static void assertRefused(int code, String beginning, JsonNode frame) {
        assertEquals("string", frame.path("class").asText());
        assertEquals(code, frame.path("code").intValue());
        assertTrue(frame.path("body").asText().startsWith(beginning), frame.toString());
    }
}
