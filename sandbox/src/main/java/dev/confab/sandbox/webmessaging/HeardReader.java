package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.agent.Heard;
import java.util.ArrayList;
import java.util.List;

/** Tells an agent what a guest said, whichever dialect it used (Web Messaging protocol notes §2.5). */
final class HeardReader {

    private HeardReader() {}

    static Heard read(GuestMessage.Said said, List<Attachment> files) {
        List<Heard.Choice> choices = new ArrayList<>();
        for (JsonNode part : said.parts("ButtonResponse")) {
            choices.add(choice(part.path("buttonResponse"), ""));
        }
        for (JsonNode part : said.parts("Form")) {
            for (JsonNode answer : part.path("form").path("response")) {
                JsonNode button = answer.path("component").path("buttonResponse");
                choices.add(choice(button, answer.path("id").asText("")));
            }
        }
        return new Heard(said.textOrEmpty(), List.copyOf(choices), MessageFiles.heard(files));
    }

    private static Heard.Choice choice(JsonNode button, String field) {
        return new Heard.Choice(
                button.path("type").asText(""),
                button.path("text").asText(""),
                button.path("payload").asText(""),
                field);
    }
}
