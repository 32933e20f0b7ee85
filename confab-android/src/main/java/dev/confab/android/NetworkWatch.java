package dev.confab.android;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.util.Log;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells when there is a network: the default one of this application has come, has been replaced by another, or has been found to lead
 * somewhere (what is behind a sign-in page is a network long before it does).
 *
 * <p>It is a hint and nothing else. That a network went is not told: connections notice by themselves, and a session that waits for its
 * next try loses nothing by a try that is in vain.
 *
 * <p>So it is done without where the system refuses it: Android 11 throws a {@code SecurityException} on some devices although the
 * permission is there, and any version a {@code RuntimeException} beyond a hundred callbacks of one application.
 *
 * <p>Needs the permission {@code ACCESS_NETWORK_STATE}, which is in the library's manifest.
 */
final class NetworkWatch extends ConnectivityManager.NetworkCallback implements AutoCloseable {

    private final ConnectivityManager networks;
    private final Runnable available;
    private boolean isWatching;

    /** The network that was last told as leading somewhere; touched by the system's one thread for callbacks only. */
    private @Nullable Network validated;

    private NetworkWatch(ConnectivityManager networks, Runnable available) {
        this.networks = networks;
        this.available = available;
    }

    /**
     * Begins to watch.
     *
     * @param context any
     * @param available is called on a thread of the system; must not block
     * @return closes to end it
     */
    static NetworkWatch start(Context context, Runnable available) {
        ConnectivityManager networks = Objects.requireNonNull(context.getSystemService(ConnectivityManager.class));
        NetworkWatch watch = new NetworkWatch(networks, available);
        try {
            networks.registerDefaultNetworkCallback(watch);
            watch.isWatching = true;
        } catch (RuntimeException refused) {
            Log.w("confab", "Not told when there is a network: sessions wait for their next try.", refused);
        }
        return watch;
    }

    @Override
    public void onAvailable(Network network) {
        validated = null;
        available.run();
    }

    /** Comes often, with each change of the signal: only the first time that a network is known to lead somewhere is news. */
    @Override
    public void onCapabilitiesChanged(Network network, NetworkCapabilities capabilities) {
        if (!capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED)) {
            validated = null;
        } else if (!network.equals(validated)) {
            validated = network;
            available.run();
        }
    }

    @Override
    public void onLost(Network network) {
        validated = null;
    }

    @Override
    public void close() {
        if (!isWatching) return;
        isWatching = false;
        try {
            networks.unregisterNetworkCallback(this);
        } catch (RuntimeException forgotten) {
            // The system dropped it already; there is nothing to end.
        }
    }
}
