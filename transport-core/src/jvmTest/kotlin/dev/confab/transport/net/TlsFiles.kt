package dev.confab.transport.net

import java.io.File
import java.io.InputStream
import java.net.ServerSocket
import java.net.Socket
import java.security.KeyStore
import java.security.cert.X509Certificate
import java.util.Base64
import java.util.concurrent.LinkedBlockingQueue
import javax.net.ssl.ExtendedSSLSession
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SNIHostName
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import javax.net.ssl.SSLSocket
import kotlin.concurrent.thread

/** A key and its certificate, made for this test by the JDK's own tool. */
class TlsIdentity(directory: File, name: String, host: String = "localhost") {
    private val file = File(directory, "$name.p12")

    init {
        val keytool = File(System.getProperty("java.home"), "bin/keytool").path
        val made =
            ProcessBuilder(
                keytool, "-genkeypair", "-alias", "key", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=$host", "-validity", "2",
                "-ext", "san=dns:$host", "-storetype", "PKCS12", "-keystore", file.path, "-storepass", PASSWORD,
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

/** Answers every request over TLS with [status] and nothing more, and remembers what it was asked. */
class TlsServer(identity: TlsIdentity, private val status: String, vararg protocols: String) : AutoCloseable {
    /**
     * @property names whom the client asked for when it began the encryption.
     * @property head the lines before the body.
     */
    class Asked(val protocol: String, val names: List<String>, val head: List<String>, val body: ByteArray)

    private val socket = identity.context.serverSocketFactory.createServerSocket(0) as SSLServerSocket

    val port: Int get() = socket.localPort
    val asked = LinkedBlockingQueue<Asked>()

    init {
        if (protocols.isNotEmpty()) socket.enabledProtocols = protocols
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                runCatching {
                    socket.accept().use { connection ->
                        asked += read(connection as SSLSocket)
                        connection.getOutputStream().write(
                            "HTTP/1.1 $status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".toByteArray(),
                        )
                        connection.getOutputStream().flush()
                    }
                }
            }
        }
    }

    private fun read(connection: SSLSocket): Asked {
        val input = connection.inputStream.buffered()
        val head = linesOf(input)
        val length = head.firstOrNull { it.startsWith("Content-Length:", ignoreCase = true) }?.substringAfter(':')?.trim()?.toInt() ?: 0
        val session = connection.session as ExtendedSSLSession
        val names = session.requestedServerNames.filterIsInstance<SNIHostName>().map(SNIHostName::getAsciiName)
        return Asked(session.protocol, names, head, input.readNBytes(length))
    }

    override fun close() = socket.close()
}

/** A proxy that leads every tunnel to [target] on this machine, whatever was asked for, and remembers the requests. */
class TunnelProxy(private val target: Int) : AutoCloseable {
    private val server = ServerSocket(0)

    val url: String get() = "http://127.0.0.1:${server.localPort}"
    val asked = LinkedBlockingQueue<String>()

    init {
        thread(isDaemon = true) {
            while (!server.isClosed) {
                runCatching {
                    server.accept()
                }.onSuccess { thread(isDaemon = true) { runCatching { it.use(::lead) } } }
            }
        }
    }

    private fun lead(client: Socket) {
        asked += linesOf(client.getInputStream()).first()
        Socket("127.0.0.1", target).use { far ->
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".toByteArray())
            thread(isDaemon = true) { runCatching { client.getInputStream().transferTo(far.getOutputStream()) } }
            far.getInputStream().transferTo(client.getOutputStream())
        }
    }

    override fun close() = server.close()
}

/** The lines of a head, byte by byte: what follows belongs to somebody else. */
private fun linesOf(input: InputStream): List<String> = generateSequence {
    buildString {
        while (true) {
            val byte = input.read()
            if (byte < 0 || byte == '\n'.code) break
            if (byte != '\r'.code) append(byte.toChar())
        }
    }.takeUnless(String::isEmpty)
}.toList()
