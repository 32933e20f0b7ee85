package dev.confab.sandbox.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the concierge shows, and what it says to what was chosen (Web Messaging protocol notes §2.5, §2.7, §2.8). */
class ShowcaseTest {

    private final Agent concierge = new ConciergeAgent();

    @ParameterizedTest
    @CsvSource({
        "quick replies, QuickReply",
        "Quick replies v2, QuickReplyV2",
        "buttons, ButtonResponse",
        "CARD, Card",
        "carousel, Carousel",
        "template, GenericTemplate",
        "date picker, DatePicker",
        "list picker, ListPicker",
        "form, Form",
        "menu, QuickReply",
        "Show me a card!, Card",
        "the form, Form"
    })
    void a_word_shows_content(String word, String contentType) {
        AgentAct.Show show = assertInstanceOf(
                AgentAct.Show.class, concierge.heard(Heard.words(word)).get(0));
        for (JsonNode part : show.content()) {
            assertEquals(contentType, part.path("contentType").asText());
            String field = contentType.equals("GenericTemplate")
                    ? "generic"
                    : Character.toLowerCase(contentType.charAt(0)) + contentType.substring(1);
            assertTrue(part.path(field).isObject(), part.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"typing, Typing", "presence, Presence", "co-browse, CoBrowse", "video, Video", "reactions, Reactions"})
    void a_word_sends_an_event(String word, String eventType) {
        List<AgentAct> acts = concierge.heard(word);
        AgentAct.Signal signal = assertInstanceOf(AgentAct.Signal.class, acts.get(acts.size() - 1));
        assertEquals(eventType, signal.event().path("eventType").asText());
    }

    @Test
    void every_entry_of_the_menu_leads_somewhere_in_both_dialects() {
        AgentAct.Show menu =
                assertInstanceOf(AgentAct.Show.class, concierge.heard("menu").get(0));
        List<String> labels = new ArrayList<>();
        for (JsonNode part : menu.content()) {
            String label = part.at("/quickReply/text").asText();
            String payload = part.at("/quickReply/payload").asText();
            Heard.Choice choice = new Heard.Choice("QuickReply", label, payload, "");
            List<AgentAct> mobile = concierge.heard(new Heard("", List.of(choice), List.of()));
            List<AgentAct> web = concierge.heard(new Heard(label, List.of(choice), List.of()));
            assertEquals(kinds(mobile), kinds(web));
            assertTrue(mobile.stream()
                    .noneMatch(
                            act -> act instanceof AgentAct.Say say && say.text().startsWith("You")));
            labels.add(label);
        }
        assertEquals(16, labels.size());
        assertInstanceOf(AgentAct.Leave.class, concierge.heard("end the chat").get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QuickReply | You chose “Label” (PAY).",
                "Button     | You chose “Label” (PAY).",
                "DatePicker | We have an appointment on PAY.",
                "ListPicker | You picked PAY, PAY.",
                "Form       | You filled in field = Label, field = Label."
            })
    void a_choice_is_answered_with_what_was_chosen(String type, String answer) {
        Heard.Choice choice = new Heard.Choice(type, "Label", "PAY", "field");
        List<AgentAct> acts = concierge.heard(new Heard("", List.of(choice, choice), List.of()));
        assertEquals(new AgentAct.Say(answer), acts.get(1));
    }

    @Test
    void a_file_is_confirmed_with_its_name_size_and_digest() {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        Heard.ReceivedFile file = new Heard.ReceivedFile(
                "a.txt", "text/plain", Fingerprint.of(bytes).sha256(), new FileContent.InMemory(bytes));
        assertEquals(
                new AgentAct.Say("I received a.txt, 5 bytes, SHA-256 "
                        + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824."),
                concierge.heard(new Heard("see", List.of(), List.of(file))).get(1));
    }

    @Test
    void the_echo_agent_gives_files_back() {
        FileContent content = new FileContent.InMemory(new byte[] {1});
        Heard.ReceivedFile file = new Heard.ReceivedFile("a.bin", "a/b", "", content);
        assertEquals(
                List.of(new AgentAct.SendFiles(null, List.of(new AgentAct.OutgoingFile("a.bin", "a/b", content)))),
                new EchoAgent().heard(new Heard("", List.of(), List.of(file))));
    }

    @Test
    void what_is_shown_is_json() {
        AgentAct.Show form =
                assertInstanceOf(AgentAct.Show.class, concierge.heard("form").get(0));
        assertTrue(BoundedJson.isJson(BoundedJson.text(form.content())));
        JsonNode components = form.content().at("/0/form/formPages/0/pageComponents");
        assertEquals("Input", components.at("/0/formComponentType").asText());
        assertEquals("WheelPicker", components.at("/1/formComponentType").asText());
    }

    private static List<Class<?>> kinds(List<AgentAct> acts) {
        return acts.stream().<Class<?>>map(Object::getClass).toList();
    }
}
