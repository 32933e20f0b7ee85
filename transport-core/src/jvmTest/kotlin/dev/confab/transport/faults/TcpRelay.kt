package dev.confab.transport.faults

import java.io.IOException
import java.net.InetSocketAddress
import java.net.StandardSocketOptions
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.Collections

/**
 * Passes bytes between clients and a service on this machine, in one thread, until the [fate] of a connection is fulfilled: then it cuts
 * both sides, in the middle of whatever is under way.
 */
internal class TcpRelay(private val target: Int, private val fate: (request: String) -> Fate = { Fate.UNCUT }) : AutoCloseable {
    /**
     * @property up how many bytes pass from the client before the cut.
     * @property down how many bytes pass from the service before the cut.
     * @property reset whether the cut is a TCP reset, which also throws away what was not read yet.
     */
    class Fate(val up: Long, val down: Long, val reset: Boolean) {
        companion object {
            val UNCUT = Fate(Long.MAX_VALUE, Long.MAX_VALUE, reset = false)
        }
    }

    /** When a connection was accepted, and what it asked for. */
    class Accepted(val nanos: Long, val request: String)

    private class Side(val from: SocketChannel, val to: SocketChannel, val life: Life, val up: Boolean)

    private class Life(val since: Long) {
        var fate = Fate.UNCUT
        var up = 0L
        var down = 0L
    }

    private val selector = Selector.open()
    private val server = ServerSocketChannel.open()
    private val buffer = ByteBuffer.allocate(BUFFER_BYTES)
    private val accepted: MutableList<Accepted> = Collections.synchronizedList(ArrayList())
    private val thread = Thread(::serve, "tcp-relay")

    @Volatile
    var cuts = 0
        private set

    val port: Int get() = server.socket().localPort
    val url: String get() = "http://127.0.0.1:$port"

    /** The connections so far that have asked for something. */
    val connections: List<Accepted> get() = synchronized(accepted) { accepted.toList() }

    init {
        server.bind(InetSocketAddress("127.0.0.1", 0), BACKLOG)
        server.configureBlocking(false)
        server.register(selector, SelectionKey.OP_ACCEPT)
        thread.isDaemon = true
        thread.start()
    }

    override fun close() {
        selector.close()
        thread.join()
        server.close()
    }

    private fun serve() {
        while (selector.isOpen) {
            selector.select(POLL_MILLIS)
            if (!selector.isOpen) return
            val keys = selector.selectedKeys().toList()
            selector.selectedKeys().clear()
            for (key in keys) {
                if (!key.isValid) continue
                if (key.isAcceptable) accept() else pass(key.attachment() as Side)
            }
        }
    }

    private fun accept() {
        val client = server.accept() ?: return
        try {
            val service = SocketChannel.open(InetSocketAddress("127.0.0.1", target))
            val life = Life(System.nanoTime())
            register(Side(client, service, life, up = true))
            register(Side(service, client, life, up = false))
        } catch (_: IOException) {
            client.close()
        }
    }

    private fun register(side: Side) {
        side.from.configureBlocking(false)
        side.from.setOption(StandardSocketOptions.TCP_NODELAY, true)
        side.from.register(selector, SelectionKey.OP_READ, side)
    }

    private fun pass(side: Side) {
        val life = side.life
        buffer.clear()
        try {
            val read = side.from.read(buffer)
            if (read < 0) return end(side, reset = false)
            buffer.flip()
            if (side.up && life.up == 0L) begin(life)
            val left = if (side.up) life.fate.up - life.up else life.fate.down - life.down
            buffer.limit(minOf(left, read.toLong()).toInt())
            while (buffer.hasRemaining()) side.to.write(buffer)
            if (side.up) life.up += read else life.down += read
            if (read >= left) {
                cuts++
                end(side, life.fate.reset)
            }
        } catch (_: IOException) {
            end(side, reset = true)
        }
    }

    /** A connection shows by its first bytes what it is for. */
    private fun begin(life: Life) {
        val bytes = ByteArray(buffer.remaining())
        buffer.duplicate().get(bytes)
        val request = bytes.decodeToString().substringBefore('\r')
        accepted += Accepted(life.since, request)
        life.fate = fate(request)
    }

    private fun end(side: Side, reset: Boolean) {
        for (channel in listOf(side.from, side.to)) {
            try {
                if (reset) channel.setOption(StandardSocketOptions.SO_LINGER, 0)
            } catch (_: IOException) {
                // It is closed already.
            }
            channel.close()
        }
    }

    private companion object {
        const val BUFFER_BYTES = 1 shl 16
        const val BACKLOG = 1_024
        const val POLL_MILLIS = 1_000L
    }
}
