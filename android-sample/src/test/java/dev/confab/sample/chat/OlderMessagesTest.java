package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.transport.store.InMemorySessionStore;
import org.junit.jupiter.api.Test;

/** Reading back, a page at a time. */
class OlderMessagesTest {

    private static final int MANY = 60;

    @Test
    void scrollingUpReadsPagesUntilTheBeginning() {
        try (Sandbox sandbox = ChatTester.sandbox(Scenario.SILENT)) {
            filled(sandbox);
            ChatTester chat = new ChatTester(sandbox, ChatTester.config(new InMemorySessionStore())).connected();
            chat.screen.awaitBubble("message " + MANY, bubble -> true); // the first page comes by itself
            chat.screen.awaitScreen("read", shown -> chat.screen.row(Row.Older.class) == null);
            int first = chat.screen.texts().size();
            assertTrue(first < MANY, () -> first + " messages");

            while (!isAtTheBeginning(chat)) {
                chat.presenter.olderWanted();
                chat.presenter.olderWanted(); // asks only once
                chat.screen.awaitScreen(
                        "a page", shown -> isAtTheBeginning(chat) || chat.screen.row(Row.Older.class) == null);
            }
            assertEquals(MANY + 1, chat.screen.texts().size());
            assertEquals("message 1", chat.screen.texts().get(1));
            assertEquals(
                    new Row.Older(Row.Older.State.BEGINNING),
                    chat.screen.screen().rows().get(0));
            chat.closeClient();
        }
    }

    @Test
    void aPageThatFailsCanBeAskedForAgain() {
        try (Sandbox sandbox = ChatTester.sandbox(Scenario.SILENT)) {
            filled(sandbox);
            sandbox.faults().add(new SessionFault.FailHistory(404), FaultScope.always());
            ChatTester chat = new ChatTester(sandbox, ChatTester.config(new InMemorySessionStore())).connected();
            chat.screen.awaitScreen("failed", shown -> shown.rows().contains(new Row.Older(Row.Older.State.FAILED)));
            chat.presenter.olderWanted(); // a list that stands at its top does not ask by itself
            assertTrue(chat.screen.screen().rows().contains(new Row.Older(Row.Older.State.FAILED)));
            sandbox.faults().clear();
            chat.presenter.olderAgain();
            chat.screen.awaitBubble("message " + MANY, bubble -> true);
            chat.closeClient();
        }
    }

    @Test
    void aNewChatThatIsRefusedLeavesTheHistoryAsItIs() {
        try (Sandbox sandbox = ChatTester.sandbox(Scenario.SILENT)) {
            filled(sandbox);
            ChatTester chat = new ChatTester(sandbox, ChatTester.config(new InMemorySessionStore())).connected();
            chat.screen.awaitBubble("message " + MANY, bubble -> true);
            chat.screen.awaitScreen("read", shown -> chat.screen.row(Row.Older.class) == null);
            int first = chat.screen.texts().size();
            chat.presenter.newChat(); // the one there is has not ended
            chat.screen.await("refused", () -> !chat.screen.told.isEmpty());
            chat.presenter.olderWanted();
            chat.screen.awaitScreen("more", shown -> chat.screen.texts().size() > first);
            chat.closeClient();
        }
    }

    @Test
    void aConversationThatHasJustBegunHasNothingOlder() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.presenter.olderWanted();
            chat.said("Hello");
            chat.presenter.olderWanted();
            assertNull(chat.screen.row(Row.Older.class));
        }
    }

    private static boolean isAtTheBeginning(ChatTester chat) {
        Row.Older older = chat.screen.row(Row.Older.class);
        return older != null && older.state() == Row.Older.State.BEGINNING;
    }

    /** The same guest was here before, on another device. */
    private static void filled(Sandbox sandbox) {
        ChatTester before = new ChatTester(sandbox, ChatTester.config(new InMemorySessionStore()))
                .connected()
                .said("Hello");
        for (int i = 1; i <= MANY; i++) {
            before.agent().say("message " + i);
        }
        before.closeClient();
    }
}
