package dev.confab.transport.net

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull

class BoundedJsonTest {
    @Test
    fun an_object_is_read() {
        assertEquals("b", BoundedJson.parseObject("""{"a":"b"}""")?.text("a"))
    }

    @Test
    fun what_is_no_object_is_null() {
        for (text in listOf("", "[]", "nonsense", "{", """{"a":}""", "\u0000", "{}{}")) assertNull(BoundedJson.parseObject(text), text)
    }

    @Test
    fun SEC5_deep_nesting_is_refused_before_it_is_parsed() {
        fun nested(depth: Int) = "[".repeat(depth) + "]".repeat(depth)
        assertNotNull(BoundedJson.parse(nested(64)))
        assertNull(BoundedJson.parse(nested(65)))
        assertNull(BoundedJson.parse(nested(100_000)))
        assertNull(BoundedJson.parse("""{"a":""".repeat(100_000)))
    }

    @Test
    fun brackets_inside_a_string_are_no_nesting() {
        assertEquals("[".repeat(200) + "\"", BoundedJson.parseObject("""{"a":"${"[".repeat(200)}\""}""")?.text("a"))
    }

    @Test
    fun SEC5_a_text_that_is_too_long_is_refused() {
        assertNull(BoundedJson.parseObject("""{"a":"${"x".repeat(1 shl 20)}"}"""))
    }

    @Test
    fun a_field_of_another_kind_reads_as_absent() {
        val fields = assertNotNull(BoundedJson.parseObject("""{"object":{},"text":"7","number":7,"null":null,"list":[1]}"""))
        assertNull(fields.text("object"))
        assertNull(fields.text("null"))
        assertNull(fields.flag("text"))
        assertNull(fields.obj("list"))
        assertEquals(7, fields.number("text"))
        assertEquals(7, fields.number("number"))
        assertEquals(emptyList(), fields.list("object"))
        assertEquals(mapOf("text" to "7", "number" to "7"), fields.texts())
    }
}
