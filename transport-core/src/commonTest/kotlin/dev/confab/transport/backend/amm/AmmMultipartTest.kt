package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.TransportException
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.async
import kotlinx.coroutines.test.runTest
import kotlinx.io.Buffer
import kotlinx.io.IOException
import kotlinx.io.RawSource
import kotlinx.io.readByteArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

class AmmMultipartTest {
    private val message = buildJsonObject { put("body", "Grüße") }

    private fun file(name: String, bytes: String, type: String = "text/plain", thumbnail: AttachmentSource? = null) =
        AmmMultipart.File(name, type, AttachmentSource.ofBytes(name, bytes.encodeToByteArray()), thumbnail)

    private suspend fun written(content: AmmMultipart): ByteArray {
        val channel = ByteChannel()
        return kotlinx.coroutines.coroutineScope {
            val read = async { channel.readRemaining().readByteArray() }
            content.writeTo(channel)
            channel.flushAndClose()
            read.await()
        }
    }

    @Test
    fun the_message_comes_first_and_a_preview_behind_its_file() = runTest {
        val preview = AttachmentSource.ofBytes("small.jpg", byteArrayOf(1, 2), "image/jpeg")
        val sent = ArrayList<Pair<Int, Long>>()
        val files = listOf(file("photo.jpg", "pixels", "image/jpeg", preview), file("note.txt", "words"))
        val content = AmmMultipart("application/x+json", message, files, "edge") { index, bytes -> sent += index to bytes }
        val bytes = written(content)
        val binary = "Content-Transfer-Encoding:binary"
        val expected = listOf(
            "--edge\r\nContent-Type:application/x+json;\r\n\r\n{\"body\":\"Grüße\"}",
            "--edge\r\nContent-Type:image/jpeg\r\n$binary\r\nContent-Disposition:attachment; filename=\"photo.jpg\"\r\n\r\npixels",
            "--edge\r\nContent-Type:image/jpeg\r\n$binary\r\nContent-Disposition:inline; filename=\"photo.jpg\"\r\n\r\n\u0001\u0002",
            "--edge\r\nContent-Type:text/plain\r\n$binary\r\nContent-Disposition:attachment; filename=\"note.txt\"\r\n\r\nwords",
            "--edge--\r\n",
        ).joinToString("\r\n")
        assertEquals(expected, bytes.decodeToString())
        assertEquals(bytes.size.toLong(), content.contentLength)
        assertEquals(listOf(0 to 6L, 1 to 5L), sent)
        assertEquals("multipart/related; boundary=edge", content.contentType.toString())
    }

    @Test
    fun SEC6_a_name_cannot_break_out_of_its_header() = runTest {
        val content = AmmMultipart("t/j", message, listOf(file("a\"\r\nX-Evil: 1\\Übung.txt", "x")), "edge") { _, _ -> }
        val text = written(content).decodeToString()
        assertTrue("filename=\"a\\\"X-Evil: 1\\\\Übung.txt\"\r\n" in text, text)
        assertEquals(content.contentLength, text.encodeToByteArray().size.toLong())
    }

    @Test
    fun boundaries_are_made_by_chance() {
        assertNotEquals(AmmMultipart.boundary(), AmmMultipart.boundary())
    }

    @Test
    fun a_file_that_cannot_be_read_is_named_as_the_reason() = runTest {
        val broken = object : AttachmentSource {
            override val fileName = "gone.txt"
            override val sizeBytes = 5L
            override val contentType: String? = null

            override fun open(): RawSource = object : RawSource {
                override fun readAtMostTo(sink: Buffer, byteCount: Long): Long = throw IOException("gone")

                override fun close() = Unit
            }
        }
        val content = AmmMultipart("t/j", message, listOf(AmmMultipart.File("gone.txt", "text/plain", broken, null)), "edge") { _, _ -> }
        val failed = assertFailsWith<TransportException> { written(content) }
        assertEquals(failed, content.failure)
    }

    @Test
    fun what_is_no_media_type_gives_way_to_the_one_of_the_ending() {
        assertEquals("image/jpeg", AmmOutgoing.mediaType("image/jpeg\r\nX: y", "a.jpg"))
        assertEquals("image/jpeg", AmmOutgoing.mediaType("*", "a.jpg"))
        assertEquals("audio/mp4; codecs=mp4a.40.2", AmmOutgoing.mediaType("audio/mp4; codecs=mp4a.40.2", "a"))
        assertEquals("application/octet-stream", AmmOutgoing.mediaType(null, "a"))
    }
}
