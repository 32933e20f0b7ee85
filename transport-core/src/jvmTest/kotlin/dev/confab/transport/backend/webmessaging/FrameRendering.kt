package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagePart
import dev.confab.transport.net.MessageJson

/** Shows every field of a decoded frame, for comparison with a golden file. */
internal fun render(frame: ServiceFrame): String = when (frame) {
    is ServiceFrame.Session -> "Session tracingId=${frame.tracingId}\n${render(frame.info)}"

    is ServiceFrame.Jwt -> "Jwt tracingId=${frame.tracingId} jwt=${frame.jwt}\n"

    is ServiceFrame.File -> "File tracingId=${frame.tracingId}\n  ${render(frame.answer)}\n"

    is ServiceFrame.Failure ->
        "Failure tracingId=${frame.tracingId}${frame.attachmentId?.let { " attachment=$it" }.orEmpty()}\n${render(frame.failure)}"

    is ServiceFrame.Events ->
        if (frame.events.isEmpty()) "Events: none\n" else frame.events.joinToString("") { "Event ${render(it)}\n" }
}

private fun render(answer: FileAnswer): String = when (answer) {
    is FileAnswer.Place -> "Place for ${answer.id}: ${answer.url} headers=${answer.headers}"
    is FileAnswer.Fresh -> "Fresh ${render(answer.attachment)}"
    is FileAnswer.Uploaded -> "Uploaded ${answer.id}: ${answer.url}"
    is FileAnswer.Deleted -> "Deleted ${answer.id}"
}

private fun render(file: Attachment): String =
    "${file.id} name=${file.fileName} size=${file.sizeBytes} type=${file.contentType} media=${file.mediaType} url=${file.url} ${file.status}"

private fun render(info: SessionInfo): String =
    """
      connected=${info.connected} newSession=${info.newSession} readOnly=${info.readOnly} cleared=${info.clearedExistingSession}
      limits text=${info.limits.maxTextBytes} attributes=${info.limits.maxCustomAttributeBytes} attachment=${info.limits.maxAttachmentBytes}
      types=${info.limits.allowedMediaTypes} blocked=${info.limits.blockedExtensions}
      expiry=${info.expiry}
    """.trimIndent().prependIndent("  ") + "\n"

private fun render(failure: TransportFailure): String =
    "  ${failure.code} ${failure.failureClass} retryAfterMillis=${failure.retryAfterMillis}\n  ${failure.message}\n"

private fun render(event: LinkEvent): String = when (event) {
    is LinkEvent.MessageArrived -> "MessageArrived in ${event.conversation} correlation=${event.correlation}\n${render(event.message)}"

    is LinkEvent.Refused -> "Refused correlation=${event.correlation} attempt=${event.attempt}\n${render(event.failure)}"

    is LinkEvent.ChangeRefused, is LinkEvent.AttributesGreeted -> error("No frame of its own: $event")

    is LinkEvent.Typing -> "Typing in ${event.conversation} typing=${event.typing} for ${event.durationMillis} ms from=${event.from}"

    is LinkEvent.PresenceChanged ->
        "PresenceChanged in ${event.conversation} ${event.presence.kind} ${event.direction} from=${event.from?.kind} " +
            "received=${MessageJson.json(MessageJson.prompt(event.presence.received).orEmpty())} " +
            "reply=${MessageJson.json(MessageJson.prompt(event.presence.reply).orEmpty())}"

    is LinkEvent.SignedIn -> "SignedIn in ${event.conversation} ${event.firstName} ${event.lastName}"

    is LinkEvent.Offered -> "Offered in ${event.conversation} ${event.offer} secret=${event.offer.secret} from=${event.from?.kind}"

    is LinkEvent.Reacted -> "Reacted in ${event.conversation} to=${event.messageId} ${event.reactions} from=${event.from?.kind}"

    is LinkEvent.ConversationsListed,
    is LinkEvent.ConversationOpened,
    is LinkEvent.ConversationGone,
    is LinkEvent.Answered,
    is LinkEvent.AskRefused,
    is LinkEvent.HistoryArrived,
    is LinkEvent.HistoryFailed,
    is LinkEvent.UploadProgress,
    is LinkEvent.AttachmentUploaded,
    is LinkEvent.AttachmentFailed,
    is LinkEvent.AttachmentDeleted,
    is LinkEvent.AttachmentRefreshed,
    -> error("No frame: $event")

    is LinkEvent.HealthChecked -> "HealthChecked expiry=${event.expiry}"

    is LinkEvent.InfoChanged -> "InfoChanged\n${render(event.info)}"

    is LinkEvent.ConversationDisconnected -> "ConversationDisconnected in ${event.conversation} readOnly=${event.readOnly}"

    is LinkEvent.SessionEnded -> "SessionEnded ${event.reason}"

    is LinkEvent.Closed -> "Closed ${event.reason}"

    is LinkEvent.Unknown -> "Unknown ${event.kind}\n  ${event.json.trim()}"
}

internal fun render(message: Message): String = buildString {
    append("  id=${message.id} serverId=${message.serverId} ${message.direction} ${message.status} at=${message.timeMillis}\n")
    append("  from=${message.from?.kind} name=${message.from?.name} image=${message.from?.imageUrl}\n")
    append("  metadata=${message.metadata}")
    if (message.replyTo != null) append("\n  replyTo=${message.replyTo}")
    if (message.secondaryId != null) append("\n  secondaryId=${message.secondaryId}")
    if (message.authenticated) append("\n  authenticated")
    message.parts.forEach { part ->
        append("\n  part ")
        when (part) {
            is MessagePart.Text -> append("Text: ${part.text}")
            is MessagePart.Attachment -> append("Attachment: ${render(part.attachment)}")
            is MessagePart.Unknown -> append("Unknown ${part.type}: ${part.json}")
            else -> append(MessageJson.json(MessageJson.part(part)))
        }
    }
}
