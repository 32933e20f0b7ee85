package dev.confab.client.webmessaging;

import dev.confab.transport.Confab;
import dev.confab.transport.backend.webmessaging.PushProvider;
import dev.confab.transport.backend.webmessaging.PushSync;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.backend.webmessaging.WebMessagingPush;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The notifications of one guest's device, for Java: {@link WebMessagingPush} with futures.
 *
 * <p>Futures complete on shared daemon threads of the library and fail with a {@code MessagingException}. Thread-safe; there is nothing to
 * close.
 */
public final class AsyncWebMessagingPush {

    private final WebMessagingPush push;

    private AsyncWebMessagingPush(WebMessagingPush push) {
        this.push = push;
    }

    /**
     * Makes the registration of a guest's device.
     *
     * @param confab what it shares with others
     * @param options the deployment, and where the guest's records are kept
     * @return a registration to which {@link #options} gives a client
     */
    public static AsyncWebMessagingPush create(Confab confab, WebMessagingOptions options) {
        return new AsyncWebMessagingPush(WebMessagingPush.create(
                Objects.requireNonNull(options, "options"),
                Objects.requireNonNull(confab, "confab").getHttpClient()));
    }

    /**
     * Gives a client to this registration.
     *
     * @param options options of the same guest
     * @return the same, with the device looked after at each start of a session
     */
    public WebMessagingOptions options(WebMessagingOptions options) {
        return Objects.requireNonNull(options, "options").withPush(push);
    }

    /**
     * Wants this device notified.
     *
     * @param deviceToken what the platform calls the device
     * @param provider who carries the notifications
     * @return what became of it
     */
    public CompletableFuture<PushSync> synchronize(String deviceToken, PushProvider provider) {
        Objects.requireNonNull(deviceToken, "deviceToken");
        Objects.requireNonNull(provider, "provider");
        return SuspendedCalls.future(done -> push.synchronize(deviceToken, provider, done));
    }

    /**
     * Wants this device left alone.
     *
     * @return completes when it is not registered any more
     */
    public CompletableFuture<Void> unregister() {
        return SuspendedCalls.completion(push::unregister);
    }
}
