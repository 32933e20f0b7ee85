package dev.confab.android;

import android.content.Context;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import java.util.Objects;
import java.util.concurrent.Executor;

/** Makes clients with the defaults that are right on Android. */
public final class ConfabAndroid {

    private ConfabAndroid() {}

    /**
     * A client over the shared instance.
     *
     * @param options the service
     * @return a client that is not connected
     */
    public static AsyncMessagingClient client(TransportOptions options) {
        return AsyncMessagingClient.create(
                Confab.shared(), Objects.requireNonNull(options, "options"), MessagingClientConfig.defaults());
    }

    /**
     * Runs callbacks on the main thread.
     *
     * @param context any
     * @return its executor
     */
    public static Executor mainExecutor(Context context) {
        android.os.Handler handler = new android.os.Handler(context.getMainLooper());
        return handler::post;
    }
}
