package dev.confab.sample.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sample.chat.ScreenTester;
import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import dev.confab.transport.store.StoreException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The session of the process: also where the device or the settings stand in its way at first. */
class SessionsTest {

    /** Nobody listens there: the session is made, and waits. */
    private static final ServiceSettings NOBODY = Backend.WEB_MESSAGING.sandbox("http://127.0.0.1:9");

    private final ScreenTester screen = new ScreenTester();
    private ServiceSettings settings = NOBODY;
    private int opened;
    private boolean closed;
    private final Sessions sessions =
            new Sessions(this::store, () -> settings, AsyncMessagingClient::create, screen, screen);

    @AfterEach
    void end() {
        closed = false;
        current().close();
    }

    @Test
    void whoeverAsksGetsTheSameSession() {
        assertSame(current(), current());
        assertEquals(1, opened);
    }

    @Test
    void aStoreThatDidNotOpenIsOpenedAnewForWhoeverAsksNext() {
        closed = true;
        sessions.beginAnew(CompletableFuture.completedFuture(null));
        assertInstanceOf(StoreException.class, refused());
        assertInstanceOf(StoreException.class, refused());
        closed = false;
        assertEquals(NOBODY, current().settings());
        assertSame(current(), current());
    }

    @Test
    void whatCouldNotBeForgottenIsNoEndEither() {
        sessions.beginAnew(CompletableFuture.failedFuture(new StoreException("busy")));
        assertEquals(NOBODY, current().settings());
    }

    @Test
    void settingsThatCannotWorkAreSaidAndCanBeMended() {
        settings = new ServiceSettings(Backend.WEB_MESSAGING, "https://chat.example.com", "no id!", "", "");
        assertInstanceOf(IllegalArgumentException.class, refused());
        settings = NOBODY;
        assertEquals(NOBODY, current().settings());
    }

    @Test
    void otherSettingsAreAnotherSession() {
        ChatSession before = current();
        sessions.restart();
        assertSame(before, current());
        settings = Backend.WEB_MESSAGING.sandbox("http://127.0.0.1:10");
        sessions.restart();
        assertNotSame(before, current());
    }

    private CompletableFuture<? extends SessionStore> store() {
        opened++;
        return closed
                ? CompletableFuture.failedFuture(new StoreException("The Android Keystore does not answer."))
                : CompletableFuture.completedFuture(new InMemorySessionStore());
    }

    private ChatSession current() {
        CompletableFuture<ChatSession> session = sessions.current();
        screen.await("a session", session::isDone);
        return session.join();
    }

    private Throwable refused() {
        CompletableFuture<ChatSession> session = sessions.current();
        screen.await("an answer", session::isDone);
        assertTrue(session.isCompletedExceptionally());
        return Objects.requireNonNull(Assertions.assertThrows(CompletionException.class, session::join)
                .getCause());
    }
}
