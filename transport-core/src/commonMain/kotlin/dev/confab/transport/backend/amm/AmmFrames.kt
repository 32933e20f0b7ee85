package dev.confab.transport.backend.amm

import dev.confab.transport.backend.FrameInspector
import dev.confab.transport.backend.Inspection
import dev.confab.transport.net.InspectionReport
import dev.confab.transport.net.number
import kotlinx.serialization.json.JsonObject

/**
 * Inspects what a server of Avaya Multimedia Messaging says: its documents and the frames of its channels (protocol notes §B.4 to §B.10). What is
 * reported as unknown may well be known to the vendor: nothing public lists all fields.
 */
public class AmmFrames : FrameInspector {
    override val backend: String get() = AmmTransport.BACKEND

    override fun inspect(text: String): Inspection = InspectionReport.of(text) { root ->
        if (root !is JsonObject) InspectionReport.noFrame("A document or frame is an object.") else inspect(text, root)
    }

    private fun inspect(text: String, root: JsonObject): Inspection {
        val resources = AmmResources.of(root, AmmFlavour.V3_2)
        val message = AmmCodec.message(root)
        val conversation = AmmCodec.conversation(root)
        return when {
            "self" in root -> InspectionReport.of(
                resources?.let(::resources) ?: mapOf("kind" to "resources"),
                AmmShapes.resources.strange(root),
            )

            "conversations" in root -> InspectionReport.of(
                AmmCodec.conversations(root)?.let(::list) ?: mapOf("kind" to "conversations"),
                AmmShapes.conversations.strange(root),
            )

            "conversationIds" in root -> InspectionReport.of(
                mapOf("kind" to "ids", "ids" to AmmCodec.conversationIds(root).orEmpty().filterNotNull()),
                AmmShapes.ids.strange(root),
            )

            "validatedAddresses" in root -> InspectionReport.of(validations(root), AmmShapes.validations.strange(root))

            "errorCode" in root -> InspectionReport.of(
                mapOf("kind" to "refused", "code" to root.number("errorCode")),
                AmmShapes.error.strange(root),
            )

            message != null && "body" in root -> InspectionReport.of(message(message), AmmShapes.message.strange(root))

            conversation != null -> InspectionReport.of(conversation(conversation), AmmShapes.conversation.strange(root))

            "participants" in root -> InspectionReport.of(participants(root), AmmShapes.participants.strange(root))

            else -> InspectionReport.of(frame(AmmFrame.decode(text)), AmmShapes.frame.strange(root))
        }
    }

    private fun resources(resources: AmmResources): Map<String, Any?> = with(resources.features) {
        mapOf(
            "kind" to "resources",
            "flavour" to flavour.name,
            "self" to selfAddress,
            "domains" to routableDomains,
            "links" to resources.links.map { it.first },
            "userName" to resources.userName,
            "richContent" to richContent,
            "subjectChange" to subjectChange,
            "maxTextLength" to maxTextLength,
            "maxSubjectLength" to maxSubjectLength,
            "maxAudioBytes" to maxAudioBytes,
            "maxImageBytes" to maxImageBytes,
            "maxVideoBytes" to maxVideoBytes,
            "maxOtherFileBytes" to maxOtherFileBytes,
            "maxAttachments" to maxAttachments,
            "maxMessageCount" to maxMessageCount,
            "maxIdsLimit" to maxIdsLimit,
            "maxBatchSize" to maxBatchSize,
            "longPollSeconds" to resources.longPollSeconds,
        )
    }

    private fun list(list: AmmConversations): Map<String, Any?> = mapOf(
        "kind" to "conversations",
        "lastUpdatedMillis" to list.lastUpdatedMillis,
        "hasMore" to list.hasMore,
        "conversations" to list.conversations.map { conversation(it) - "kind" },
    )

    private fun conversation(conversation: AmmConversation): Map<String, Any?> = mapOf(
        "kind" to "conversation",
        "id" to conversation.id,
        "subject" to conversation.subject,
        "active" to conversation.active,
        "closed" to conversation.closed,
        "sensitivity" to conversation.sensitivity,
        "participants" to conversation.participants?.map(::entity),
        "lastAccessedMillis" to conversation.lastAccessedMillis,
        "lastUpdatedMillis" to conversation.lastUpdatedMillis,
        "totalCount" to conversation.totalCount,
        "unreadCount" to conversation.unreadCount,
        "messages" to conversation.messages.map { message(it) - "kind" },
    )

    private fun message(message: AmmMessage): Map<String, Any?> = mapOf(
        "kind" to "message",
        "id" to message.id,
        "threadId" to message.threadId,
        "event" to message.event,
        "subject" to message.subject,
        "body" to message.body,
        "htmlBody" to message.htmlBody,
        "from" to message.from?.let(::entity),
        "to" to message.to.map(::entity),
        "eventParticipants" to message.eventParticipants.map(::entity),
        "reason" to message.reason,
        "sessionType" to message.sessionType,
        "isRead" to message.isRead,
        "importance" to message.importance,
        "sensitivity" to message.sensitivity,
        "inReplyTo" to message.inReplyTo,
        "parts" to message.parts.map(::part),
        "receivedMillis" to message.receivedMillis,
    )

    /** Without the address of the file: whoever has it, and the user's credentials, can read it. */
    private fun part(part: AmmPart): Map<String, Any?> = mapOf(
        "id" to part.id,
        "mimeType" to part.mimeType,
        "inline" to part.inline,
        "fileName" to part.fileName,
        "sizeBytes" to part.sizeBytes,
        "durationSeconds" to part.durationSeconds,
        "hasMedia" to (part.media != null),
    )

    private fun entity(entity: AmmEntity): Map<String, Any?> =
        mapOf("address" to entity.address, "name" to entity.displayName, "type" to entity.type, "picture" to entity.pictureUrl)

    private fun validations(root: JsonObject): Map<String, Any?> = mapOf(
        "kind" to "validations",
        "validations" to AmmCodec.validations(root).map { mapOf("query" to it.query, "valid" to it.valid.map(::entity)) },
    )

    private fun participants(root: JsonObject): Map<String, Any?> =
        mapOf("kind" to "participants", "participants" to AmmCodec.participants(root).map(::entity))

    private fun frame(frame: AmmFrame): Map<String, Any?> = when (frame) {
        is AmmFrame.Discovery -> mapOf("kind" to "discovery", "commandUrl" to frame.commandUrl)

        is AmmFrame.Subscribed -> mapOf("kind" to "subscribed", "resources" to frame.resources)

        is AmmFrame.Unsubscribed -> mapOf("kind" to "unsubscribed", "resources" to frame.resources)

        is AmmFrame.Changed -> mapOf("kind" to "changed", "entityTag" to frame.entityTag)

        is AmmFrame.ChatState -> mapOf(
            "kind" to "chatState",
            "resource" to frame.resource,
            "address" to frame.address,
            "composing" to frame.composing,
            "action" to frame.action,
            "timeMillis" to frame.timeMillis,
        )

        is AmmFrame.Notified -> mapOf("kind" to "notified", "requestId" to frame.requestId, "succeeded" to frame.succeeded)

        is AmmFrame.ResourceState -> mapOf("kind" to "resourceState", "entityTag" to frame.entityTag)

        is AmmFrame.Pong -> mapOf("kind" to "pong", "requestId" to frame.requestId)

        is AmmFrame.Unknown -> mapOf("kind" to "unknown", "type" to frame.kind)
    }
}
