package dev.confab.transport.backend.gms

import dev.confab.transport.net.Shape

/** What the protocol notes know of the wire (§1.3, §2.2, §2.3): for inspections, not for reading. */
internal object GmsShapes {
    private val party = Shape.Fields(
        "nickname" to Shape.Scalar,
        "participantId" to Shape.Scalar,
        "type" to Shape.OneOf(GmsParty.CLIENT, GmsParty.AGENT, GmsParty.SUPERVISOR, GmsParty.EXTERNAL),
    )

    private val entry = Shape.Fields(
        "index" to Shape.Scalar,
        "type" to Shape.OneOf(
            GmsEntry.PARTICIPANT_JOINED,
            GmsEntry.PARTICIPANT_LEFT,
            GmsEntry.MESSAGE,
            GmsEntry.TYPING_STARTED,
            GmsEntry.TYPING_STOPPED,
            GmsEntry.PUSH_URL,
            GmsEntry.NICKNAME_UPDATED,
            GmsEntry.FILE_UPLOADED,
            GmsEntry.FILE_DELETED,
            GmsEntry.CUSTOM_NOTICE,
            GmsEntry.NOTICE,
        ),
        "from" to party,
        "text" to Shape.Scalar,
        "utcTime" to Shape.Scalar,
        "messageType" to Shape.Scalar,
        "userData" to Shape.Texts,
        "eventAttributes" to Shape.Anything,
    )

    val response: Shape = Shape.Fields(
        "statusCode" to Shape.Scalar,
        "chatEnded" to Shape.Scalar,
        "chatId" to Shape.Scalar,
        "userId" to Shape.Scalar,
        "secureKey" to Shape.Scalar,
        "alias" to Shape.Scalar,
        "nextPosition" to Shape.Scalar,
        "messages" to Shape.Each(entry),
        "userData" to Shape.Texts,
        "errors" to Shape.Each(Shape.Fields("code" to Shape.Scalar, "advice" to Shape.Scalar)),
    )

    val operation: Shape = Shape.Fields(
        "operation" to Shape.OneOf(
            "requestChat", "sendMessage", "startTyping", "stopTyping", "requestNotifications", "pushUrl", "updateNickname", "updateData",
            "customNotice", "readReceipt", "disconnect",
        ),
        "nickname" to Shape.Scalar,
        "firstName" to Shape.Scalar,
        "lastName" to Shape.Scalar,
        "subject" to Shape.Scalar,
        "emailAddress" to Shape.Scalar,
        "userData" to Shape.Texts,
        "auth" to Shape.Anything,
        "message" to Shape.Scalar,
        "messageType" to Shape.Scalar,
        "pushUrl" to Shape.Scalar,
        "transcriptPosition" to Shape.Scalar,
        "secureKey" to Shape.Scalar,
        "userId" to Shape.Scalar,
        "alias" to Shape.Scalar,
    )

    private val advice = Shape.Fields(
        "reconnect" to Shape.OneOf("retry", "handshake", "none"),
        "interval" to Shape.Scalar,
        "timeout" to Shape.Scalar,
        "hosts" to Shape.Anything,
        "multiple-clients" to Shape.Scalar,
    )

    /** @param data what the message carries. */
    fun bayeux(data: Shape): Shape = Shape.Fields(
        "id" to Shape.Scalar,
        "channel" to Shape.Scalar,
        "clientId" to Shape.Scalar,
        "version" to Shape.Scalar,
        "minimumVersion" to Shape.Scalar,
        "supportedConnectionTypes" to Shape.Each(Shape.Scalar),
        "connectionType" to Shape.Scalar,
        "subscription" to Shape.Anything,
        "successful" to Shape.Scalar,
        "error" to Shape.Scalar,
        "advice" to advice,
        "timestamp" to Shape.Scalar,
        "ext" to Shape.Anything,
        "data" to data,
    )
}
