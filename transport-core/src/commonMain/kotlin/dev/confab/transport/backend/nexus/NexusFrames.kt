package dev.confab.transport.backend.nexus

import dev.confab.transport.backend.FrameInspector
import dev.confab.transport.backend.Inspection
import dev.confab.transport.net.InspectionReport
import dev.confab.transport.net.Shape
import dev.confab.transport.net.obj
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/** Inspects answers of the chat service of Multicloud CX v3 (protocol notes §3.2, §3.3). */
public class NexusFrames : FrameInspector {
    override val backend: String get() = "nexus"

    override fun inspect(text: String): Inspection = InspectionReport.of(text) { root ->
        if (root !is JsonObject || ("status" !in root && "data" !in root)) {
            InspectionReport.noFrame("An answer has a status or data.")
        } else {
            InspectionReport.of(fields(root), envelope.strange(root))
        }
    }

    private fun fields(root: JsonObject): Map<String, Any?> {
        val created = NexusCodec.created(root)
        val page = NexusCodec.page(root, 1)
        val known = when {
            created != null -> mapOf("kind" to "created", "sessionId" to created.sessionId, "selfUri" to created.selfUri)
            page != null -> mapOf("kind" to "messages", "hasMore" to page.hasMore, "messages" to page.entries.map(::entry))
            else -> mapOf("kind" to "answer", "fileId" to root.obj("data")?.text("fileId"))
        }
        return known + ("code" to NexusCodec.code(root))
    }

    private fun entry(entry: NexusEntry): Map<String, Any?> = mapOf(
        "index" to entry.index,
        "id" to entry.id,
        "type" to entry.type,
        "text" to entry.text,
        "from" to entry.from?.let { mapOf("participantId" to it.participantId, "nickname" to it.nickname, "type" to it.type) },
        "timeMillis" to entry.timeMillis,
    )

    private companion object {
        val entry = Shape.Fields(
            "id" to Shape.Scalar,
            "index" to Shape.Scalar,
            "type" to Shape.OneOf(
                NexusEntry.TEXT,
                NexusEntry.TYPING_STARTED,
                NexusEntry.TYPING_STOPPED,
                NexusEntry.PARTICIPANT_JOINED,
                NexusEntry.PARTICIPANT_LEFT,
            ),
            "text" to Shape.Scalar,
            "from" to Shape.Fields("participantId" to Shape.Scalar, "nickname" to Shape.Scalar, "type" to Shape.Scalar),
            "timestamp" to Shape.Scalar,
        )

        val envelope = Shape.Fields(
            "status" to Shape.Fields("code" to Shape.Scalar, "message" to Shape.Scalar),
            "data" to Shape.Fields(
                "entity" to Shape.Fields("id" to Shape.Scalar, "selfUri" to Shape.Scalar),
                "clientToken" to Shape.Scalar,
                "messages" to Shape.Each(entry),
                "hasMore" to Shape.Scalar,
                "active" to Shape.Scalar,
                "fileId" to Shape.Scalar,
                "url" to Shape.Scalar,
                "filename" to Shape.Scalar,
                "mimetype" to Shape.Scalar,
                "length" to Shape.Scalar,
                "messageId" to Shape.Scalar,
            ),
        )
    }
}
