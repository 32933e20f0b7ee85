package dev.confab.transport.net

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class TimestampsTest {
    private val moment = 1893752130120L

    @Test
    fun a_moment_is_read_in_every_spelling() {
        listOf(
            "2030-01-04T10:15:30.120Z",
            "2030-01-04T10:15:30.12z",
            "2030-01-04t10:15:30,120Z",
            " 2030-01-04 10:15:30.120 Z",
            "2030-01-04T10:15:30.120000000000000Z",
            "2030-01-04T11:15:30.120+01:00",
            "2030-01-04T10:15:30.120+0000",
            "2030-01-04T05:15:30.120-05",
            "2030-01-04T10:15:30.120",
            "1893752130120",
        ).forEach { assertEquals(moment, Timestamps.millis(it), it) }
        assertEquals(1893752130000, Timestamps.millis("1893752130"), "seconds")
        assertEquals(1893752100000, Timestamps.millis("2030-01-04T10:15Z"), "no seconds")
    }

    @Test
    fun what_is_no_moment_is_none() {
        listOf(
            "", " ", "yesterday", "2030-01-04", "10:15:30", "2030-13-04T10:15:30Z", "2030-01-04T25:15:30Z", "NaN", "-5", "7",
            "1".repeat(
                40,
            ),
        )
            .forEach { assertNull(Timestamps.millis(it), it) }
    }
}
