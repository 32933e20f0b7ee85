package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.Shape
import dev.confab.transport.net.Shape.Each
import dev.confab.transport.net.Shape.Fields
import dev.confab.transport.net.Shape.Flag
import dev.confab.transport.net.Shape.Number
import dev.confab.transport.net.Shape.OneOf
import dev.confab.transport.net.Shape.Scalar
import dev.confab.transport.net.Shape.Texts
import dev.confab.transport.net.Shape.Time

/** What the codec knows of frames, requests and answers (protocol notes of guest chat §4, §5, §6.1). */
internal object GuestChatShapes {
    private fun scalars(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Scalar }.toTypedArray()

    private fun numbers(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Number }.toTypedArray()

    private fun words(known: List<ChatTerm>): Shape = OneOf(*known.map { it.value }.toTypedArray())

    private val bodyType = words(BodyType.known)
    private val state = words(MemberState.known)
    private val mediaState = words(MediaRequestState.known)

    val member: Shape = Fields(
        *scalars("id", "displayName", "firstName", "lastName", "email", "phoneNumber", "avatarImageUrl"),
        "joinDate" to Time,
        "leaveDate" to Time,
        "authenticatedGuest" to Flag,
        "role" to words(MemberRole.known),
        "state" to state,
        "customFields" to Texts,
    )
    private val conversation = Fields(*scalars("id", "name", "selfUri"), "member" to member)
    val message: Shape = Fields(
        *scalars("id", "name", "body", "selfUri"),
        "timestamp" to Time,
        "conversation" to conversation,
        "sender" to member,
        "bodyType" to bodyType,
    )
    val typing: Shape = Fields(*scalars("id"), "timestamp" to Time, "conversation" to conversation, "sender" to member)
    private val memberChange = Fields("timestamp" to Time, "conversation" to conversation, "member" to member)
    val created: Shape = Fields(*scalars("id", "jwt", "eventStreamUri"), "member" to member)
    val members: Shape = Fields(
        *numbers("pageSize", "pageNumber", "total", "pageCount"),
        *scalars("selfUri", "firstUri", "lastUri", "nextUri", "previousUri"),
        "entities" to Each(member),
    )
    val messages: Shape = Fields(*numbers("pageSize"), *scalars("previousPage", "next", "selfUri"), "entities" to Each(message))
    val mediaRequest: Shape = Fields(
        *scalars("id", "name", "communicationId", "securityKey", "selfUri"),
        "types" to Each(words(MediaType.known)),
        "state" to mediaState,
    )
    val mediaRequests: Shape = Fields("entities" to Each(mediaRequest))

    /** Refusals hold refusals, as deep as JSON is read. */
    val error: Shape = (1..BoundedJson.MAX_DEPTH / 2).fold<Int, Shape>(Shape.Anything) { inner, _ -> errorHolding(inner) }

    private fun errorHolding(inner: Shape) = Fields(
        *scalars("message", "code", "entityId", "entityName", "messageWithParams", "contextId"),
        "status" to Number,
        "messageParams" to Texts,
        "details" to Each(Fields(*scalars("errorCode", "fieldName", "entityId", "entityName"))),
        "errors" to Each(inner),
        "limit" to Fields(*scalars("key", "namespace", "value")),
    )
    val create: Shape = Fields(
        *scalars("organizationId", "deploymentId", "memberAuthToken"),
        "routingTarget" to Fields(
            *scalars("targetType", "targetAddress", "language"),
            "priority" to Number,
            "skills" to Each(Scalar),
        ),
        "memberInfo" to Fields(
            *scalars("displayName", "firstName", "lastName", "email", "phoneNumber", "avatarImageUrl"),
            "customFields" to Texts,
        ),
        "journeyContext" to Fields(
            "customer" to Fields(*scalars("id", "idType")),
            "customerSession" to Fields(*scalars("id", "type")),
            "triggeringAction" to Fields(*scalars("id"), "actionMap" to Fields(*scalars("id"), "version" to Number)),
        ),
    )
    val say: Shape = Fields(*scalars("body"), "bodyType" to bodyType)

    fun frame(frame: StreamFrame): Shape = Fields(
        *scalars("topicName", "version"),
        "metadata" to Fields(*scalars("CorrelationId"), "type" to OneOf("message", "typing-indicator", "member-change")),
        "eventBody" to when (frame) {
            is StreamFrame.Message -> message
            is StreamFrame.Typing -> typing
            is StreamFrame.MemberChanged -> memberChange
            is StreamFrame.Heartbeat -> Fields(*scalars("message"))
            is StreamFrame.Unknown -> Shape.Anything
        },
    )
}
