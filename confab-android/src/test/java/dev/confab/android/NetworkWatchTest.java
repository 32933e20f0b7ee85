package dev.confab.android;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowNetwork;
import org.robolectric.shadows.ShadowNetworkCapabilities;

@RunWith(RobolectricTestRunner.class)
public class NetworkWatchTest {

    private final Context context = RuntimeEnvironment.getApplication();
    private final ShadowConnectivityManager system =
            Shadows.shadowOf(Objects.requireNonNull(context.getSystemService(ConnectivityManager.class)));
    private final AtomicInteger told = new AtomicInteger();
    private final Network wifi = ShadowNetwork.newInstance(1);
    private final Network mobile = ShadowNetwork.newInstance(2);

    @Test
    public void tellsEachNetworkAndWhenItIsKnownToLeadSomewhere() {
        try (NetworkWatch watch = NetworkWatch.start(context, told::incrementAndGet)) {
            assertEquals(Set.of(watch), system.getNetworkCallbacks());
            watch.onAvailable(wifi);
            assertEquals(1, told.get());
            // Behind a sign-in page.
            watch.onCapabilitiesChanged(wifi, capabilities(false));
            assertEquals(1, told.get());
            watch.onCapabilitiesChanged(wifi, capabilities(true));
            assertEquals(2, told.get());
            // A change of the signal is no news.
            watch.onCapabilitiesChanged(wifi, capabilities(true));
            assertEquals(2, told.get());
            watch.onLost(wifi);
            watch.onAvailable(mobile);
            watch.onCapabilitiesChanged(mobile, capabilities(true));
            assertEquals(4, told.get());
        }
        assertTrue(system.getNetworkCallbacks().isEmpty());
    }

    @Test
    @Config(shadows = Refusing.class)
    public void aSystemThatRefusesIsDoneWithout() {
        try (NetworkWatch watch = NetworkWatch.start(context, told::incrementAndGet)) {
            assertTrue(system.getNetworkCallbacks().isEmpty());
            watch.onAvailable(wifi);
        }
        assertEquals(1, told.get());
    }

    @Test
    public void closingAgainOrLateIsNoError() {
        NetworkWatch watch = NetworkWatch.start(context, told::incrementAndGet);
        Objects.requireNonNull(context.getSystemService(ConnectivityManager.class))
                .unregisterNetworkCallback(watch);
        watch.close();
        watch.close();
    }

    /** As Android 11 does on some devices, with the permission granted. */
    @Implements(ConnectivityManager.class)
    public static final class Refusing extends ShadowConnectivityManager {
        @Override
        @Implementation
        protected void registerDefaultNetworkCallback(ConnectivityManager.NetworkCallback callback) {
            throw new SecurityException("Package does not belong to 10123");
        }
    }

    private static NetworkCapabilities capabilities(boolean validated) {
        NetworkCapabilities capabilities = ShadowNetworkCapabilities.newInstance();
        if (validated) Shadows.shadowOf(capabilities).addCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        return capabilities;
    }
}
