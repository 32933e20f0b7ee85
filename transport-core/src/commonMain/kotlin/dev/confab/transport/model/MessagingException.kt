package dev.confab.transport.model

/** The one exception of this library. Its message says what happened, to which object, and what to do next. */
public open class MessagingException(public val code: ErrorCode, message: String, cause: Throwable?) : RuntimeException(message, cause) {
    public constructor(code: ErrorCode, message: String) : this(code, message, null)
}
