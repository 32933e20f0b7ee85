package dev.confab.transport.net

import kotlin.test.Test
import kotlin.test.assertEquals

class RetryAfterTest {
    @Test
    fun REL9_the_service_may_ask_for_a_wait_of_a_day_at_most_and_never_for_one_in_the_past() {
        val asked = mapOf(
            "7" to 7_000L,
            " 7 " to 7_000L,
            "0" to 0L,
            "-5" to 0L,
            "86401" to 86_400_000L,
            "${Long.MAX_VALUE}" to 86_400_000L,
            "Wed, 21 Oct 2026 07:28:00 GMT" to null,
            "" to null,
            null to null,
        )
        asked.forEach { (header, millis) -> assertEquals(millis, retryAfterMillis(header), "$header") }
    }
}
