package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.7, §2.12, §11.3.4. */
class GuestEventsTest {

    @Test
    void a_join_is_echoed_inbound_to_all_and_the_agent_greets_once() {
        ServiceTester tester = ServiceTester.with().agents(Greeter::new).start();
        Client client = tester.inSession();
        Client other = tester.inSession();
        client.presence("Join");
        String echo = client.nextText();
        assertEquals(
                "{\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200,\"tracingId\":\"t1\",\"body\":"
                        + "{\"id\":\"00000000000000000000000000000003\",\"type\":\"Event\",\"direction\":\"Inbound\","
                        + "\"channel\":{\"time\":\"2030-01-04T10:15:30.120Z\","
                        + "\"messageId\":\"00000000-0000-0000-0000-000000000002\"},"
                        + "\"events\":[{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Join\"}}],"
                        + "\"metadata\":{\"correlationId\":\"00000000-0000-0000-0000-000000000004\"},"
                        + "\"originatingEntity\":\"\"}}",
                echo);
        assertEquals(echo, other.nextText());
        JsonNode greeting = client.next().path("body");
        assertEquals("Outbound", greeting.path("direction").asText());
        assertEquals("Welcome", greeting.path("text").asText());
        assertTrue(greeting.path("channel").path("messageId").isMissingNode());
        client.presence("Join");
        assertEquals("Inbound", client.next().path("body").path("direction").asText());
        assertNull(client.frames.peek());
    }

    @Test
    void a_join_is_forbidden_without_auto_start() {
        Client client = tester(Deployment.builder(Deployment.DEFAULT_ID).autoStart(false))
                .inSession();
        client.presence("Join");
        assertTrue(client.nextError().startsWith("403 "));
    }

    @Test
    void typing_goes_to_the_agent_and_is_not_echoed() {
        Greeter greeter = new Greeter();
        ServiceTester tester = ServiceTester.with().agents(() -> greeter).start();
        Client client = tester.inSession();
        client.event("{\"eventType\":\"Typing\",\"typing\":{\"type\":\"On\"}}");
        assertNull(client.frames.peek());
        assertEquals(List.of("typing"), greeter.noticed);
        assertEquals(
                0,
                tester.service
                        .realm()
                        .sessions()
                        .all()
                        .iterator()
                        .next()
                        .conversation()
                        .size());
    }

    @Test
    void typing_is_forbidden_when_switched_off() {
        Client client =
                tester(Deployment.builder(Deployment.DEFAULT_ID).typing(false)).inSession();
        client.event("{\"eventType\":\"Typing\",\"typing\":{\"type\":\"On\"}}");
        assertTrue(client.nextError().startsWith("403 "));
    }

    @Test
    void clear_is_echoed_then_ends_every_connection_and_the_session() {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        Client other = tester.inSession();
        client.presence("Clear");
        for (Client each : List.of(client, other)) {
            JsonNode echo = each.next();
            assertEquals("t1", echo.path("tracingId").asText());
            assertEquals(
                    "Clear",
                    echo.path("body")
                            .path("events")
                            .path(0)
                            .path("presence")
                            .path("type")
                            .asText());
            assertEquals("SessionClearedEvent", each.next().path("class").asText());
            assertEquals("ConnectionClosedEvent", each.next().path("class").asText());
        }
        assertEquals(List.of(new Effect.Retire(client.connection), new Effect.Retire(other.connection)), tester.others);
        assertTrue(tester.connect().configure().path("newSession").booleanValue());
    }

    @Test
    void clear_is_forbidden_when_switched_off() {
        Client client = tester(Deployment.builder(Deployment.DEFAULT_ID).conversationClear(false))
                .inSession();
        client.presence("Clear");
        assertEquals("403 Presence events Conversation Clear are not supported", client.nextError());
    }

    private static ServiceTester tester(Deployment.Builder deployment) {
        return ServiceTester.with().deployment(deployment.build()).start();
    }

    private static final class Greeter implements Agent {

        private final List<String> noticed = new ArrayList<>();

        @Override
        public AgentProfile profile() {
            return new AgentProfile("Gina", "https://example.org/g.png", AgentProfile.Kind.BOT);
        }

        @Override
        public List<AgentAct> joined() {
            return List.of(new AgentAct.Say("Welcome"));
        }

        @Override
        public List<AgentAct> heard(String text) {
            return List.of();
        }

        @Override
        public List<AgentAct> noticedTyping() {
            noticed.add("typing");
            return List.of();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventType\":\"CoBrowse\",\"coBrowse\":{\"type\":\"OfferingAccepted\",\"sessionId\":\"s\"}}",
                "{\"eventType\":\"CoBrowse\",\"coBrowse\":{\"type\":\"OfferingRejected\",\"sessionId\":\"s\"}}",
                "{\"eventType\":\"Video\",\"video\":{\"type\":\"OfferingAccepted\",\"offeringId\":\"o\"}}",
                "{\"eventType\":\"Video\",\"video\":{\"type\":\"OfferingRejected\",\"offeringId\":\"o\"}}"
            })
    void the_answer_to_an_offer_is_echoed_as_it_came_and_kept(String event) {
        ServiceTester tester = ServiceTester.plain();
        Client client = tester.inSession();
        client.event(event);
        JsonNode echo = client.next();
        assertEquals("t1", echo.path("tracingId").asText());
        assertEquals("Inbound", echo.path("body").path("direction").asText());
        assertEquals("[" + event + "]", echo.path("body").path("events").toString());
        Session session = tester.service.realm().sessions().all().iterator().next();
        assertEquals(1, session.conversation().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventType\":\"CoBrowse\",\"coBrowse\":{\"type\":\"Offering\"}}",
                "{\"eventType\":\"Video\",\"video\":{\"type\":\"OfferingExpired\"}}",
                "{\"eventType\":\"Video\"}",
                "{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Disconnect\"}}",
                "{\"eventType\":\"Typing\",\"typing\":{\"type\":\"Off\"}}",
                "\"Typing\"",
                "{}"
            })
    void what_only_the_other_side_does_is_refused(String event) {
        Client client = ServiceTester.plain().inSession();
        client.event(event);
        assertEquals("400 Bad request: an event is not one that guests may send", client.nextError());
    }
}
