package dev.confab.transport.model

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class FailureClassTest {
    @Test
    fun every_code_has_a_class() {
        val expected =
            mapOf(
                FailureClass.TRANSIENT to listOf(408, 425, 429, 500, 502, 503, 504, 599) +
                    listOf(4029, 5000, 1001, -1009, 6000, 6004, 6007, 7003, 7005, 7007),
                FailureClass.PERMANENT to
                    listOf(301, 400, 403, 404, 409, 4000, 4001, 4006, 4007, 4011, 4013, 4017, 4020, 4102) +
                    listOf(1002, 6006, 7000, 7001, 7002, 7004, 7008, 7009, 12_345),
                FailureClass.AUTH to listOf(401, 6001, 6003),
                FailureClass.PROTOCOL to listOf(7006),
            )
        for ((failureClass, codes) in expected) {
            for (code in codes) assertEquals(failureClass, FailureClass.of(ErrorCode.of(code)), "code $code")
        }
    }

    @Test
    fun unknown_numbers_are_kept() {
        assertEquals(4999, ErrorCode.of(4999).value)
        assertEquals("ClientResponseError", ErrorCode.of(418).name)
        assertEquals("ServerResponseError", ErrorCode.of(503).name)
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, ErrorCode.of(4011))
    }

    @Test
    fun only_what_may_go_away_is_retryable() {
        assertTrue(ErrorCode.REQUEST_RATE_TOO_HIGH.isRetryable)
        assertFalse(ErrorCode.MESSAGE_TOO_LONG.isRetryable)
    }

    @Test
    fun every_code_has_an_action() {
        assertEquals(CorrectiveAction.TOO_MANY_REQUESTS, ErrorCode.of(429).correctiveAction)
        assertEquals(CorrectiveAction.SHORTEN_MESSAGE, ErrorCode.MESSAGE_TOO_LONG.correctiveAction)
        assertEquals(CorrectiveAction.CHECK_CONFIGURATION, ErrorCode.WEBSOCKET_ACCESS_DENIED.correctiveAction)
        assertEquals(CorrectiveAction.UNKNOWN, ErrorCode.of(12_345).correctiveAction)
    }
}
