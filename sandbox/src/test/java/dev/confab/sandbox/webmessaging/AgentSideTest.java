package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.agent.ConciergeAgent;
import dev.confab.sandbox.agent.EchoAgent;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §2.7, §11.3.4. */
class AgentSideTest {

    private static final Duration ECHO = Duration.ofMillis(100);
    private static final Duration AGENT = Duration.ofMillis(50);

    @Test
    void an_agent_speaks_outbound_without_tracingId_and_messageId() {
        ServiceTester tester = ServiceTester.with().agents(EchoAgent::new).start();
        Client client = tester.inSession();
        client.say("hi");
        client.next();
        assertEquals(
                "{\"type\":\"message\",\"class\":\"StructuredMessage\",\"code\":200,\"body\":"
                        + "{\"id\":\"00000000000000000000000000000005\",\"type\":\"Text\",\"text\":\"hi\","
                        + "\"direction\":\"Outbound\",\"channel\":{\"time\":\"2030-01-04T10:15:30.121Z\","
                        + "\"type\":\"Private\",\"from\":{\"nickname\":\"Echo\"}},\"originatingEntity\":\"Human\"}}",
                client.nextText());
    }

    @Test
    void echo_and_agent_take_their_time_and_keep_their_order() {
        ServiceTester tester =
                ServiceTester.with().agents(EchoAgent::new).delays(ECHO, AGENT).start();
        Client client = tester.inSession();
        client.say("one");
        client.say("two");
        assertNull(client.frames.peek());
        tester.advance(ECHO);
        assertEquals("Inbound one", said(client));
        assertEquals("Inbound two", said(client));
        assertNull(client.frames.peek());
        tester.advance(AGENT);
        assertEquals("Outbound one", said(client));
        assertNull(client.frames.peek());
        tester.advance(AGENT);
        assertEquals("Outbound two", said(client));
    }

    @Test
    void the_concierge_types_before_it_answers() {
        ServiceTester tester = ServiceTester.with().agents(ConciergeAgent::new).start();
        Client client = tester.inSession();
        client.say("What are your opening hours?");
        assertEquals("Inbound", client.next().path("body").path("direction").asText());
        JsonNode typing = client.next().path("body");
        assertEquals("Event", typing.path("type").asText());
        assertEquals("Bot", typing.path("originatingEntity").asText());
        assertEquals(
                "{\"eventType\":\"Typing\",\"typing\":{\"type\":\"On\",\"duration\":5000}}",
                typing.path("events").path(0).toString());
        assertEquals("Outbound We are here every day from 8:00 to 20:00.", said(client));
    }

    @Test
    void an_agent_who_answers_nobody_is_heard_in_history_only() {
        ServiceTester tester =
                ServiceTester.with().agents(EchoAgent::new).delays(ECHO, AGENT).start();
        Client client = tester.inSession();
        client.say("and gone");
        tester.service.closed(client.connection);
        tester.advance(Duration.ofSeconds(1));
        Client back = tester.inSession();
        assertNull(back.frames.peek());
        assertEquals(
                2,
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
    void what_an_agent_still_wanted_to_say_in_a_former_conversation_is_not_said() {
        ServiceTester tester = ServiceTester.with()
                .agents(EchoAgent::new)
                .delays(Duration.ZERO, AGENT)
                .start();
        Client client = tester.inSession();
        client.say("old");
        client.next();
        client.action("configureSession", "\"deploymentId\":\"" + Deployment.DEFAULT_ID + "\",\"startNew\":true");
        client.next();
        tester.advance(AGENT);
        assertNull(client.frames.peek());
    }

    private static String said(Client client) {
        JsonNode body = client.next().path("body");
        return body.path("direction").asText() + " " + body.path("text").asText();
    }
}
