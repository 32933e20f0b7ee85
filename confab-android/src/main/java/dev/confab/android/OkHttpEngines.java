package dev.confab.android;

import dev.confab.transport.net.CertificatePin;
import dev.confab.transport.net.EngineProvider;
import dev.confab.transport.net.NetworkSettings;
import dev.confab.transport.net.TlsVersion;
import io.ktor.client.engine.HttpClientEngine;
import io.ktor.client.engine.okhttp.OkHttp;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kotlin.Unit;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * OkHttp for sessions and files: the encryption of the platform with TLS 1.3, the application's network security configuration, and the
 * least work for one session. The library's CIO has its own TLS 1.2, which asks the platform about certificates without naming the
 * host: where that configuration has rules for domains, Android then refuses all of them.
 */
final class OkHttpEngines implements EngineProvider {

    /** A connection whose ping is not answered until the next one is due is dead (guarantee REL-8). */
    static final long PING_MILLIS = 20_000;

    private static final List<ConnectionSpec> TLS_1_2 =
            List.of(ConnectionSpec.RESTRICTED_TLS, ConnectionSpec.CLEARTEXT);
    private static final List<ConnectionSpec> TLS_1_3 = List.of(
            new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS)
                    .tlsVersions(okhttp3.TlsVersion.TLS_1_3)
                    .build(),
            ConnectionSpec.CLEARTEXT);

    private final long pingMillis;

    OkHttpEngines() {
        this(PING_MILLIS);
    }

    OkHttpEngines(long pingMillis) {
        this.pingMillis = pingMillis;
    }

    @Override
    public HttpClientEngine sessions(NetworkSettings settings) {
        check(settings);
        return engine(client -> forSessions(client, settings));
    }

    @Override
    public HttpClientEngine transfer(String serverName, NetworkSettings settings) {
        check(settings);
        return engine(client -> forTransfer(client, serverName, settings));
    }

    void forSessions(OkHttpClient.Builder client, NetworkSettings settings) {
        Dispatcher dispatcher = new Dispatcher();
        // By default the 65th request, and the 6th to one host, would wait until another ends; sessions do not end.
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        forAll(client, settings)
                .dispatcher(dispatcher)
                .addInterceptor(new FrameBound())
                .pingInterval(pingMillis, TimeUnit.MILLISECONDS);
    }

    void forTransfer(OkHttpClient.Builder client, String serverName, NetworkSettings settings) {
        CheckedAddress address = new CheckedAddress(serverName);
        forAll(client, settings)
                .addInterceptor(address)
                .dns(address)
                // It would look the name up again, past the check.
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1));
    }

    private static OkHttpClient.Builder forAll(OkHttpClient.Builder client, NetworkSettings settings) {
        // Sessions retry by their own policy, and have deadlines of their own.
        return client.retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .readTimeout(0, TimeUnit.MILLISECONDS)
                .writeTimeout(0, TimeUnit.MILLISECONDS)
                .connectionSpecs(settings.getMinimumTls() == TlsVersion.TLS_1_3 ? TLS_1_3 : TLS_1_2)
                .certificatePinner(pinner(settings));
    }

    private static HttpClientEngine engine(Consumer<OkHttpClient.Builder> settings) {
        return OkHttp.INSTANCE.create(config -> {
            config.config(client -> {
                settings.accept(client);
                return Unit.INSTANCE;
            });
            return Unit.INSTANCE;
        });
    }

    private static CertificatePinner pinner(NetworkSettings settings) {
        CertificatePinner.Builder pinner = new CertificatePinner.Builder();
        for (CertificatePin pin : settings.getPins()) pinner.add(pin.getHost(), pin.getPin());
        return pinner.build();
    }

    private static void check(NetworkSettings settings) {
        if (settings.getProxy() != null) {
            throw new IllegalArgumentException(
                    "On Android the proxy is the system's: set none, or build Confab without these engines.");
        }
        if (!settings.getTrusted().isEmpty()) {
            throw new IllegalArgumentException(
                    "On Android, name certificates of your own in the application's network security configuration (trust-anchors).");
        }
    }
}
