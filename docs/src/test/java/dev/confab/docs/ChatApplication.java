package dev.confab.docs;

// snippet:android-quick-start
import android.app.Application;
import dev.confab.android.ConfabAndroid;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.util.concurrent.CompletableFuture;

// snippet-end
// The system calls onCreate before anybody asks for the client.
@SuppressWarnings("NullAway.Init")
// snippet:android-quick-start
public final class ChatApplication extends Application {
    private CompletableFuture<AsyncMessagingClient> client;

    @Override
    public void onCreate() {
        super.onCreate();
        ConfabAndroid confab = ConfabAndroid.create(this); // hears of networks and of the guest's coming back
        client = confab.openStore() // in the device's storage, sealed by its Keystore
                .thenApply(store -> confab.client(
                        WebMessagingOptions.builder("a0000000-0000-4000-8000-000000000001")
                                .loopbackEndpoint("http://10.0.2.2:8088") // the sandbox next to the emulator
                                .build(),
                        MessagingClientConfig.builder().store(store, "main").build()));
    }

    /** Activities add listeners with ConfabAndroid.listen: those are called on the main thread. */
    public CompletableFuture<AsyncMessagingClient> client() {
        return client;
    }
}
// snippet-end
