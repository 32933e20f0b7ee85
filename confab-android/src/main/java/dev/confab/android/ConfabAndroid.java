package dev.confab.android;

import android.app.Application;
import android.os.Build;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.client.Subscription;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.store.SqliteSessionStore;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Confab on Android: clients over OkHttp that try again as soon as there is a network or the guest comes back to the application. One for
 * the process, made in {@code Application.onCreate}.
 *
 * <p>Sessions live as long as the process does, not as long as an activity: keep clients where they outlive a turn of the device. In the
 * background Android stops timers and sockets when it likes; nothing is lost by that, and the session goes on when it may. What must be
 * heard meanwhile comes by push ({@link PushTokens}).
 *
 * <p>Thread-safe.
 */
public final class ConfabAndroid implements AutoCloseable {

    /** Where Ktor asks for the algorithm of its random numbers. */
    private static final String KTOR_RANDOM = "io.ktor.random.secure.random.provider";

    static {
        // Android 7 knows none of those that Ktor tries, and lacks SecureRandom.getInstanceStrong, which it would call
        // in the end.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O && System.getProperty(KTOR_RANDOM) == null) {
            System.setProperty(KTOR_RANDOM, "SHA1PRNG");
        }
    }

    private final Application application;
    private final Confab confab;
    private final NetworkWatch network;
    private final ForegroundWatch foreground;
    private final Set<AsyncMessagingClient> clients =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private ConfabAndroid(Application application, Confab confab) {
        this.application = application;
        this.confab = confab;
        network = NetworkWatch.start(application, this::hint);
        foreground = ForegroundWatch.start(application, this::hint);
    }

    /**
     * The usual one: {@link #engineDefaults()} as they are.
     *
     * @param application this one
     * @return an instance that lives as long as the process, or until it is closed
     */
    public static ConfabAndroid create(Application application) {
        return create(application, engineDefaults().build());
    }

    /**
     * One over an instance of the caller's own making, which {@link #close} closes.
     *
     * @param application this one
     * @param confab see {@link #engineDefaults()}
     * @return an instance that lives as long as the process, or until it is closed
     */
    public static ConfabAndroid create(Application application, Confab confab) {
        return new ConfabAndroid(
                Objects.requireNonNull(application, "application"), Objects.requireNonNull(confab, "confab"));
    }

    /**
     * What is right on Android, to be added to: OkHttp for sessions and files, with the encryption of the platform and the application's
     * network security configuration.
     *
     * @return a builder; pins and a minimum TLS may be set. A proxy is the system's, and certificates of one's own belong into the network
     *     security configuration: both are refused here.
     */
    public static Confab.Builder engineDefaults() {
        return Confab.builder().engines(new OkHttpEngines());
    }

    /**
     * The thread for what touches views.
     *
     * @return runs tasks on the main thread, in order
     */
    public static Executor mainThread() {
        return MainThread.EXECUTOR;
    }

    /**
     * A client for one session that is kept in memory only.
     *
     * @param options the service
     * @return a client that is not connected
     */
    public AsyncMessagingClient client(TransportOptions options) {
        return client(options, MessagingClientConfig.defaults());
    }

    /**
     * A client for one session.
     *
     * @param options the service
     * @param config how it behaves, and where it is kept: {@code MessagingClientConfig.builder().store(store, "main")}
     * @return a client that is not connected, and is told of networks and of the guest's coming back as long as it is in use
     */
    public AsyncMessagingClient client(TransportOptions options, MessagingClientConfig config) {
        AsyncMessagingClient client = AsyncMessagingClient.create(confab, options, config);
        clients.add(client);
        return client;
    }

    /**
     * Adds a listener that is called on the main thread.
     *
     * @param client one of this instance, or another
     * @param listener is told what happens from now on
     * @return closes to take the listener away: in {@code onStop} at the latest
     */
    public static Subscription listen(AsyncMessagingClient client, MessagingListener listener) {
        return client.addListener(listener, MainThread.EXECUTOR);
    }

    /**
     * Opens the durable store ({@link AndroidStore#open}) away from the main thread.
     *
     * @return the store; fails with a {@link KeystoreUnavailableException} when it is only to be tried again, and with another {@code
     *     StoreException} when something must be done
     */
    public CompletableFuture<SqliteSessionStore> openStore() {
        return CompletableFuture.supplyAsync(() -> AndroidStore.open(application), CallbackThreads.getExecutor());
    }

    /**
     * What the clients share, for what a back end offers besides its sessions.
     *
     * @return the instance; {@link #close} closes it
     */
    public Confab confab() {
        return confab;
    }

    /** Ends the watching and frees what is shared. Close the clients first. An application that ends with its process need not call it. */
    @Override
    public void close() {
        network.close();
        foreground.close();
        confab.close();
    }

    /** No reason to wait any longer; who does not wait is not disturbed. */
    private void hint() {
        AsyncMessagingClient[] now = clients.toArray(new AsyncMessagingClient[0]);
        for (AsyncMessagingClient client : now) client.networkAvailable();
    }
}
