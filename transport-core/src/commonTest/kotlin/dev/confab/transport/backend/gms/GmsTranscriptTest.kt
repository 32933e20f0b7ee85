package dev.confab.transport.backend.gms

import dev.confab.transport.backend.gms.GmsTranscript.Trust
import dev.confab.transport.model.MessageId
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull

class GmsTranscriptTest {
    private val transcript = GmsTranscript(GmsSession("chat", "user", "key", "117"), 1, emptyList())

    @Test
    fun REL5_answers_that_overlap_bring_each_entry_once_and_in_order() {
        val early = answer(4, said(1, "a"), said(2, "b"), said(3, "c"))
        val late = answer(5, said(2, "b"), said(3, "c"), said(4, "d"))

        assertEquals(listOf("a", "b", "c"), heard(early, 1))
        assertEquals(listOf("d"), heard(late, 2))
        assertEquals(emptyList(), heard(early, 1))
        assertEquals(5, transcript.position)
    }

    @Test
    fun REL5_an_answer_that_came_too_late_brings_what_is_still_new() {
        assertEquals(listOf("a", "b"), heard(answer(3, said(1, "a"), said(2, "b")), 1))
        assertEquals(listOf("c"), heard(answer(4, said(1, "a"), said(2, "b"), said(3, "c")), 1))
    }

    @Test
    fun REL5_an_answer_to_something_else_brings_only_what_follows_without_a_gap() {
        assertEquals(emptyList(), heard(answer(9, said(8, "with a gap before it")), 1, Trust.RUN))
        assertEquals(1, transcript.position)
        assertEquals(listOf("a", "b"), heard(answer(9, said(1, "a"), said(2, "b"), said(4, "later")), 1, Trust.RUN))
        assertEquals(listOf("c", "later"), heard(answer(5, said(3, "c"), said(4, "later")), 3))
    }

    @Test
    fun REL5_an_event_does_not_move_the_position_past_what_it_holds() {
        assertEquals(listOf("a"), heard(answer(4, said(1, "a")), 1, Trust.ENTRIES))
        assertEquals(listOf("b"), heard(answer(4, said(2, "b")), 2, Trust.ENTRIES))
        assertEquals(3, transcript.position)
    }

    @Test
    fun entries_that_stand_in_no_order_come_in_order() {
        assertEquals(listOf("a", "b"), heard(answer(null, said(2, "b"), said(1, "a"), said(2, "b")), 1))
        assertEquals(3, transcript.position)
    }

    @Test
    fun a_new_alias_is_used_from_then_on() {
        transcript.heard(checkNotNull(GmsCodec.decode("""{"statusCode": 0, "alias": "118"}""")), 1, Trust.RUN)
        assertEquals(GmsSession("chat", "user", "key", "118"), transcript.session)
        assertNotNull(transcript.unkept())
        assertNull(transcript.unkept())
    }

    @Test
    fun the_own_entry_with_the_words_is_the_proof() {
        transcript.sending(MESSAGE, "Hello  you ", emptyList())
        assertNull(transcript.proofOf(entry(said(1, "Hello you", from = "Agent"))))
        assertNull(transcript.proofOf(entry(said(2, "Something else", from = "Client"))))
        assertEquals(MESSAGE, transcript.proofOf(entry(said(3, "Hello you", from = "Client"))))
        assertNull(transcript.proofOf(entry(said(4, "Hello you", from = "Client"))))
    }

    @Test
    fun what_the_service_accepted_is_proved_by_the_next_own_words_whatever_they_are() {
        transcript.sending(MESSAGE, "damn", emptyList())
        transcript.accepted()
        assertEquals(MESSAGE, transcript.proofOf(entry(said(1, "****", from = "Client"))))
    }

    @Test
    fun an_older_entry_proves_nothing() {
        heard(answer(4, said(3, "again", from = "Client")), 1)
        transcript.sending(MESSAGE, "again", emptyList())
        assertNull(transcript.proofOf(entry(said(3, "again", from = "Client"))))
    }

    @Test
    fun the_resume_state_survives_its_writing() {
        val file = GmsOwnFile("id", "file-7", 3, 4, mapOf(GmsOwnFile.NAME to "a.png"))
        transcript.uploaded(file)
        val read = checkNotNull(GmsResume.decode(transcript.resume(ended = false).encode()))
        assertEquals(transcript.session, read.session)
        assertEquals("file-7", read.files.single().fileId)
        assertEquals(4, read.files.single().carrier)
        assertNull(GmsResume.decode("not ours"))
    }

    private fun heard(response: GmsResponse, askedFrom: Int, trust: Trust = Trust.WHOLE) =
        transcript.heard(response, askedFrom, trust).map { it.text }

    private fun entry(json: String): GmsEntry = answer(null, json).messages.single()

    private fun said(index: Int, text: String, from: String = "Agent") =
        """{"index": $index, "type": "Message", "text": "$text", "from": {"type": "$from"}, "utcTime": $index}"""

    private fun answer(next: Int?, vararg entries: String): GmsResponse = checkNotNull(
        GmsCodec.decode("""{"statusCode": 0, ${next?.let { "\"nextPosition\": $it," } ?: ""} "messages": [${entries.joinToString()}]}"""),
    )

    private companion object {
        val MESSAGE = MessageId("m1")
    }
}
