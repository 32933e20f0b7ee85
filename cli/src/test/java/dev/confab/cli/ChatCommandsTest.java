package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.FrameFault;
import dev.confab.sandbox.webmessaging.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatCommandsTest extends ChatTest {

    @Test
    void aLineWithTwoSlashesIsSentWithOne() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(List.of("//new", "// and", "a /new"), quick(sandbox));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out());
        assertEquals(List.of("/new", "/ and", "a /new"), stored(sandbox));
    }

    @Test
    void anUnknownCommandSendsNothingAndTheRunGoesOn() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(List.of("before", "/dance now", "/new now", "/reply", "after"), quick(sandbox));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("before", "after"), stored(sandbox));
        assertEquals(List.of("/dance now", "/new now", "/reply"), chat.texts("failed"));
        List<String> reasons = reasons(chat);
        assertTrue(reasons.get(0).startsWith("There is no command /dance: there is /attach, "), reasons.get(0));
        assertEquals("/new stands alone.", reasons.get(1));
        assertEquals("Something is missing: /reply PAYLOAD", reasons.get(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    menu           | SHOW card                | Premium plan
                    buttons        | RENEW                    | You chose “Renew” (RENEW).
                    quick replies  | CALL_YES                 | You chose “Yes, please” (CALL_YES).
                    card           | PLAN_PREMIUM             | You chose “Choose Premium” (PLAN_PREMIUM).
                    carousel       | PLAN_BASIC               | You chose “Choose Basic” (PLAN_BASIC).
                    date picker    | 2030-06-03T14:30:00.000Z | We have an appointment on 2030-06-03T14:30:00.000Z.
                    list picker    | mobile                   | You picked mobile.
                    list picker    | internet, tv             | You picked internet, tv.
                    """)
    void whatIsOfferedCanBeChosen(String asked, String payload, String answered) {
        Cli chat = Cli.run(List.of(asked, "/reply " + payload), chat(concierge(), "--json", "--rate", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out() + chat.err());
        assertEquals(2, chat.events("sent").size(), chat.out());
        List<JsonNode> messages = chat.events("message");
        JsonNode last = messages.get(messages.size() - 1);
        assertTrue(last.toString().contains(answered), last.toString());
    }

    @Test
    void aFormIsFilledInFieldByField() {
        Sandbox sandbox = concierge();
        Cli chat = Cli.run(
                List.of("form", "/reply name=\"Mira Okafor\" age=young"), chat(sandbox, "--json", "--rate", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out() + chat.err());
        JsonNode sent = chat.events("sent").get(1);
        assertTrue(sent.toString().contains("\"name\""), sent.toString());
        List<String> frames = sandbox.ledger().stream()
                .filter(entry ->
                        entry.direction().equals("received") && entry.payload().contains("\"Form\""))
                .map(entry -> entry.payload())
                .toList();
        assertEquals(1, frames.size(), chat.out());
        assertTrue(frames.get(0).contains("\"payload\":\"Mira Okafor\""), frames.toString());
        assertTrue(frames.get(0).contains("\"payload\":\"young\""), frames.toString());
    }

    @Test
    void aFormThatIsFilledInWronglyIsRefusedWithItsFields() {
        Cli chat = Cli.run(
                List.of("form", "/reply colour=red", "/reply name=Mira Okafor", "/reply name=", "/reply none"),
                chat(concierge(), "--json", "--rate", "0"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode(), chat.out());
        List<String> reasons = reasons(chat);
        assertTrue(reasons.get(0).startsWith("The form has no field colour. It has: name=NEEDED"), reasons.toString());
        assertTrue(reasons.get(1).startsWith("This is no FIELD=VALUE: Okafor. "), reasons.toString());
        assertTrue(reasons.get(2).contains("needs an answer to name"), reasons.toString());
        assertTrue(reasons.get(3).contains("On offer: a form to fill in with name=NEEDED"), reasons.toString());
    }

    @Test
    void aChoiceThatNobodyOffersIsRefusedWithThoseThatAreOffered() {
        Cli chat = Cli.run(List.of("quick replies", "/reply CALL_MAYBE"), chat(concierge(), "--json", "--rate", "0"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("No message offers CALL_MAYBE. On offer: CALL_YES, CALL_NO."), reasons(chat));
        Cli none =
                Cli.run(List.of("/reply YES"), quick(sandbox(Scenario.SILENT))).awaited();
        assertEquals(List.of("No message offers YES. On offer: nothing."), reasons(none));
    }

    @Test
    void richMessagesAreGivenInParts() {
        Cli chat = Cli.run(List.of("quick replies", "card", "file"), chat(concierge(), "--json", "--rate", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out());
        List<JsonNode> parts = chat.events("message").stream()
                .filter(message -> message.has("parts"))
                .flatMap(message -> stream(message.get("parts")))
                .filter(part -> !part.get("type").asText().equals("text"))
                .toList();
        assertEquals(
                List.of("quickReplies", "card", "file"),
                parts.stream().map(part -> part.get("type").asText()).toList());
        assertEquals("CALL_YES", parts.get(0).at("/replies/0/payload").asText());
        assertEquals("Premium plan", parts.get(1).get("title").asText());
        assertEquals(
                "https://shop.example.org/PREMIUM",
                parts.get(1).at("/actions/0/address").asText());
        assertEquals("PLAN_PREMIUM", parts.get(1).at("/actions/1/payload").asText());
        assertEquals("opening-hours.txt", parts.get(2).get("name").asText());
        assertFalse(parts.get(2).has("url"), "the address of a file is a secret");
    }

    @Test
    void historyIsReadPageByPageToItsStart() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String[] args = chat(sandbox, "--json", "--rate", "0", "--linger", "0", "--token", "known-guest");
        assertEquals(ExitCode.OK, Cli.run(numbered(1, 30), args).exitCode());
        Cli again = Cli.run(List.of("/history", "/history", "/history"), args);
        assertEquals(ExitCode.OK, again.exitCode(), again.out() + again.err());
        List<JsonNode> pages = again.events("history");
        assertEquals(3, pages.size(), again.out());
        assertEquals(numbered(6, 30), texts(pages.get(0)));
        assertFalse(pages.get(0).get("startOfConversation").asBoolean());
        assertEquals(numbered(1, 5), texts(pages.get(1)));
        assertEquals(List.of(), texts(pages.get(2)));
        assertTrue(pages.get(2).get("startOfConversation").asBoolean());
    }

    @Test
    void aNewConversationBeginsAfterWhatWasSaidBefore() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(List.of("old", "/new", "new", "/state"), chat(sandbox, "--json", "--linger", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out() + chat.err());
        assertEquals(List.of("old", "new"), stored(sandbox));
        List<String> lines = chat.out().lines().toList();
        assertTrue(
                index(lines, "\"sent\",\"text\":\"old\"") < lines.indexOf("{\"event\":\"new\"}")
                        && lines.indexOf("{\"event\":\"new\"}") < index(lines, "\"sent\",\"text\":\"new\""),
                chat.out());
        assertEquals(
                1,
                sandbox.ledger().stream()
                        .filter(entry -> entry.direction().equals("received")
                                && entry.payload().contains("\"startNew\":true"))
                        .count());
    }

    @Test
    void aClearedConversationIsEmptyAndTheChatGoesOn() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(
                List.of("secret", "/clear", "/history", "next"),
                chat(sandbox, "--json", "--rate", "0", "--linger", "0"));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out() + chat.err());
        assertEquals(1, chat.events("cleared").size());
        assertEquals(List.of(), texts(chat.events("history").get(0)));
        assertEquals(List.of("secret", "next"), chat.texts("sent"));
    }

    @Test
    void whereClearingIsForbiddenTheReasonIsTold() {
        Sandbox sandbox = sandbox(unlimited(Scenario.SILENT)
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .conversationClear(false)
                        .build()));
        Cli chat = Cli.run(List.of("/clear", "still here"), quick(sandbox));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("/clear"), chat.texts("failed"));
        assertEquals(List.of("still here"), stored(sandbox));
    }

    @Test
    void attributesGoWithTheNextMessage() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(
                List.of("one", "/attr tier=gold", "/attr note=a = b", "/attr none", "two", "/typing"), quick(sandbox));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("/attr none"), chat.texts("failed"));
        JsonNode all = chat.events("attributes").get(1);
        assertEquals("{\"tier\":\"gold\",\"note\":\"a = b\"}", all.get("values").toString());
        assertEquals("pending", all.get("status").asText());
        List<String> sent = sandbox.ledger().stream()
                .filter(entry ->
                        entry.direction().equals("received") && entry.payload().contains("\"onMessage\""))
                .map(entry -> entry.payload())
                .toList();
        assertTrue(
                sent.stream().anyMatch(frame -> frame.contains("\"one\"") && !frame.contains("gold")), sent.toString());
        assertTrue(
                sent.stream().anyMatch(frame -> frame.contains("\"two\"") && frame.contains("gold")), sent.toString());
        assertTrue(sent.stream().anyMatch(frame -> frame.contains("\"Typing\"")), sent.toString());
        assertEquals(1, chat.events("typing").size());
    }

    @Test
    void theStateIsToldWithWhatIsUnproved() {
        Sandbox sandbox = sandbox(unlimited(Scenario.SILENT).echoDelay(Duration.ofHours(1)));
        Cli chat = Cli.run(List.of("slow", "/state", "/help"), quick(sandbox, "--timeout", "1"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        JsonNode state = chat.events("state").stream()
                .filter(event -> event.has("unproved"))
                .findFirst()
                .orElseThrow();
        assertEquals("Configured", state.get("state").asText());
        assertEquals(1, state.get("unproved").asInt());
        assertTrue(chat.events("help").get(0).get("commands").has("/reply PAYLOAD"), chat.out());
    }

    @Test
    void aCommandThatIsNotAnsweredFailsInTime() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        sandbox.faults().add(new FrameFault.Swallow("JwtResponse"));
        Cli chat = Cli.run(List.of("/history", "after"), quick(sandbox, "--timeout", "1"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("It was not done within 1 s (--timeout)."), reasons(chat));
        assertEquals(List.of("after"), stored(sandbox));
    }

    @Test
    void aGuestSignsInAndKeepsTheConversation() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String back = "http://localhost:9/back";
        String code = sandbox.issueAuthorizationCode("mira", back, null);
        Cli chat = Cli.run(
                List.of("as a guest", "/login " + code + " " + back, "/login " + code + " " + back, "as Mira"),
                quick(sandbox));
        assertEquals(ExitCode.UNPROVED, chat.exitCode(), chat.out() + chat.err());
        assertEquals("signed_in", chat.events("login").get(0).get("state").asText());
        assertEquals(List.of("/login …"), chat.texts("failed"), "a code is good once");
        assertFalse(chat.out().contains(code), "a code is a secret");
        assertEquals(List.of("as a guest", "as Mira"), chat.texts("sent"));
        assertEquals(
                1,
                sandbox.messages().stream()
                        .map(StoredMessage::session)
                        .distinct()
                        .count());
    }

    @Test
    void whoIsSignedInStaysSoInTheStore(@TempDir Path folder) {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String code = sandbox.issueAuthorizationCode("mira", "http://localhost", null);
        String[] args = quick(sandbox, "--store", folder.resolve("session").toString());
        Cli first = Cli.run(List.of("/login " + code, "one"), args);
        assertEquals(ExitCode.OK, first.exitCode(), first.out() + first.err());
        Cli second = Cli.run(List.of("two"), args);
        assertEquals(ExitCode.OK, second.exitCode(), second.out() + second.err());
        assertTrue(second.out().contains("\"newSession\":false"), second.out());
        assertEquals(List.of("one", "two"), stored(sandbox));
    }

    @Test
    void whatFollowsQuitIsNotRead() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(List.of("one", "/quit", "two"), quick(sandbox));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.out());
        assertEquals(List.of("one"), stored(sandbox));
    }

    @Test
    void aPersonSeesTheChoicesWithTheirCommands() {
        Cli chat = Cli.run(
                List.of(
                        "quick replies",
                        "/reply CALL_NO",
                        "carousel",
                        "date picker",
                        "list picker",
                        "form",
                        "/history",
                        "/x"),
                chat(concierge(), "--rate", "0"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode(), chat.err());
        List.of(
                        "Ada: Shall I call you back?\n  • Yes, please   /reply CALL_YES\n  • No, thank you   /reply CALL_NO",
                        "You: No, thank you",
                        "  Basic plan – 12 months\n",
                        "  • Details: https://shop.example.org/BASIC",
                        "  • Choose Premium   /reply PLAN_PREMIUM",
                        "  • 2030-06-03T09:00:00.000Z – 30 min   /reply 2030-06-03T09:00:00.000Z",
                        "  Services (several: /reply ONE,OTHER)\n  • Internet – Up to 1000 Mbit/s   /reply internet",
                        "[a form: A short form]\n  About you\n  • Name – name, needed\n  • age",
                        "This is the start of the conversation.",
                        "Not done: /x\n  There is no command /x")
                .forEach(part -> assertTrue(chat.out().contains(part), part + "\n\n" + chat.out()));
    }

    @Test
    void theHelpOfTheCommandNamesEveryCommand() {
        Cli chat = Cli.run(List.of("/help"), quick(sandbox(Scenario.SILENT)));
        assertEquals(ExitCode.OK, chat.exitCode());
        String help = Cli.run("chat", "--help").awaited().out();
        chat.events("help")
                .get(0)
                .get("commands")
                .fieldNames()
                .forEachRemaining(command -> assertTrue(help.contains("  " + command + " "), command));
    }

    private Sandbox concierge() {
        return sandbox(Scenario.CONCIERGE);
    }

    private static String[] quick(Sandbox sandbox, String... more) {
        return Stream.concat(Stream.of(chat(sandbox, "--json", "--rate", "0", "--linger", "0")), Stream.of(more))
                .toArray(String[]::new);
    }

    private static List<String> texts(JsonNode page) {
        return stream(page.get("messages"))
                .map(message -> message.get("text").asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> reasons(Cli chat) {
        return chat.events("failed").stream()
                .map(event -> event.get("reason").asText())
                .toList();
    }

    private static int index(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("No line with " + part + ": " + lines);
    }
}
