package dev.confab.transport.backend

import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FailureClass

/**
 * What went wrong between us and a service.
 *
 * @property message for a person: what happened to which object. Holds no secret and no message text.
 * @property retryAfterMillis how long the service asks to wait, or null.
 */
public class TransportFailure(
    public val code: ErrorCode,
    public val message: String,
    public val failureClass: FailureClass,
    public val retryAfterMillis: Long?,
) {
    /** Of the class that the code has. */
    public constructor(code: ErrorCode, message: String) : this(code, message, code.failureClass, null)

    override fun equals(other: Any?): Boolean = other is TransportFailure &&
        other.code == code &&
        other.message == message &&
        other.failureClass == failureClass &&
        other.retryAfterMillis == retryAfterMillis

    override fun hashCode(): Int = code.hashCode() * 31 + message.hashCode()

    override fun toString(): String = "$code: $message"
}
