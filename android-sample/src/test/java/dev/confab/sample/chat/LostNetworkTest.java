package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.transport.model.SessionState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conversation screen while the network is away, and after that. */
class LostNetworkTest {

    @Test
    void theCountdownIsTheClocks() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.cut();
            chat.screen.await("waits for long", () -> waitsForLong(chat));
            long next = ((SessionState.Reconnecting) chat.client.state()).getNextAtMillis();
            chat.screen.turn(next - 3_000);
            chat.presenter.attach(chat.screen);
            assertEquals(Words.of(Phrase.BANNER_NEXT_TRY, 3), assertBanner(chat).words());
            chat.screen.turn(next - 2_000);
            assertEquals(Words.of(Phrase.BANNER_NEXT_TRY, 2), assertBanner(chat).words());
            chat.screen.turn(next - 1);
            assertEquals(Words.of(Phrase.BANNER_NEXT_TRY, 1), assertBanner(chat).words());
            chat.screen.turn(next);
            assertEquals(Words.of(Phrase.BANNER_TRYING), assertBanner(chat).words());
            chat.mend();
            chat.screen.awaitScreen("back", shown -> shown.banner() == null);
        }
    }

    @Test
    void whatIsWrittenWithoutNetworkGoesOutLater() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.cut();
            assertTrue(chat.screen.screen().writable());
            chat.say("Still there?");
            chat.screen.awaitBubble("Still there?", bubble -> bubble.mark() == Row.Mark.SENDING);
            chat.mend();
            chat.screen.awaitBubble("Still there?", bubble -> bubble.mark() == Row.Mark.SENT);
            assertEquals(List.of("Hello", "Still there?"), chat.stored());
        }
    }

    @Test
    void aMessageThatFailedIsSentAgainInANewChat() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.cut();
            chat.say("One more thing");
            chat.screen.awaitBubble("One more thing", bubble -> bubble.mark() == Row.Mark.SENDING);
            chat.agent().disconnect();
            chat.mend();
            chat.screen.awaitScreen("ended", shown -> shown.status().phrase() == Phrase.STATUS_ENDED);
            assertEquals(Banner.Action.NEW_CHAT, assertBanner(chat).action());
            assertFalse(chat.screen.screen().writable());
            Row.Bubble stranded = chat.screen.awaitBubble("One more thing", bubble -> bubble.mark() == Row.Mark.FAILED);
            assertEquals(Words.of(Phrase.FAILED_ENDED), stranded.failure());
            assertFalse(stranded.answerable(), "only a new chat can take it");

            chat.presenter.act(Banner.Action.NEW_CHAT);
            Row.Bubble failed = chat.screen.awaitBubble("One more thing", bubble -> bubble.mark() == Row.Mark.FAILED);
            assertEquals(Words.of(Phrase.FAILED_ENDED), failed.failure());
            chat.screen.awaitScreen("a new chat", ChatScreen::writable);
            chat.screen.awaitBubble("One more thing", Row.Bubble::answerable);
            assertEquals(List.of("One more thing"), chat.screen.texts());

            chat.presenter.retry(failed.id());
            chat.screen.awaitBubble("One more thing", bubble -> bubble.mark() == Row.Mark.SENT);
            assertEquals(List.of("Hello", "One more thing"), chat.stored());
        }
    }

    @Test
    void aMessageThatWaitsCanBeLetGo() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.cut();
            chat.say("Never mind");
            chat.presenter.discard(chat.screen.idOf("Never mind"));
            chat.screen.awaitScreen("gone", shown -> !chat.screen.texts().contains("Never mind"));
            chat.mend();
            chat.said("Bye");
            assertEquals(List.of("Hello", "Bye"), chat.stored());
        }
    }

    @Test
    void aMessageThatIsStrandedCanBeLetGo() {
        try (ChatTester chat = ChatTester.silent().connected().said("Hello")) {
            chat.cut();
            chat.say("Too late");
            chat.agent().disconnect();
            chat.mend();
            Row.Bubble stranded = chat.screen.awaitBubble("Too late", bubble -> bubble.mark() == Row.Mark.FAILED);
            chat.presenter.discard(stranded.id());
            chat.screen.awaitScreen("gone", shown -> !chat.screen.texts().contains("Too late"));
            assertEquals(Phrase.STATUS_ENDED, chat.screen.screen().status().phrase());
        }
    }

    @Test
    void nobodyLooksNothingTicks() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.cut();
            chat.presenter.detach(chat.screen);
            assertEquals(0, chat.screen.timers());
        }
    }

    /** The pause is anything up to an hour, by chance; a short one is ended for the next. */
    private static boolean waitsForLong(ChatTester chat) {
        if (!(chat.client.state() instanceof SessionState.Reconnecting waiting)) {
            return false;
        }
        boolean isLong = waiting.getNextAtMillis() - System.currentTimeMillis() > 120_000;
        if (!isLong) {
            chat.presenter.act(Banner.Action.TRY_NOW);
        }
        return isLong;
    }

    private static Banner assertBanner(ChatTester chat) {
        Banner banner = chat.screen.screen().banner();
        assertNotNull(banner);
        return banner;
    }
}
