package dev.confab.transport.backend

import dev.confab.transport.model.MessagingException

/** Thrown by a [Transport] or a [Link]; the [failure] says whether to try again. */
public class TransportException(public val failure: TransportFailure, cause: Throwable?) :
    MessagingException(failure.code, failure.message, cause) {
    public constructor(failure: TransportFailure) : this(failure, null)
}
