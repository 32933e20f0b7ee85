package dev.confab.transport.net

import java.io.File
import java.security.KeyStore
import java.security.cert.X509Certificate
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import kotlin.concurrent.thread

/** A key and its certificate, made for this test by the JDK's own tool. */
class TlsIdentity(directory: File, name: String) {
    private val file = File(directory, "$name.p12")

    init {
        val keytool = File(System.getProperty("java.home"), "bin/keytool").path
        val made =
            ProcessBuilder(
                keytool, "-genkeypair", "-alias", "key", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost", "-validity", "2",
                "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore", file.path, "-storepass", PASSWORD,
            ).redirectErrorStream(true).start()
        val said = made.inputStream.readBytes().decodeToString()
        check(made.waitFor() == 0) { said }
    }

    private val store: KeyStore = KeyStore.getInstance(file, PASSWORD.toCharArray())
    private val certificate = store.getCertificate("key") as X509Certificate

    val pem: String =
        "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.encoded) + "\n-----END CERTIFICATE-----\n"

    val pin: String = "sha256/" + Base64.getEncoder().encodeToString(sha256(certificate.publicKey.encoded))

    val context: SSLContext =
        SSLContext.getInstance("TLS").apply {
            val keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
            keys.init(store, PASSWORD.toCharArray())
            init(keys.keyManagers, null, null)
        }

    private companion object {
        const val PASSWORD = "only a test"
    }
}

/** Answers every request over TLS with [status] and nothing more. */
class TlsServer(identity: TlsIdentity, private val status: String, vararg protocols: String) : AutoCloseable {
    private val socket = identity.context.serverSocketFactory.createServerSocket(0) as SSLServerSocket

    val port: Int get() = socket.localPort

    init {
        if (protocols.isNotEmpty()) socket.enabledProtocols = protocols
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                runCatching {
                    socket.accept().use { connection ->
                        val lines = connection.getInputStream().bufferedReader()
                        generateSequence { lines.readLine().takeUnless(String::isNullOrEmpty) }.count()
                        connection.getOutputStream().write(
                            "HTTP/1.1 $status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".toByteArray(),
                        )
                        connection.getOutputStream().flush()
                    }
                }
            }
        }
    }

    override fun close() = socket.close()
}
