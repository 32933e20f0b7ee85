package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.agent.ConciergeAgent;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import org.junit.jupiter.api.Test;

/** The concierge on the wire (Web Messaging protocol notes §2.5, §2.7, §2.8, §2.12, §11.3.11). */
class ConciergeServiceTest {

    private static ServiceTester tester(Deployment.ConversationDisconnect mode) {
        Deployment deployment = Deployment.builder(Deployment.DEFAULT_ID)
                .conversationDisconnect(mode)
                .build();
        return ServiceTester.with()
                .deployment(deployment)
                .agents(ConciergeAgent::new)
                .start();
    }

    private final ServiceTester tester = tester(Deployment.ConversationDisconnect.READ_ONLY);
    private final Client client = tester.inSession();

    @Test
    void rich_content_is_structured_outbound_and_kept_in_the_history() {
        client.say("carousel");
        client.next();
        JsonNode shown = client.next().path("body");
        assertEquals("Structured", shown.path("type").asText());
        assertEquals("Outbound", shown.path("direction").asText());
        assertEquals("Bot", shown.path("originatingEntity").asText());
        assertTrue(shown.path("channel").path("messageId").isMissingNode());
        assertEquals(2, shown.at("/content/0/carousel/cards").size());
        assertEquals(shown.toString(), session().conversation().page(1, 1).get(0));
    }

    @Test
    void typing_on_and_off_are_shown_and_not_kept() {
        client.say("typing");
        client.next();
        assertEquals("On", client.next().at("/body/events/0/typing/type").asText());
        assertEquals("Off", client.next().at("/body/events/0/typing/type").asText());
        assertEquals(1, session().conversation().size());
    }

    @Test
    void an_event_is_kept() {
        client.say("video");
        client.next();
        assertEquals("Video", client.next().at("/body/events/0/eventType").asText());
        assertEquals(2, session().conversation().size());
    }

    @Test
    void a_choice_of_either_dialect_is_understood() {
        String choice = "[{\"contentType\":\"ButtonResponse\",\"buttonResponse\":{\"text\":\"card\","
                + "\"payload\":\"SHOW card\",\"type\":\"QuickReply\"}}]";
        client.message("{\"type\":\"Text\",\"text\":\"\",\"content\":" + choice + "}");
        client.next();
        assertEquals("Card", client.next().at("/body/content/0/contentType").asText());
        client.message("{\"type\":\"Structured\",\"text\":\"card\",\"content\":" + choice + "}");
        client.next();
        assertEquals("Card", client.next().at("/body/content/0/contentType").asText());
        client.message("{\"type\":\"Structured\",\"content\":[{\"contentType\":\"Form\",\"form\":"
                + "{\"originatingMessageId\":\"m\",\"cannedResponseId\":\"c\",\"response\":[{\"id\":\"name\","
                + "\"component\":{\"contentType\":\"ButtonResponse\",\"buttonResponse\":{\"type\":\"Form\","
                + "\"text\":\"Mira\",\"payload\":\"Mira\"}}}]}}]}");
        client.next();
        client.next();
        assertEquals(
                "You filled in name = Mira.", client.next().at("/body/text").asText());
    }

    @Test
    void a_file_of_the_concierge_is_an_attachment_that_can_be_asked_for_again() {
        client.say("file");
        client.next();
        JsonNode attachment = client.next().at("/body/content/0/attachment");
        assertEquals("opening-hours.txt", attachment.path("filename").asText());
        client.action(
                "getAttachment", "\"attachmentId\":\"" + attachment.path("id").asText() + "\"");
        assertEquals(
                attachment.path("fileSize").intValue(),
                client.next().at("/body/fileSize").intValue());
    }

    @Test
    void a_file_of_the_guest_is_confirmed() {
        new FileDesk(tester, client).upload("a1");
        client.message("{\"content\":[" + FileDesk.attachment("a1") + "]}");
        client.next();
        client.next();
        assertEquals(
                "I received notes.txt, 5 bytes, SHA-256"
                        + " 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824.",
                client.next().at("/body/text").asText());
        tester.files.close();
    }

    @Test
    void the_end_of_the_chat_is_told_as_the_deployment_says() {
        assertTrue(end(Deployment.ConversationDisconnect.READ_ONLY).contains("\"readOnly\":\"true\""));
        String left = end(Deployment.ConversationDisconnect.SEND);
        assertTrue(left.contains("\"type\":\"Disconnect\""), left);
        assertFalse(left.contains("readOnly"), left);
    }

    @Test
    void the_end_of_the_chat_is_not_told_when_that_is_off() {
        Client guest = tester(Deployment.ConversationDisconnect.OFF).inSession();
        guest.say("end the chat");
        guest.next();
        assertEquals("Goodbye.", guest.next().at("/body/text").asText());
        assertNull(guest.frames.peek());
    }

    private static String end(Deployment.ConversationDisconnect mode) {
        Client guest = tester(mode).inSession();
        guest.say("end the chat");
        guest.next();
        assertEquals("Goodbye.", guest.next().at("/body/text").asText());
        return guest.nextText();
    }

    private Session session() {
        return tester.service.realm().sessions().all().iterator().next();
    }
}
