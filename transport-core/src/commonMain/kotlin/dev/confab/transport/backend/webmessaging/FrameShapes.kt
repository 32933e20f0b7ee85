package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.Shape
import dev.confab.transport.net.Shape.Each
import dev.confab.transport.net.Shape.Fields
import dev.confab.transport.net.Shape.Flag
import dev.confab.transport.net.Shape.Number
import dev.confab.transport.net.Shape.OneOf
import dev.confab.transport.net.Shape.Scalar
import dev.confab.transport.net.Shape.Texts
import dev.confab.transport.net.Shape.Whole
import dev.confab.transport.net.text

/** What the codec knows of whole frames, in both directions, and of the history (protocol notes §2.4, §2.6, §2.7, §5.1). */
internal object FrameShapes {
    private fun scalars(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Scalar }.toTypedArray()

    private fun numbers(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Number }.toTypedArray()

    private fun flags(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Flag }.toTypedArray()

    private val allowedMedia =
        Fields(
            "inbound" to Fields(
                "fileTypes" to Each(
                    Whole(Fields("type" to Scalar)) {
                        it.text("type") != null
                    },
                ),
                "maxFileSizeKB" to Number,
            ),
        )

    private val error = Fields(
        *scalars("name", "message", "stack", "code", "errorMessage", "attachmentId", "timestamp"),
        *numbers("errorCode", "retryAfter"),
        "tracingId" to Scalar,
    )

    /** Null: a class that the codec does not know. */
    fun body(name: String?): Shape? = BODIES[name]

    /** A frame of the service whose body has the shape [body]. */
    fun frame(body: Shape): Shape = Fields(
        "type" to OneOf("response", "message"),
        *scalars("class", "tracingId"),
        "code" to Number,
        "body" to body,
    )

    private val BODIES: Map<String, Shape> = mapOf(
        // A body of another kind than text occurs, too.
        "string" to Shape.Anything,
        "SessionResponse" to Fields(
            *flags("connected", "newSession", "readOnly", "clearedExistingSession", "autoStarted"),
            *numbers("maxCustomDataBytes", "durationSeconds", "expirationDate"),
            "tracingId" to Scalar,
            "allowedMedia" to allowedMedia,
            "blockedExtensions" to Each(Scalar),
        ),
        "StructuredMessage" to ContentShapes.message,
        "PresignedUrlResponse" to
            Fields(
                *scalars("attachmentId", "url", "fileName", "fileType", "tracingId"),
                "fileSize" to Number,
                "headers" to Texts,
            ),
        "AttachmentDeletedResponse" to Fields(*scalars("attachmentId", "tracingId")),
        "UploadSuccessEvent" to Fields(*scalars("attachmentId", "downloadUrl", "timestamp", "tracingId")),
        "UploadFailureEvent" to error,
        "ConnectionClosedEvent" to
            Fields("reason" to OneOf("signedIn", ""), "reasonCode" to OneOf("signedIn", ""), *scalars("tracingId")),
        "LogoutEvent" to Fields(*scalars("tracingId")),
        "SessionExpiredEvent" to Fields(*scalars("tracingId")),
        "SessionClearedEvent" to Fields(*scalars("tracingId")),
        "JwtResponse" to Fields(*scalars("jwt", "tracingId"), "exp" to Number),
        "ResumeTokenResponse" to Fields(*scalars("resumeToken", "tracingId"), "exp" to Number),
        "GetConfigurationResponse" to Fields(
            *numbers("maxCustomDataBytes", "sessionDurationSeconds"),
            "messageRoutingEnabled" to Flag,
            "tracingId" to Scalar,
            "allowedMedia" to allowedMedia,
            "blockedExtensions" to Each(Scalar),
        ),
        "GenerateUrlError" to error,
        "TooManyRequestsErrorMessage" to error,
        "ErrorMessage" to error,
        "Error" to error,
    )

    private val journeyContext = Fields(
        "customer" to Fields(*scalars("id", "idType")),
        "customerSession" to Fields(*scalars("id", "type")),
        "triggeringAction" to Fields("id" to Scalar, "actionMap" to Fields("id" to Scalar, "version" to Number)),
    )

    val request: Shape = Fields(
        "action" to OneOf(
            "configureSession",
            "configureAuthenticatedSession",
            "onMessage",
            "echo",
            "onAttachment",
            "getAttachment",
            "deleteAttachment",
            "getJwt",
            "closeSession",
            "getConfiguration",
            "resumeToken",
            "disconnectCustomer",
        ),
        *scalars(
            "token",
            "tracingId",
            "deploymentId",
            "resumeToken",
            "time",
            "attachmentId",
            "fileName",
            "fileType",
            "fileMd5",
        ),
        *flags("startNew", "errorsAsJson", "closeAllConnections"),
        "fileSize" to Number,
        "journeyContext" to journeyContext,
        "data" to Fields("code" to Scalar),
        "message" to ContentShapes.message,
        "channel" to ContentShapes.channel,
    )

    val history: Shape = Fields(
        "entities" to Each(Whole(ContentShapes.message) { !StructuredMessageCodec.isNothing(it) }),
        *numbers("pageSize", "pageNumber", "total", "pageCount"),
    )
}
