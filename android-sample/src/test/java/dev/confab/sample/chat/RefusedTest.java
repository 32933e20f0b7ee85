package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.store.InMemorySessionStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service or the client does not take. */
class RefusedTest {

    @Test
    void whatIsTooLongComesBackIntoTheTextField() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            String essay = "x".repeat(100_000);
            chat.say(essay);
            chat.screen.await("told", () -> chat.screen.told.contains(Words.of(Phrase.FAILED_TOO_LONG)));
            assertEquals(essay, chat.screen.text);
            assertTrue(chat.screen.screen().sendable());
        }
    }

    @Test
    void whatIsRefusedIsPutBeforeWhatWasTypedMeanwhile() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            String essay = "x".repeat(100_000);
            chat.say(essay);
            chat.presenter.typed("One more thing");
            chat.screen.await("told", () -> chat.screen.told.contains(Words.of(Phrase.FAILED_TOO_LONG)));
            assertEquals(essay + "\nOne more thing", chat.screen.text);
        }
    }

    @Test
    void whatHappensWhileNobodyLooksIsToldToTheNextView() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.presenter.detach(chat.screen);
            chat.say("x".repeat(100_000));
            ScreenTester turned = new ScreenTester();
            chat.screen.await("refused", () -> !chat.presenter.isSilent());
            chat.presenter.attach(turned);
            assertEquals(List.of(Words.of(Phrase.FAILED_TOO_LONG)), turned.told);
            chat.presenter.detach(turned);
            chat.presenter.attach(chat.screen);
            assertEquals(List.of(), chat.screen.told);
        }
    }

    @Test
    void whatAViewDidNotComeToSayTheNextOneSays() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            ScreenTester turned = new ScreenTester();
            chat.screen.untold.add(Words.of(Phrase.GAP));
            chat.presenter.detach(chat.screen);
            chat.presenter.attach(turned);
            assertEquals(List.of(Words.of(Phrase.GAP)), turned.told);
            ScreenTester again = new ScreenTester();
            chat.presenter.attach(again); // before the one before goes
            turned.untold.add(Words.of(Phrase.FAILED_FILE));
            chat.presenter.detach(turned);
            assertEquals(List.of(Words.of(Phrase.FAILED_FILE)), again.told);
        }
    }

    @Test
    void aWrongDeploymentLeadsToTheSettings() {
        try (Sandbox sandbox = ChatTester.sandbox(Scenario.SILENT);
                ChatTester chat = new ChatTester(sandbox, ChatTester.config(new InMemorySessionStore()))) {
            sandbox.faults()
                    .add(
                            new dev.confab.sandbox.fault.ConnectionFault.RefuseConnect(403),
                            dev.confab.sandbox.fault.FaultScope.always());
            chat.presenter.connect();
            chat.screen.awaitScreen("failed", shown -> shown.status().phrase() == Phrase.STATUS_OFFLINE);
            assertEquals(Banner.Tone.FAILURE, assertBanner(chat).tone());
            chat.presenter.act(Banner.Action.SETTINGS);
            assertEquals(1, chat.screen.settingsOpened);
        }
    }

    private static Banner assertBanner(ChatTester chat) {
        Banner banner = chat.screen.screen().banner();
        assertNotNull(banner);
        return banner;
    }
}
