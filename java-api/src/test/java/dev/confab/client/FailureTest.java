package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureTest extends SandboxTest {

    @Test
    void nobodyListensAtTheAddress() {
        Sandbox gone = Sandbox.start();
        String url = gone.url();
        gone.close();
        AsyncMessagingClient client = closing(AsyncMessagingClient.create(options(url, DEPLOYMENT)));
        MessagingException failure = Await.failure(client.connect());
        assertTrue(failure.getCode().isRetryable(), failure.toString());
        assertSays(failure, url);
        assertInstanceOf(SessionState.Error.class, client.state());
    }

    @Test
    void theDeploymentIsUnknown() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String unknown = "b0000000-0000-4000-8000-00000000dead";
        AsyncMessagingClient client = closing(AsyncMessagingClient.create(options(sandbox.url(), unknown)));
        MessagingException failure = Await.failure(client.connect());
        assertSays(failure, unknown);
        assertInstanceOf(SessionState.Error.class, client.state());
    }

    @Test
    void aFailureIsTheCauseAndNothingInBetween() {
        AsyncMessagingClient client = client(sandbox(Scenario.SILENT));
        CompletionException failed = assertThrows(CompletionException.class, client.send("too early")::join);
        MessagingException cause = assertInstanceOf(MessagingException.class, failed.getCause());
        assertEquals(ErrorCode.NOT_CONNECTED, cause.getCode());
        assertEquals(
                ErrorCode.NOT_CONNECTED, Await.failure(client.indicateTyping()).getCode());
        assertEquals(
                ErrorCode.NOT_CONNECTED, Await.failure(client.healthCheck()).getCode());
    }

    @Test
    void whatCannotBeSentIsRefusedBeforeItIsSent() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        MessagingException tooLong = Await.failure(client.send("x".repeat(5_000)));
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, tooLong.getCode());
        assertSays(tooLong, "4096");
        assertEquals(ErrorCode.INVALID_ARGUMENT, Await.failure(client.send("")).getCode());
        Await.result(client.send("still there"));
        assertEquals(1, sandbox.messages().size());
    }

    @Test
    @SuppressWarnings("NullAway") // Callers without a checker pass null all the same.
    void nullIsRefusedWhereItIsPassed() {
        AsyncMessagingClient client = client(sandbox(Scenario.SILENT));
        assertThrows(NullPointerException.class, () -> client.send((String) null));
        assertThrows(NullPointerException.class, () -> client.setDraft(null));
        assertThrows(NullPointerException.class, () -> client.addListener(null));
        assertThrows(NullPointerException.class, () -> client.addListener(new Recorder(), null));
        assertThrows(NullPointerException.class, () -> AsyncMessagingClient.create(null));
        assertThrows(NullPointerException.class, () -> AsyncMessagingClient.over(null));
    }

    @Test
    void badOptionsNameTheWayOut() {
        WebMessagingOptions.Builder builder = WebMessagingOptions.builder(DEPLOYMENT);
        IllegalArgumentException cleartext =
                assertThrows(IllegalArgumentException.class, () -> builder.loopbackEndpoint("http://chat.example.com"));
        assertSays(cleartext, "https");
        assertThrows(IllegalArgumentException.class, () -> builder.endpoint("no address"));
        assertThrows(IllegalArgumentException.class, builder::build);
    }
}
