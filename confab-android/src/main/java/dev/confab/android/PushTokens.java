package dev.confab.android;

import dev.confab.client.webmessaging.AsyncWebMessagingPush;
import dev.confab.transport.backend.webmessaging.PushProvider;
import dev.confab.transport.backend.webmessaging.PushSync;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings the device token of Firebase to the guest's registration, whichever of them is there first. One for the process.
 *
 * <p>Call {@link #onNewToken} in {@code FirebaseMessagingService.onNewToken}, and once at each start with the answer of
 * {@code FirebaseMessaging.getToken()}. The token is a secret: it is in no message and in no {@code toString}. Thread-safe.
 */
public final class PushTokens {

    private final Object lock = new Object();
    private @Nullable AsyncWebMessagingPush push;
    private @Nullable String token;
    private CompletableFuture<PushSync> outcome = new CompletableFuture<>();

    /** Makes one that knows neither token nor registration. */
    public PushTokens() {}

    /**
     * Tells the registration the token that is known, and each one that comes.
     *
     * @param registration that of the guest, whose options the client has; it takes the place of an earlier one
     * @return what becomes of the newest token; waits until there is one. A failure is tried again by itself when a session begins.
     */
    public CompletableFuture<PushSync> attach(AsyncWebMessagingPush registration) {
        synchronized (lock) {
            push = Objects.requireNonNull(registration, "registration");
            return synchronize();
        }
    }

    /**
     * Firebase calls this device by a token, which may be new.
     *
     * @param deviceToken what the service is to call the device
     * @return what becomes of it; waits until a registration is attached
     */
    public CompletableFuture<PushSync> onNewToken(String deviceToken) {
        synchronized (lock) {
            token = Objects.requireNonNull(deviceToken, "deviceToken");
            return synchronize();
        }
    }

    private CompletableFuture<PushSync> synchronize() {
        if (push == null || token == null) return outcome.thenApply(answer -> answer);
        CompletableFuture<PushSync> waiting = outcome;
        outcome = new CompletableFuture<>();
        CompletableFuture<PushSync> told = push.synchronize(token, PushProvider.FCM);
        var unused = told.whenComplete((answer, failure) -> {
            if (failure == null) waiting.complete(answer);
            else waiting.completeExceptionally(failure);
        });
        return told;
    }
}
