package dev.confab.transport.backend.amm

import dev.confab.transport.net.Shape
import dev.confab.transport.net.Shape.Anything
import dev.confab.transport.net.Shape.Each
import dev.confab.transport.net.Shape.Fields
import dev.confab.transport.net.Shape.Flag
import dev.confab.transport.net.Shape.Number
import dev.confab.transport.net.Shape.OneOf
import dev.confab.transport.net.Shape.Scalar
import dev.confab.transport.net.Shape.Time

/** What the protocol notes know of the documents and frames of the service (§B.4 to §B.10). */
internal object AmmShapes {
    val entity: Shape = Fields(
        "address" to Scalar,
        "displayName" to Scalar,
        "givenName" to Scalar,
        "surname" to Scalar,
        "nativeGivenName" to Scalar,
        "nativeSurname" to Scalar,
        "language" to Scalar,
        "modalities" to Each(Scalar),
        "type" to Scalar,
        "subType" to Scalar,
        "picture" to Scalar,
    )

    private val sensitivities = OneOf("NORMAL", "PERSONAL", "PRIVATE", "CONFIDENTIAL")

    private val event = Fields(
        "type" to OneOf(
            AmmMessage.MESSAGE,
            AmmMessage.JOINED,
            AmmMessage.LEFT,
            AmmMessage.SESSION,
            AmmMessage.SUBJECT_CHANGE,
            AmmMessage.CLOSED,
            AmmMessage.START,
        ),
        "participants" to Each(entity),
        "reason" to OneOf("NONE", "none", "MANUAL", "AUTO", "FORCED"),
        "sessionType" to OneOf("AUDIO", "VIDEO"),
        "units" to Scalar,
        "value" to Scalar,
    )

    private val part = Fields(
        "partId" to Scalar,
        "mimeType" to Scalar,
        "disposition" to Scalar,
        "size" to Number,
        "duration" to Number,
        "media" to Anything,
    )

    val message: Shape = Fields(
        "id" to Scalar,
        "href" to Scalar,
        "threadId" to Scalar,
        "subject" to Scalar,
        "body" to Scalar,
        "htmlBody" to Scalar,
        "inReplyTo" to Scalar,
        "from" to entity,
        "to" to Each(entity),
        "event" to event,
        "flags" to Fields(
            "read" to Flag,
            "doNotForward" to Flag,
            "importance" to OneOf("NORMAL", "LOW", "HIGH"),
            "sensitivity" to sensitivities,
            "href" to Scalar,
        ),
        "parts" to Each(part),
        "receivedDate" to Time,
        "lastModifiedDate" to Time,
    )

    val conversation: Shape = Fields(
        "id" to Scalar,
        "href" to Scalar,
        "subject" to Scalar,
        "name" to Scalar,
        "owner" to Anything,
        "type" to OneOf("THREAD", "TOPIC"),
        "flags" to Fields("active" to Flag, "closed" to Flag, "sensitivity" to sensitivities, "href" to Scalar),
        "isMultiparty" to Flag,
        "participants" to Anything,
        "messages" to Each(message),
        "lastAccessedTime" to Time,
        "lastUpdated" to Time,
        "latestEntryTimestamp" to Time,
        "counts" to Fields(
            "messageCount" to Number,
            "messageUnreadMessage" to Number,
            "messageAttachment" to Number,
            "messageUnreadAttachment" to Number,
            "eventCount" to Number,
            "eventUnreadMessage" to Number,
        ),
        "totalCount" to Number,
        "unreadCount" to Number,
        "attachmentCount" to Number,
        "unreadAttachmentCount" to Number,
    )

    val conversations: Shape = Fields(
        "conversations" to Each(conversation),
        "href" to Scalar,
        "lastUpdated" to Time,
        "moreSearchResults" to Flag,
    )

    val ids: Shape = Fields(
        "conversationIds" to Each(Fields("id" to Scalar, "href" to Scalar, "lastAccessedTime" to Time, "lastUpdated" to Time)),
        "href" to Scalar,
        "lastUpdated" to Time,
    )

    val participants: Shape = Fields("participants" to Each(entity), "href" to Scalar)

    val validations: Shape = Fields("validatedAddresses" to Each(Fields("query" to Scalar, "addresses" to Each(entity))))

    val error: Shape = Fields("errorCode" to Number, "errorMsg" to Scalar, "displayMsg" to Scalar)

    private val link = Fields("href" to Scalar, "requestTypes" to Each(Scalar), "limits" to Anything, "capabilities" to Anything)

    val resources: Shape = Fields(
        "version" to Number,
        "self" to Scalar,
        "domains" to Each(Scalar),
        "avayaRequestTimeout" to Fields("recommended" to Number, "minimum" to Number, "maximum" to Number),
        "capabilities" to Anything,
        "limits" to Anything,
        "conversationsResource" to link,
        // Older documents have plain addresses in place of links.
        "conversations" to Anything,
        "addresses" to Anything,
        "messages" to Anything,
        "outbox" to Anything,
        "services" to Anything,
        "notificationService" to Fields("websocket" to link, "sse" to link),
        "sessionManagement" to Fields("href" to Scalar, "timeout" to Number, "username" to Scalar),
        "users" to Anything,
        "contacts" to Anything,
        "picture" to Anything,
        "notifications" to Anything,
    )

    private val resource = Fields(
        "application" to Scalar,
        "service" to OneOf("conversation", "chatState"),
        "resource" to Scalar,
        "state" to Fields("entityTag" to Scalar),
    )

    private val results = Fields("successful" to Each(resource), "failed" to Each(Anything))

    private val answer = Fields("requestId" to Scalar, "version" to Scalar, "results" to results)

    val frame: Shape = Fields(
        "discovery" to Fields(
            "version" to Scalar,
            "applications" to Each(Scalar),
            "capabilities" to Anything,
            "sessionManagement" to Anything,
            "commandURL" to Scalar,
        ),
        "subscribed" to answer,
        "unsubscribed" to answer,
        "notified" to Fields("requestId" to Scalar, "version" to Scalar, "results" to Anything),
        "resourceState" to answer,
        "notification" to Fields(
            "application" to Scalar,
            "service" to OneOf("conversation", "chatState"),
            "resource" to Scalar,
            "version" to Scalar,
            "contents" to Fields(
                "entityTag" to Scalar,
                "address" to Scalar,
                "state" to OneOf("composing", "paused"),
                "action" to OneOf("typing", "recordingAudio", "recordingVideo", "attachingFile", "takingPicture", "other"),
                "timestamp" to Scalar,
            ),
        ),
        "pong" to Fields("requestId" to Scalar, "version" to Scalar),
    )
}
