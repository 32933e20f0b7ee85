package dev.confab.sandbox.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of everything that an agent can show (Web Messaging protocol notes §2.7, §2.8), by the word that asks for it. */
final class Showcase {

    /** What begins the payload of a menu entry; the rest is the word of the showcase. */
    static final String PREFIX = "SHOW ";

    private static final Duration TYPING = Duration.ofSeconds(5);
    private static final Map<String, Supplier<List<AgentAct>>> ITEMS = new LinkedHashMap<>();

    static {
        ITEMS.put("quick replies", Showcase::quickReplies);
        ITEMS.put("quick replies v2", Showcase::quickRepliesV2);
        ITEMS.put("buttons", Showcase::buttons);
        ITEMS.put("card", () -> show(null, List.of(part("Card", "card", plan("Premium", "PREMIUM")))));
        ITEMS.put("carousel", Showcase::carousel);
        ITEMS.put("template", Showcase::template);
        ITEMS.put("date picker", Showcase::datePicker);
        ITEMS.put("list picker", Showcase::listPicker);
        ITEMS.put("form", Showcase::form);
        ITEMS.put("file", Showcase::file);
        ITEMS.put(
                "typing", () -> List.of(new AgentAct.Typing(TYPING), signal("Typing", "typing", named("type", "Off"))));
        ITEMS.put("presence", () -> List.of(signal("Presence", "presence", named("type", "Join"))));
        ITEMS.put("co-browse", Showcase::coBrowse);
        ITEMS.put("video", Showcase::video);
        ITEMS.put("reactions", Showcase::reactions);
        ITEMS.put("end the chat", () -> List.of(new AgentAct.Say("Goodbye."), new AgentAct.Leave()));
    }

    private Showcase() {}

    /** The menu, as quick replies. */
    static List<AgentAct> menu() {
        ArrayNode content = BoundedJson.array();
        ITEMS.keySet().forEach(word -> content.add(quickReply(word, PREFIX + word)));
        return List.of(new AgentAct.Show("What would you like to see?", content));
    }

    /** What a word asks for, null when it asks for nothing here. */
    static @Nullable List<AgentAct> of(String word) {
        Supplier<List<AgentAct>> item = ITEMS.get(word);
        return item == null ? null : item.get();
    }

    private static List<AgentAct> quickReplies() {
        return show(
                "Shall I call you back?",
                List.of(quickReply("Yes, please", "CALL_YES"), quickReply("No, thank you", "CALL_NO")));
    }

    private static List<AgentAct> quickRepliesV2() {
        ObjectNode replies = named("title", "How was our service?");
        ArrayNode actions = replies.putArray("actions");
        actions.add(named("action", "Message").put("text", "Good").put("payload", "RATE_GOOD"));
        actions.add(named("action", "Message").put("text", "Poor").put("payload", "RATE_POOR"));
        return show(null, List.of(part("QuickReplyV2", "quickReplyV2", replies)));
    }

    private static List<AgentAct> buttons() {
        return show("Your contract", List.of(button("Renew", "RENEW"), button("Cancel", "CANCEL")));
    }

    private static List<AgentAct> carousel() {
        ObjectNode carousel = BoundedJson.object();
        carousel.putArray("cards").add(plan("Basic", "BASIC")).add(plan("Premium", "PREMIUM"));
        return show(null, List.of(part("Carousel", "carousel", carousel)));
    }

    /** The deprecated ancestor of the card (§2.8), which old flows still send. */
    private static List<AgentAct> template() {
        ObjectNode template = named("title", "Basic plan").put("description", "12 months");
        template.putArray("components")
                .addObject()
                .put("title", "Choose")
                .putObject("actions")
                .put("textback", "PLAN_BASIC");
        return show(null, List.of(part("GenericTemplate", "generic", template)));
    }

    private static List<AgentAct> datePicker() {
        ObjectNode picker = named("title", "When shall we come?").put("subtitle", "A visit takes half an hour.");
        ArrayNode times = picker.putArray("availableTimes");
        for (String time :
                List.of("2030-06-03T09:00:00.000Z", "2030-06-03T14:30:00.000Z", "2030-06-04T09:00:00.000Z")) {
            times.add(named("dateTime", time)
                    .put("duration", Duration.ofMinutes(30).toSeconds()));
        }
        return show(null, List.of(part("DatePicker", "datePicker", picker)));
    }

    private static List<AgentAct> listPicker() {
        ObjectNode picker = named("id", "interests");
        ObjectNode section = picker.putArray("sections").addObject();
        section.put("title", "Services").put("multipleSelection", true);
        section.putArray("items")
                .add(named("id", "internet").put("title", "Internet").put("subtitle", "Up to 1000 Mbit/s"))
                .add(named("id", "mobile").put("title", "Mobile"))
                .add(named("id", "tv").put("title", "Television"));
        picker.set("receivedMessage", named("title", "What are you interested in?"));
        picker.set("replyMessage", named("title", "Your choice").put("subtitle", "I chose"));
        return show(null, List.of(part("ListPicker", "listPicker", picker)));
    }

    private static List<AgentAct> form() {
        ObjectNode form = named("cannedResponseId", UUID.randomUUID().toString());
        form.set(
                "introduction",
                named("title", "Your data").put("subtitle", "Two questions").put("buttonText", "Begin"));
        ObjectNode page = form.putArray("formPages").addObject().put("title", "About you");
        ArrayNode components = page.putArray("pageComponents");
        components.add(named("formComponentType", "Input")
                .set(
                        "input",
                        named("id", "name")
                                .put("title", "Name")
                                .put("isRequired", true)
                                .put("isMultipleLine", false)));
        ObjectNode wheel = named("id", "age").put("title", "Age");
        wheel.putArray("items")
                .add(named("id", "young").put("title", "18 to 40"))
                .add(named("id", "old").put("title", "41 or more"));
        components.add(named("formComponentType", "WheelPicker").set("wheelPicker", wheel));
        form.put("showSummary", true);
        form.set("receivedMessage", named("title", "A short form"));
        form.set("replyMessage", named("title", "The form is filled in"));
        return show(null, List.of(part("Form", "form", form)));
    }

    private static List<AgentAct> file() {
        byte[] text = "Opening hours\nMonday to Sunday, 8:00 to 20:00\n".getBytes(StandardCharsets.UTF_8);
        AgentAct.OutgoingFile file =
                new AgentAct.OutgoingFile("opening-hours.txt", "text/plain", new FileContent.InMemory(text));
        return List.of(new AgentAct.SendFiles("Here are our opening hours.", List.of(file)));
    }

    private static List<AgentAct> coBrowse() {
        ObjectNode offer = named("type", "Offering")
                .put("sessionId", UUID.randomUUID().toString())
                .put("sessionJoinToken", UUID.randomUUID().toString());
        return List.of(signal("CoBrowse", "coBrowse", offer));
    }

    private static List<AgentAct> video() {
        ObjectNode offer = named("type", "Offering")
                .put("offeringId", UUID.randomUUID().toString())
                .put("jwt", UUID.randomUUID().toString());
        return List.of(signal("Video", "video", offer));
    }

    private static List<AgentAct> reactions() {
        ObjectNode event = named("eventType", "Reactions");
        ArrayNode reactions = event.putArray("reactions");
        reactions.addObject().put("reactionType", "Like").put("count", 1);
        reactions.addObject().put("reactionType", "Love").put("count", 2);
        return List.of(new AgentAct.Signal(event));
    }

    private static ObjectNode plan(String name, String payload) {
        ObjectNode card = named("title", name + " plan")
                .put("description", "12 months")
                .put("image", "https://cdn.example.org/" + payload + ".png");
        String page = "https://shop.example.org/" + payload;
        card.set("defaultAction", named("type", "Link").put("text", "Open").put("url", page));
        card.putArray("actions")
                .add(named("type", "Link").put("text", "Details").put("url", page))
                .add(named("type", "Postback").put("text", "Choose " + name).put("payload", "PLAN_" + payload));
        return card;
    }

    private static ObjectNode quickReply(String text, String payload) {
        ObjectNode reply = named("text", text).put("payload", payload).put("action", "Message");
        return part("QuickReply", "quickReply", reply);
    }

    private static ObjectNode button(String text, String payload) {
        return part(
                "ButtonResponse",
                "buttonResponse",
                named("text", text).put("payload", payload).put("type", "Button"));
    }

    private static AgentAct signal(String eventType, String field, ObjectNode value) {
        ObjectNode event = named("eventType", eventType);
        event.set(field, value);
        return new AgentAct.Signal(event);
    }

    private static ObjectNode part(String contentType, String field, ObjectNode value) {
        ObjectNode part = named("contentType", contentType);
        part.set(field, value);
        return part;
    }

    private static ObjectNode named(String name, String value) {
        return BoundedJson.object().put(name, value);
    }

    private static List<AgentAct> show(@Nullable String text, List<ObjectNode> parts) {
        ArrayNode content = BoundedJson.array();
        parts.forEach(content::add);
        return List.of(new AgentAct.Show(text, content));
    }
}
