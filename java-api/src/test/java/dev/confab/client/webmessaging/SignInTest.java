package dev.confab.client.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.Subscription;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.AuthState;
import dev.confab.transport.backend.webmessaging.AuthorizationRequest;
import dev.confab.transport.backend.webmessaging.PushProvider;
import dev.confab.transport.backend.webmessaging.PushSync;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sign-in, notifications and config, as a Java program uses them. */
@Timeout(240)
class SignInTest {

    private static final String ID = "b0000000-0000-4000-8000-00000000000b";
    private static final String REDIRECT = "app://back";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .deployment(Deployment.builder(ID).autoStart(false).build())
            .build());
    private final Confab confab = Confab.builder().userAgent("test").build();
    private final WebMessagingOptions options =
            WebMessagingOptions.builder(ID).loopbackEndpoint(sandbox.url()).build();
    private final AsyncWebMessagingAuth auth = AsyncWebMessagingAuth.create(confab, options);
    private final AsyncWebMessagingPush push = AsyncWebMessagingPush.create(confab, options);

    @AfterEach
    void stop() {
        confab.close();
        sandbox.close();
    }

    @Test
    void aGuestSignsInIsTakenOverAndSignsOut() {
        try (AsyncMessagingClient client = AsyncMessagingClient.create(
                confab, push.options(auth.options(options)), MessagingClientConfig.defaults())) {
            client.connect().join();
            assertTrue(auth.shouldAuthorize().join());
            AuthorizationRequest request = AuthorizationRequest.builder("https://idp.example.com", "app", REDIRECT)
                    .build();
            String code = sandbox.issueAuthorizationCode("mira", REDIRECT, request.getCodeChallenge());
            auth.authorize(request, REDIRECT + "?code=" + code + "&state=" + request.getState())
                    .join();
            assertFalse(auth.shouldAuthorize().join());

            assertInstanceOf(SessionState.Configured.class, client.signIn().join());
            assertEquals(
                    PushSync.REGISTERED,
                    push.synchronize("device", PushProvider.FCM).join());
            push.unregister().join();

            auth.logout().join();
            assertEquals(AuthState.SIGNED_OUT, auth.state());
        }
    }

    @Test
    void aHandlerHearsOfEveryChangeUntilItIsTakenAway() throws InterruptedException {
        AuthorizationRequest request = AuthorizationRequest.builder("https://idp.example.com", "app", REDIRECT)
                .build();
        BlockingQueue<AuthState> heard = new LinkedBlockingQueue<>();
        BlockingQueue<AuthState> second = new LinkedBlockingQueue<>();
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "of the application"));
        Subscription first = auth.onStateChanged(heard::add);
        Subscription other = auth.onStateChanged(
                state -> {
                    if (Thread.currentThread().getName().equals("of the application")) {
                        second.add(state);
                    }
                    throw new IllegalStateException("of the handler");
                },
                own);
        try {
            String code = sandbox.issueAuthorizationCode("mira", REDIRECT, request.getCodeChallenge());
            auth.authorize(code, REDIRECT, request.getCodeVerifier()).join();
            assertEquals(AuthState.SIGNED_IN, heard.poll(60, TimeUnit.SECONDS));
            assertEquals(AuthState.SIGNED_IN, second.poll(60, TimeUnit.SECONDS));
            first.close();
            auth.logout().join();
            assertEquals(AuthState.SIGNED_OUT, second.poll(60, TimeUnit.SECONDS));
            assertTrue(heard.isEmpty());
        } finally {
            other.close();
            own.shutdownNow();
        }
    }

    @Test
    void aSignInThatIsRefusedFailsWithItsCode() {
        CompletionException failure =
                assertThrows(CompletionException.class, () -> auth.authorize("nonsense", REDIRECT, null)
                        .join());

        assertEquals(
                6001,
                assertInstanceOf(MessagingException.class, failure.getCause())
                        .getCode()
                        .getValue());
    }

    @Test
    void theConfigIsTyped() {
        assertEquals(
                ID,
                AsyncWebMessagingDeployment.create(confab, options)
                        .deploymentConfig()
                        .join()
                        .getId());
    }
}
