package dev.confab.sample.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sample.chat.Row;
import dev.confab.sample.chat.ScreenTester;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.store.InMemorySessionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every back end, with what its settings say at first. */
@Timeout(240)
class BackendTest {

    @ParameterizedTest
    @EnumSource
    void theScreenWorksWithEach(Backend backend) {
        SandboxOptions options =
                SandboxOptions.builder().scenario(Scenario.ECHO).build();
        try (Sandbox sandbox = Sandbox.start(options)) {
            ScreenTester screen = new ScreenTester();
            ChatSession session = open(backend.sandbox(sandbox.url()), screen);
            session.presenter().attach(screen);
            session.presenter().connect();
            screen.awaitScreen("connected", shown -> shown.banner() == null && shown.writable());
            session.presenter().typed("Hello");
            session.presenter().send();
            screen.awaitBubble("Hello", bubble -> bubble.own() && bubble.mark() == Row.Mark.SENT);
            screen.awaitBubble("Hello", bubble -> !bubble.own());
            assertEquals(backend, session.settings().backend());
            session.close();
            screen.await("closed", session.client().closeAsync()::isDone);
        }
    }

    @ParameterizedTest
    @EnumSource
    void encryptedAddressesAreUnderstood(Backend backend) {
        ServiceSettings settings = backend.sandbox("https://chat.example.com");
        Address address = Address.parse(settings.address(), backend.hasRegions());
        assertEquals(
                settings.options(address).getClass(), settings.options(address).getClass());
    }

    @Test
    void whatCannotWorkIsRefused() {
        ServiceSettings wrong =
                new ServiceSettings(Backend.WEB_MESSAGING, "https://chat.example.com", "no id!", "", "");
        ScreenTester screen = new ScreenTester();
        assertThrows(IllegalArgumentException.class, () -> open(wrong, screen));
    }

    private static ChatSession open(ServiceSettings settings, ScreenTester screen) {
        return ChatSession.open(settings, new InMemorySessionStore(), AsyncMessagingClient::create, screen, screen);
    }
}
