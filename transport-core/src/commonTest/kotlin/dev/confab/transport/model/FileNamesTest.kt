package dev.confab.transport.model

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class FileNamesTest {
    @Test
    fun SEC6_a_name_loses_folders_and_the_characters_that_hide_what_it_is() {
        val cases =
            listOf(
                "photo.png" to "photo.png",
                "../../x" to "x",
                "..\\..\\boot.ini" to "boot.ini",
                "C:\\Users\\me\\cv.pdf" to "cv.pdf",
                "/etc/passwd" to "passwd",
                "a\u202Egpj.exe" to "agpj.exe",
                "a\u2066b\u2069.pdf" to "ab.pdf",
                "in\u0000vo\u001Fice\u007F.pdf" to "invoice.pdf",
                "zero\u200Bwidth\uFEFF.txt" to "zerowidth.txt",
                "line\u2028break.txt" to "linebreak.txt",
                "evil.exe. . " to "evil.exe",
                "..." to "",
                "folder/" to "",
                "Ünïcödé 写真.jpg" to "Ünïcödé 写真.jpg",
            )

        cases.forEach { (given, cleaned) -> assertEquals(cleaned, FileNames.clean(given), given) }
    }

    @Test
    fun SEC7_a_suggested_name_is_safe_to_store_under() {
        val cases =
            listOf(
                null to "file",
                "" to "file",
                "../../.ssh/authorized_keys" to "authorized_keys",
                ".bashrc" to "bashrc",
                "CON" to "_CON",
                "com1.txt" to "_com1.txt",
                "a<b>:c|d?.txt" to "a_b__c_d_.txt",
                "con\u202Etxt.exe" to "contxt.exe",
            )

        cases.forEach { (given, safe) -> assertEquals(safe, FileNames.forDisk(given), given) }
    }

    @Test
    fun SEC7_a_long_name_is_shortened_by_bytes_and_keeps_its_ending() {
        val name = FileNames.forDisk("📦".repeat(500) + ".pdf")

        assertTrue(name.encodeToByteArray().size <= 200)
        assertTrue(name.endsWith(".pdf"))
        assertEquals(name, name.encodeToByteArray().decodeToString(), "no half characters")
    }

    @Test
    fun the_extension_is_what_follows_the_last_dot() {
        assertEquals("gz", FileNames.extension("backup.tar.GZ"))
        assertEquals(null, FileNames.extension("README"))
        assertEquals(null, FileNames.extension(".profile"))
        assertEquals(null, FileNames.extension("dot."))
    }
}
