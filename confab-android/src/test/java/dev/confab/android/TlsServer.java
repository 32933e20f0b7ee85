package dev.confab.android;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Answers every request over TLS with 204 and its own certificate, and remembers for which name it was asked, and over which TLS. */
final class TlsServer implements AutoCloseable {

    private static final char[] PASSWORD = "only a test".toCharArray();

    private final SSLServerSocket server;
    final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** @param protocols none: what the JDK offers */
    TlsServer(Identity identity, String... protocols) throws IOException {
        server = (SSLServerSocket)
                identity.context.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress());
        if (protocols.length > 0) server.setEnabledProtocols(protocols);
        Thread thread = new Thread(this::answer, "tls");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void answer() {
        while (!server.isClosed()) {
            try (SSLSocket client = (SSLSocket) server.accept()) {
                client.startHandshake();
                ExtendedSSLSession session = (ExtendedSSLSession) client.getSession();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                String line = in.readLine();
                while (line != null && !line.isEmpty()) line = in.readLine();
                if (line == null) continue; // left after it had seen the certificate
                asked.add(new Asked(
                        session.getProtocol(),
                        session.getRequestedServerNames().stream()
                                .map(name -> ((SNIHostName) name).getAsciiName())
                                .toList()));
                client.getOutputStream()
                        .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
            } catch (IOException refused) {
                // The client did not like the certificate or the protocol; or the server is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** What a request came with. */
    record Asked(String protocol, List<String> serverNames) {}

    /** A key with a certificate of its own signing, for the given names. */
    static final class Identity {
        final SSLContext context;
        final String pin;
        final Path trustStore;

        Identity(Path folder, String... names) throws IOException, GeneralSecurityException, InterruptedException {
            Path file = folder.resolve("server.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "key",
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-validity",
                            "2",
                            "-dname",
                            "CN=test",
                            "-ext",
                            "san=dns:" + String.join(",dns:", names),
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) throw new IOException(said);
            KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            Certificate certificate = Objects.requireNonNull(keys.getCertificate("key"));
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            pin = "sha256/" + Base64.getEncoder().encodeToString(digest);
            trustStore = folder.resolve("trusted.p12");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("test", certificate);
            try (var out = Files.newOutputStream(trustStore)) {
                trusted.store(out, PASSWORD);
            }
        }

        /** Has the platform trust this certificate, as a network security configuration does on Android; until closed. */
        AutoCloseable trusted() {
            System.setProperty("javax.net.ssl.trustStore", trustStore.toString());
            System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
            return () -> {
                System.clearProperty("javax.net.ssl.trustStore");
                System.clearProperty("javax.net.ssl.trustStorePassword");
            };
        }
    }
}
