package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.store.InMemorySessionStore;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The conversation screen against a real service in this process. */
class ChatPresenterTest {

    @Test
    void beforeAnythingIsKnownItConnects() {
        try (ChatTester chat = ChatTester.silent()) {
            assertEquals(Phrase.STATUS_CONNECTING, chat.screen.screen().status().phrase());
            assertFalse(chat.screen.screen().sendable());
            chat.connected();
            assertEquals(Phrase.STATUS_ONLINE, chat.screen.screen().status().phrase());
            assertTrue(chat.screen.screen().attachable());
        }
    }

    @Test
    void whatIsSentIsMarkedUntilTheServiceHasIt() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.presenter.typed("Hello");
            assertTrue(chat.screen.screen().sendable());
            chat.presenter.send();
            assertEquals("", chat.screen.text);
            assertFalse(chat.screen.screen().sendable());
            Row.Bubble sent = chat.screen.awaitBubble("Hello", bubble -> bubble.mark() == Row.Mark.SENT);
            assertTrue(sent.own());
            assertNotNull(sent.timeMillis());
            assertEquals(List.of("Hello"), chat.stored());
        }
    }

    @Test
    void anAnswerIsShownAndReadOut() {
        try (ChatTester chat = ChatTester.talking(Scenario.CONCIERGE).connected()) {
            chat.say("hours");
            Row.Bubble answer =
                    chat.screen.awaitBubble("We are here every day from 8:00 to 20:00.", bubble -> !bubble.own());
            assertEquals("Ada", answer.author().name());
            assertTrue(answer.author().bot());
            assertEquals("Ada", assertPartner(chat).name());
            chat.screen.await("it is read out", () -> chat.screen.heard.contains(answer.text()));
            assertFalse(chat.screen.heard.contains("hours"));
        }
    }

    @Test
    void typingIsShownForAsLongAsTheServiceSays() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.agent().typing();
            chat.screen.awaitScreen("typing", shown -> chat.screen.row(Row.Typing.class) != null);
            assertEquals(Phrase.STATUS_TYPING, chat.screen.screen().status().phrase());
            chat.screen.turn(chat.screen.nowMillis() + 60_000);
            assertNull(chat.screen.row(Row.Typing.class));
            assertEquals(Phrase.STATUS_ONLINE, chat.screen.screen().status().phrase());
        }
    }

    @Test
    void typingEndsWithTheMessage() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.agent().typing();
            chat.screen.awaitScreen("typing", shown -> chat.screen.row(Row.Typing.class) != null);
            chat.agent().say("Good morning");
            chat.screen.awaitBubble("Good morning", bubble -> true);
            chat.screen.awaitScreen("no typing", shown -> chat.screen.row(Row.Typing.class) == null);
        }
    }

    @Test
    void theGuestTypingIsTold() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.presenter.typed("H");
            chat.screen.await("the service heard it", () -> chat.sandbox.ledger().stream()
                    .anyMatch(entry -> String.valueOf(entry).contains("Typing")));
        }
    }

    @Test
    void theListIsNotMadeAnewForAKey() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            List<Row> before = chat.screen.screen().rows();
            chat.presenter.typed("H");
            chat.presenter.typed("Ho");
            assertSame(before, chat.screen.screen().rows());
            chat.agent().say("Good morning");
            chat.screen.awaitBubble("Good morning", bubble -> true);
        }
    }

    @Test
    void todayIsYesterdayAfterMidnight() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            Row.Bubble said = chat.screen.awaitBubble("Hello", bubble -> bubble.timeMillis() != null);
            chat.screen.turn(Objects.requireNonNull(said.timeMillis()));
            chat.presenter.attach(chat.screen);
            Row.Day today = chat.screen.present(Row.Day.class);
            assertEquals(Row.Day.Name.TODAY, today.name());
            chat.screen.turn(today.startMillis() + 86_400_000);
            Row.Day after = chat.screen.present(Row.Day.class);
            assertEquals(Row.Day.Name.YESTERDAY, after.name());
            assertEquals(today.key(), after.key());
        }
    }

    @Test
    void draftAndOutboxOutliveTheProcess() {
        InMemorySessionStore store = new InMemorySessionStore();
        try (Sandbox sandbox = ChatTester.sandbox(Scenario.SILENT)) {
            ChatTester first = new ChatTester(sandbox, ChatTester.config(store))
                    .connected()
                    .said("Hello");
            first.cut();
            first.say("On its way");
            first.screen.awaitBubble("On its way", bubble -> bubble.mark() == Row.Mark.SENDING);
            first.presenter.typed("Not sent y");
            first.screen.await(
                    "the client has it", () -> first.client.draft().getText().equals("Not sent y"));
            first.closeClient();
            sandbox.faults().clear();

            ChatTester second = new ChatTester(sandbox, ChatTester.config(store));
            second.presenter.connect();
            second.screen.await("the draft is back", () -> second.screen.text.equals("Not sent y"));
            second.screen.awaitBubble("On its way", bubble -> bubble.mark() == Row.Mark.SENT);
            second.screen.awaitBubble("Hello", bubble -> bubble.mark() == Row.Mark.SENT); // from the history
            assertEquals(List.of("Hello", "On its way"), second.stored());
            second.closeClient();
        }
    }

    @Test
    void anotherViewShowsTheSame() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.presenter.typed("Half a sen");
            ScreenTester turned = new ScreenTester();
            chat.presenter.detach(chat.screen);
            chat.presenter.attach(turned);
            assertEquals("Half a sen", turned.text);
            assertEquals(chat.screen.texts(), turned.texts());
        }
    }

    private static Author assertPartner(ChatTester chat) {
        Author partner = chat.screen.screen().partner();
        assertNotNull(partner);
        return partner;
    }
}
