package dev.confab.transport.model

import dev.confab.transport.model.CorrectiveAction.BAD_REQUEST
import dev.confab.transport.model.CorrectiveAction.CHECK_CONFIGURATION
import dev.confab.transport.model.CorrectiveAction.CHECK_NETWORK
import dev.confab.transport.model.CorrectiveAction.CHOOSE_ANOTHER_FILE
import dev.confab.transport.model.CorrectiveAction.FORBIDDEN
import dev.confab.transport.model.CorrectiveAction.NOT_FOUND
import dev.confab.transport.model.CorrectiveAction.REQUEST_TIME_OUT
import dev.confab.transport.model.CorrectiveAction.RE_AUTHENTICATE
import dev.confab.transport.model.CorrectiveAction.START_NEW_SESSION
import dev.confab.transport.model.CorrectiveAction.TOO_MANY_REQUESTS
import dev.confab.transport.model.CorrectiveAction.UNKNOWN
import dev.confab.transport.model.CorrectiveAction.UPLOAD_AGAIN
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertSame

/** The table of the protocol notes, §1.8. */
class ErrorCodeTest {
    @Test
    fun every_number_of_the_table_has_its_name_and_its_advice() {
        val table = listOf(
            Row(4000, "FeatureUnavailable", FORBIDDEN),
            Row(4001, "FileTypeInvalid", CHOOSE_ANOTHER_FILE),
            Row(4002, "FileSizeInvalid", CHOOSE_ANOTHER_FILE),
            Row(4003, "FileContentInvalid", CHOOSE_ANOTHER_FILE),
            Row(4004, "FileNameInvalid", CHOOSE_ANOTHER_FILE),
            Row(4005, "FileNameTooLong", CHOOSE_ANOTHER_FILE),
            Row(4006, "SessionHasExpired", START_NEW_SESSION),
            Row(4007, "SessionNotFound", START_NEW_SESSION),
            Row(4008, "AttachmentHasExpired", UPLOAD_AGAIN),
            Row(4009, "AttachmentNotFound", UPLOAD_AGAIN),
            Row(4010, "AttachmentNotSuccessfullyUploaded", UPLOAD_AGAIN),
            Row(4011, "MessageTooLong", CorrectiveAction.SHORTEN_MESSAGE),
            Row(4013, "CustomAttributeSizeTooLarge", CorrectiveAction.CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE),
            Row(4017, "CannotDowngradeToUnauthenticated", RE_AUTHENTICATE),
            Row(4020, "MissingParameter", BAD_REQUEST),
            Row(4029, "RequestRateTooHigh", TOO_MANY_REQUESTS),
            Row(4102, "FileEmpty", CHOOSE_ANOTHER_FILE),
            Row(5000, "UnexpectedError", UNKNOWN),
            Row(1001, "WebsocketError", CHECK_NETWORK),
            Row(1002, "WebsocketAccessDenied", CHECK_CONFIGURATION),
            Row(-1009, "NetworkDisabled", CHECK_NETWORK),
            Row(6000, "CancellationError", UNKNOWN),
            Row(6001, "AuthFailed", RE_AUTHENTICATE),
            Row(6002, "AuthLogoutFailed", RE_AUTHENTICATE),
            Row(6003, "RefreshAuthTokenFailure", RE_AUTHENTICATE),
            Row(6004, "HistoryFetchFailure", UNKNOWN),
            Row(6005, "ClearConversationFailure", FORBIDDEN),
            Row(6006, "MissingDeploymentConfig", CHECK_CONFIGURATION),
            Row(6007, "DeploymentConfigFetchFailed", CHECK_CONFIGURATION),
            Row(6008, "AttachmentUploadInterrupted", UPLOAD_AGAIN),
            Row(6020, "DeviceTokenOperationFailure", UNKNOWN),
            Row(6021, "DeviceAlreadyRegistered", UNKNOWN),
            Row(6022, "DeviceNotFound", UNKNOWN),
            Row(6023, "ContactStitchingError", UNKNOWN),
            Row(6024, "DeviceRegistrationFailure", UNKNOWN),
            Row(6025, "DeviceUpdateFailure", UNKNOWN),
            Row(6026, "DeviceDeleteFailure", UNKNOWN),
            Row(6027, "DeploymentIdMismatch", CHECK_CONFIGURATION),
            Row(409, "SessionReadOnly", START_NEW_SESSION),
            Row(302, "RedirectResponseError", UNKNOWN),
            Row(400, "ClientResponseError", BAD_REQUEST),
            Row(401, "ClientResponseError", RE_AUTHENTICATE),
            Row(403, "ClientResponseError", FORBIDDEN),
            Row(404, "ClientResponseError", NOT_FOUND),
            Row(408, "ClientResponseError", REQUEST_TIME_OUT),
            Row(429, "ClientResponseError", TOO_MANY_REQUESTS),
            Row(503, "ServerResponseError", UNKNOWN),
        )

        assertEquals(table, table.map { row -> ErrorCode.of(row.value).let { Row(it.value, it.name, it.correctiveAction) } })
    }

    @Test
    fun numbers_that_nobody_knows_are_kept() {
        listOf(4012, 4014, 4015, 4016, 4711, 0, -1, Int.MAX_VALUE, Int.MIN_VALUE).forEach {
            val code = ErrorCode.of(it)
            assertEquals(it, code.value)
            assertEquals("Unknown", code.name)
            assertEquals(UNKNOWN, code.correctiveAction)
        }
    }

    @Test
    fun a_constant_is_the_code_of_its_number() {
        assertSame(ErrorCode.SESSION_NOT_FOUND, ErrorCode.of(4007))
        assertSame(ErrorCode.OWNERSHIP_LOST, ErrorCode.of(7012))
    }

    private data class Row(val value: Int, val name: String, val action: CorrectiveAction)
}
