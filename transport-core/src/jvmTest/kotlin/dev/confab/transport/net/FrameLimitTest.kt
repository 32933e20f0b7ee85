package dev.confab.transport.net

import dev.confab.transport.Confab
import dev.confab.transport.MessagingClient
import dev.confab.transport.MessagingClientConfig
import dev.confab.transport.backend.webmessaging.WebMessagingOptions
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState
import dev.confab.transport.net.RawService.Companion.frame
import dev.confab.transport.net.RawService.Companion.text
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.OutputStream
import java.util.concurrent.atomic.AtomicLong
import java.util.zip.DeflaterOutputStream
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What a hostile service sends over a real socket: never more is held than a frame may have, and the session goes on. */
class FrameLimitTest {
    @Test
    fun SEC5_a_frame_that_announces_500_mebibytes_is_refused_before_it_is_read() {
        val written = AtomicLong()
        survives { out ->
            out.frame(0x81, ByteArray(0), announced = 500L shl 20)
            // As long as somebody reads.
            try {
                repeat(500) {
                    out.write(ByteArray(1 shl 20))
                    written.incrementAndGet()
                }
            } catch (_: IOException) {
                // The client has left.
            }
        }
        assertTrue(written.get() < 100, "The client took ${written.get()} MiB of it.")
    }

    @Test
    fun SEC5_a_frame_of_one_byte_more_than_a_mebibyte_is_refused() = survives {
        it.frame(0x81, ByteArray((1 shl 20) + 1) { 'x'.code.toByte() })
    }

    @Test
    fun SEC5_fragments_count_together() = survives { out ->
        try {
            out.frame(0x01, ByteArray(1 shl 19) { 'x'.code.toByte() })
            repeat(64) { out.frame(0x00, ByteArray(1 shl 19) { 'x'.code.toByte() }) }
        } catch (_: IOException) {
            // The client has left.
        }
    }

    /** No compression was offered, so nothing is ever unpacked: the bytes are no text, and that is told. */
    @Test
    fun SEC5_a_compressed_bomb_is_not_unpacked() = with { out ->
        val bomb = ByteArrayOutputStream()
        DeflaterOutputStream(bomb).use { it.write(ByteArray(64 shl 20)) }
        out.frame(0xC1, bomb.toByteArray())
    }.let { (service, told) ->
        assertTrue(told is MessagingEvent.Unknown || service.connections > 1)
    }

    @Test
    fun SEC5_ten_thousand_nested_arrays_are_told_and_the_connection_stays() {
        val (service, told) = with { it.text("[".repeat(100_000)) }

        assertIs<MessagingEvent.Unknown>(told)
        assertEquals(1, service.connections)
    }

    /** The session is back on another connection, on which nothing bad happens. */
    private fun survives(misdeed: (OutputStream) -> Unit) = RawService { connection, out ->
        if (connection ==
            1
        ) {
            misdeed(out)
        }
    }.use { service ->
        client(service) { client ->
            client.connect()
            // The states between may pass unseen.
            service.awaitConnections(2)
            client.state.first { it is SessionState.Configured }
            assertEquals(2, service.connections)
        }
    }

    private fun with(misdeed: (OutputStream) -> Unit): Pair<RawService, MessagingEvent> {
        val service = RawService { connection, out -> if (connection == 1) misdeed(out) }
        var told: MessagingEvent? = null
        service.use {
            client(service) { client ->
                val event = async(start = CoroutineStart.UNDISPATCHED) {
                    client.events.first { it is MessagingEvent.Unknown || it is MessagingEvent.Resumed }
                }
                client.connect()
                told = event.await()
                assertIs<SessionState.Configured>(client.state.value)
            }
        }
        return service to checkNotNull(told)
    }

    private fun client(service: RawService, test: suspend CoroutineScope.(MessagingClient) -> Unit) {
        val confab = Confab.create()
        val options = WebMessagingOptions.builder("7d1c2a5e-0000-4000-8000-00000000aa01").loopbackEndpoint(service.url).build()
        val client = confab.client(options, MessagingClientConfig.defaults())
        try {
            runBlocking(Dispatchers.Default) {
                withTimeout(60_000) {
                    test(client)
                    client.close()
                }
            }
        } finally {
            confab.close()
        }
    }
}
