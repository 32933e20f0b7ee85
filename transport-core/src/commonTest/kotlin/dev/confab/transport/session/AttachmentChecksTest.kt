package dev.confab.transport.session

import dev.confab.transport.model.AttachmentProfile
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.session.AttachmentChecks.Offer
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertNotNull

class AttachmentChecksTest {
    private val profile =
        AttachmentProfile(
            true,
            1_000,
            listOf("image/*", "Application/PDF", "text/plain", "application/octet-stream"),
            listOf("zip", ".SVG"),
        )
    private val anything = AttachmentProfile(true, null, listOf("*/*"), emptyList())

    private fun refusal(
        name: String,
        contentType: String = "application/pdf",
        sizeBytes: Long = 100,
        head: String = "%PDF-1.7",
        profile: AttachmentProfile? = this.profile,
        needsExtension: Boolean = true,
    ): CapabilityRules.Refusal? {
        val bytes = head.map { it.code.toByte() }.toByteArray()
        return AttachmentChecks.refusal(Offer(name, sizeBytes, contentType, FileSignature.of(bytes)), profile, needsExtension)
    }

    private fun code(name: String, contentType: String = "application/pdf", sizeBytes: Long = 100, head: String = "%PDF-1.7") =
        refusal(name, contentType, sizeBytes, head)?.code

    @Test
    fun SEC6_names_must_be_there_have_an_extension_and_an_end() {
        assertEquals(ErrorCode.FILE_NAME_INVALID, code(""))
        assertEquals(ErrorCode.FILE_NAME_INVALID, code("README"))
        assertEquals(null, code("a".repeat(1_019) + ".pdf"))
        assertEquals(ErrorCode.FILE_NAME_TOO_LONG, code("a".repeat(1_020) + ".pdf"))
    }

    private fun taking(richContentAllowed: Boolean, extensionRequired: Boolean) =
        AttachmentProfile(true, null, listOf("*/*"), emptyList(), emptyMap(), richContentAllowed, extensionRequired)

    @Test
    fun whether_a_name_needs_an_ending_is_the_services_matter() {
        val free = taking(richContentAllowed = true, extensionRequired = false)
        assertEquals(null, refusal("README", profile = free))
        assertEquals(null, refusal("README", profile = null, needsExtension = false))
        assertEquals(ErrorCode.FILE_NAME_INVALID, refusal("README", profile = null)?.code)
        assertEquals(ErrorCode.FILE_NAME_INVALID, refusal("", profile = free)?.code)
    }

    @Test
    fun pictures_sound_and_video_are_refused_where_only_other_files_are_taken() {
        val plain = taking(richContentAllowed = false, extensionRequired = true)
        listOf("image/x-own", "audio/x-own", "video/x-own").forEach { type ->
            val refused = assertNotNull(refusal("a.own", type, head = "own", profile = plain))
            assertEquals(ErrorCode.FILE_TYPE_INVALID, refused.code)
            assertContains(refused.message, "administrator")
        }
        assertEquals(null, refusal("a.pdf", profile = plain))
    }

    @Test
    fun SEC6_the_size_is_between_one_byte_and_the_limit_of_the_service() {
        assertEquals(ErrorCode.FILE_EMPTY, code("a.pdf", sizeBytes = 0))
        assertEquals(null, code("a.pdf", sizeBytes = 1_000))
        assertEquals(ErrorCode.FILE_SIZE_INVALID, code("a.pdf", sizeBytes = 1_001))
        assertEquals(null, refusal("a.pdf", sizeBytes = 1_001, profile = null), "no limit is known yet")
    }

    @Test
    fun SEC6_blocked_endings_are_refused_in_every_spelling_and_programs_always() {
        listOf("a.ZIP", "a.svg", "a.exe", "a.EXE", "a.pdf.exe", "agpj.exe").forEach {
            assertEquals(ErrorCode.FILE_TYPE_INVALID, code(it, "application/octet-stream", head = "????"), it)
        }
        assertEquals(ErrorCode.FILE_TYPE_INVALID, refusal("a.exe", "application/octet-stream", head = "??", profile = null)?.code)
        assertEquals(null, code("exe.pdf"))
    }

    @Test
    fun SEC6_types_are_those_of_the_profile_with_their_wildcards() {
        assertEquals(null, code("a.webp", "image/webp", head = "RIFF....WEBP"))
        assertEquals(null, code("a.pdf"))
        assertEquals(ErrorCode.FILE_TYPE_INVALID, code("a.mp4", "video/mp4", head = "....ftyp"))
        assertEquals(ErrorCode.FILE_TYPE_INVALID, code("a.imagex", "imagex/png", head = "...."))
        assertEquals(null, refusal("a.mp4", "video/mp4", head = "....ftyp", profile = anything))
    }

    @Test
    fun SEC6_the_content_must_be_what_the_type_says() {
        fun content(name: String, type: String, head: String) = refusal(name, type, head = head, profile = anything)?.code

        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.png", "image/png", "%PDF-1.7"), "a PDF is no picture")
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.pdf", "application/pdf", "hello"), "text is no PDF")
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.txt", "text/plain", "%PDF-1.7"), "a PDF is no text")
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.mp4", "video/mp4", "GIF89a"), "a picture is no video")
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.pdf", "application/pdf", "MZ\u0090"), "a program is no PDF")
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.dat", "application/octet-stream", "\u007FELF"), "a program under any type")
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, content("a.txt", "text/plain", "#!/bin/sh"), "a script is no text")
        assertEquals(null, content("a.txt", "text/plain", "hello"))
        assertEquals(null, content("a.dat", "application/octet-stream", "%PDF-1.7"), "raw data may be anything but a program")
        assertEquals(null, content("a.mp3", "audio/mpeg", "...."), "not every MP3 has a mark")
    }

    @Test
    fun office_documents_are_zip_archives_and_with_a_password_another_container() {
        val docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

        assertEquals(null, refusal("a.docx", docx, head = "PK\u0003\u0004", profile = anything))
        assertEquals(null, refusal("a.docx", docx, head = "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", profile = anything))
        assertEquals(ErrorCode.FILE_CONTENT_INVALID, refusal("a.docx", docx, head = "GIF89a", profile = anything)?.code)
    }

    @Test
    fun a_refusal_names_the_file_the_limit_and_the_way_out() {
        val message = assertNotNull(refusal("report.pdf", sizeBytes = 5_000)).message

        listOf("report.pdf", "5000", "1000", "send a smaller one").forEach { assertContains(message, it) }
    }
}
