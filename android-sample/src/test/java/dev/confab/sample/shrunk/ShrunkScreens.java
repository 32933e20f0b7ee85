package dev.confab.sample.shrunk;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sample.chat.Row;
import dev.confab.sample.chat.ScreenTester;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ChatSession;
import dev.confab.transport.Confab;
import dev.confab.transport.store.InMemorySessionStore;
import java.util.concurrent.TimeUnit;

/** The sample's presenters, over each back end that it has: all of it that names no class of Android. */
final class ShrunkScreens {

    private ShrunkScreens() {}

    static void chat(Confab confab, String url) throws Exception {
        for (Backend backend : Backend.values()) {
            ScreenTester screen = new ScreenTester();
            ChatSession session = ChatSession.open(
                    backend.sandbox(url),
                    new InMemorySessionStore(),
                    (options, config) -> AsyncMessagingClient.create(confab, options, config),
                    screen,
                    screen);
            session.presenter().attach(screen);
            session.presenter().connect();
            screen.awaitScreen(backend + " is connected", shown -> shown.banner() == null && shown.writable());
            session.presenter().typed("Hello");
            session.presenter().send();
            screen.awaitBubble("Hello", bubble -> bubble.own() && bubble.mark() == Row.Mark.SENT);
            screen.awaitBubble("Hello", bubble -> !bubble.own());
            session.client().closeAsync().get(60, TimeUnit.SECONDS);
        }
    }
}
