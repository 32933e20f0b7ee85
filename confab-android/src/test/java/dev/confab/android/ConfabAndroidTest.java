package dev.confab.android;

import static org.junit.Assert.assertEquals;

import android.app.Activity;
import android.net.ConnectivityManager;
import android.os.Looper;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.client.webmessaging.AsyncWebMessagingPush;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.control.PushDevice;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.PushSync;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.SessionState;
import dev.confab.transport.policy.Backoff;
import dev.confab.transport.policy.ReconnectPolicy;
import dev.confab.transport.store.SqliteSessionStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadows.ShadowNetwork;

/** All together against the sandbox, as an application uses it. */
@RunWith(RobolectricTestRunner.class)
public class ConfabAndroidTest {

    private static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";

    /** A try that is due in an hour or so: what comes sooner comes from a hint. */
    private static final ReconnectPolicy PATIENT =
            new ReconnectPolicy(new Backoff(10_000_000_000L, 10_000_000_000L, 10_000_000_000L), 3, 30_000, 30_000);

    private FakeKeystore keystore = FakeKeystore.install();
    private Sandbox sandbox = Sandbox.start();
    private ConfabAndroid confab = ConfabAndroid.create(RuntimeEnvironment.getApplication());

    @Before
    public void begin() {
        keystore = FakeKeystore.install();
    }

    @After
    public void end() {
        confab.close();
        sandbox.close();
        keystore.close();
    }

    @Test
    public void holdsAChatWithAListenerOnTheMainThread() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (AsyncMessagingClient client = confab.client(options().build())) {
            ConfabAndroid.listen(client, new MessagingListener() {
                @Override
                public void onStateChanged(SessionState before, SessionState now) {
                    told.add(now.getClass().getSimpleName()
                            + (Looper.getMainLooper().isCurrentThread() ? "" : " elsewhere"));
                }
            });
            Await.result(client.connect());
            Await.result(client.send("Hello"));
            Await.until("the listener hears of the session", () -> told.contains("Configured"));
            assertEquals(
                    List.of(),
                    told.stream().filter(it -> it.endsWith("elsewhere")).toList());
        }
    }

    @Test
    public void triesAgainAtOnceWhenThereIsANetwork() throws Exception {
        ConnectivityManager system =
                Objects.requireNonNull(RuntimeEnvironment.getApplication().getSystemService(ConnectivityManager.class));
        assertGoesOnAt(() -> Shadows.shadowOf(system)
                .getNetworkCallbacks()
                .forEach(callback -> callback.onAvailable(ShadowNetwork.newInstance(7))));
    }

    @Test
    public void triesAgainAtOnceWhenTheGuestComesBack() throws Exception {
        try (ActivityController<Activity> screen = Robolectric.buildActivity(Activity.class)) {
            screen.setup().pause().stop();
            assertGoesOnAt(() -> screen.restart().start().resume());
        }
    }

    private void assertGoesOnAt(Runnable hint) throws Exception {
        MessagingClientConfig patient =
                MessagingClientConfig.builder().reconnect(PATIENT).build();
        try (AsyncMessagingClient client = confab.client(options().build(), patient)) {
            Await.result(client.connect());
            sandbox.dropConnections();
            Await.until("the client waits", () -> client.state() instanceof SessionState.Reconnecting);
            hint.run();
            Await.until("the client is back", () -> client.state() instanceof SessionState.Configured);
        }
    }

    @Test
    public void goesOnWithTheSessionOfTheStoreAfterAProcessHasDied() throws Exception {
        SqliteSessionStore store = Await.result(confab.openStore());
        MessagingClientConfig kept =
                MessagingClientConfig.builder().store(store, "main").build();
        try (AsyncMessagingClient client = confab.client(options().build(), kept)) {
            Await.result(client.connect());
            Await.result(client.send("before"));
        }
        store.close();
        SqliteSessionStore again = Await.result(confab.openStore());
        try (AsyncMessagingClient client = confab.client(
                options().build(),
                MessagingClientConfig.builder().store(again, "main").build())) {
            Await.result(client.connect());
            Await.result(client.send("after"));
            assertEquals(
                    1,
                    sandbox.messages().stream()
                            .map(StoredMessage::session)
                            .distinct()
                            .count());
        } finally {
            again.close();
        }
    }

    @Test
    public void bringsTheDeviceTokenToTheRegistrationWhicheverIsFirst() throws Exception {
        PushTokens tokens = new PushTokens();
        CompletableFuture<PushSync> early = tokens.onNewToken("device-1");
        WebMessagingOptions options = options().build();
        AsyncWebMessagingPush push = AsyncWebMessagingPush.create(confab.confab(), options);
        assertEquals(PushSync.WAITING, Await.result(tokens.attach(push)));
        assertEquals(PushSync.WAITING, Await.result(early));
        try (AsyncMessagingClient client = confab.client(push.options(options))) {
            Await.result(client.connect());
            Await.until("the device is registered", () -> devices().equals(List.of("device-1")));
            Await.result(tokens.onNewToken("device-2"));
            Await.until("the new token is told", () -> devices().equals(List.of("device-2")));
        }
    }

    private List<String> devices() {
        return sandbox.pushDevices().stream().map(PushDevice::deviceToken).toList();
    }

    private WebMessagingOptions.Builder options() {
        return WebMessagingOptions.builder(DEPLOYMENT).loopbackEndpoint(sandbox.url());
    }
}
