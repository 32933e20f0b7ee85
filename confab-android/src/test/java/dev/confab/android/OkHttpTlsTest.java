package dev.confab.android;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.transport.Confab;
import dev.confab.transport.net.TlsVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, names, pins and versions of TLS, with the settings that {@link OkHttpEngines} makes of those of the application. */
@Timeout(120)
class OkHttpTlsTest {

    private static final String NAME = "files.example.com";
    private static final String OTHER_PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static TlsServer.@Nullable Identity identity;
    private AutoCloseable trust = () -> {};

    @BeforeAll
    static void makeKey(@TempDir Path folder) throws Exception {
        identity = new TlsServer.Identity(folder, "localhost", NAME);
    }

    @BeforeEach
    void trustKey() {
        trust = identity().trusted();
    }

    @AfterEach
    void forgetKey() throws Exception {
        trust.close();
    }

    @Test
    void SEC1_a_certificate_that_the_platform_trusts_is_accepted() throws Exception {
        try (TlsServer server = new TlsServer(identity())) {
            assertEquals(204, sessions(server, "localhost", it -> it));
        }
    }

    @Test
    void SEC1_a_certificate_that_the_platform_does_not_know_is_refused() throws Exception {
        trust.close();
        try (TlsServer server = new TlsServer(identity())) {
            assertThrows(SSLHandshakeException.class, () -> sessions(server, "localhost", it -> it));
            assertTrue(server.asked.isEmpty());
        }
    }

    @Test
    void SEC1_a_certificate_of_another_name_is_refused() throws Exception {
        try (TlsServer server = new TlsServer(identity())) {
            assertThrows(SSLPeerUnverifiedException.class, () -> sessions(server, "127.0.0.1", it -> it));
            assertThrows(SSLPeerUnverifiedException.class, () -> transfer(server, "other.example.com", it -> it));
            assertTrue(server.asked.isEmpty());
        }
    }

    @Test
    void SEC1_only_the_pinned_key_is_accepted() throws Exception {
        try (TlsServer server = new TlsServer(identity())) {
            assertEquals(204, sessions(server, "localhost", it -> it.pin("localhost", identity().pin)));
            assertEquals(204, transfer(server, NAME, it -> it.pin("*.example.com", identity().pin)));
            assertEquals(2, server.asked.size());
            assertThrows(
                    SSLPeerUnverifiedException.class,
                    () -> sessions(server, "localhost", it -> it.pin("localhost", OTHER_PIN)));
            assertThrows(SSLPeerUnverifiedException.class, () -> transfer(server, NAME, it -> it.pin(NAME, OTHER_PIN)));
            assertEquals(2, server.asked.size());
        }
    }

    @Test
    void SEC2_a_file_goes_to_the_checked_address_with_the_name_of_its_host() throws Exception {
        try (TlsServer server = new TlsServer(identity())) {
            assertEquals(204, transfer(server, NAME, it -> it));
            assertEquals(List.of(NAME), asked(server).serverNames());
        }
    }

    @Test
    void SEC1_no_version_of_TLS_below_the_minimum_is_spoken() throws Exception {
        try (TlsServer old = new TlsServer(identity(), "TLSv1.2");
                TlsServer recent = new TlsServer(identity())) {
            assertEquals(204, sessions(old, "localhost", it -> it));
            assertEquals("TLSv1.2", asked(old).protocol());
            UnaryOperator<Confab.Builder> strict = it -> it.minimumTls(TlsVersion.TLS_1_3);
            assertThrows(SSLException.class, () -> sessions(old, "localhost", strict));
            assertEquals(204, sessions(recent, "localhost", strict));
            assertEquals("TLSv1.3", asked(recent).protocol());
        }
        // The JDK itself does not speak these any more, so no server of it shows that.
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        new OkHttpEngines().forSessions(client, TakenSettings.of(it -> it));
        for (var spec : client.build().connectionSpecs()) {
            if (!spec.isTls()) continue;
            assertEquals(
                    List.of(okhttp3.TlsVersion.TLS_1_3, okhttp3.TlsVersion.TLS_1_2),
                    Objects.requireNonNull(spec.tlsVersions()));
        }
    }

    private static int sessions(TlsServer server, String host, UnaryOperator<Confab.Builder> options) throws Exception {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        new OkHttpEngines().forSessions(client, TakenSettings.of(options));
        return get(client.build(), host, server);
    }

    private static int transfer(TlsServer server, String name, UnaryOperator<Confab.Builder> options) throws Exception {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        new OkHttpEngines().forTransfer(client, name, TakenSettings.of(options));
        return get(client.build(), "127.0.0.1", server);
    }

    private static int get(OkHttpClient client, String host, TlsServer server) throws IOException {
        Request request = new Request.Builder()
                .url("https://" + host + ":" + server.port() + "/")
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static TlsServer.Asked asked(TlsServer server) throws InterruptedException {
        return Objects.requireNonNull(server.asked.poll(60, TimeUnit.SECONDS));
    }

    private static TlsServer.Identity identity() {
        return Objects.requireNonNull(identity);
    }
}
