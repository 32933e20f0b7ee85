package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.Shape
import dev.confab.transport.net.Shape.Anything
import dev.confab.transport.net.Shape.Each
import dev.confab.transport.net.Shape.Fields
import dev.confab.transport.net.Shape.OneOf
import dev.confab.transport.net.Shape.Scalar
import dev.confab.transport.net.Shape.Texts

/** What the codec knows of a `StructuredMessage`, of its content and of its events (protocol notes §2.5, §2.7, §2.8). */
internal object ContentShapes {
    private fun scalars(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Scalar }.toTypedArray()

    private val prompt = Fields(*scalars("header", "title", "subtitle", "buttonLabel", "buttonText", "imageUrl"))

    private val attachment = Fields(
        *scalars("id", "url", "filename", "fileSize", "contentSizeBytes", "mime", "sha256", "text"),
        "mediaType" to OneOf("Image", "Video", "Audio", "File", "Link"),
    )

    private val quickReply = Fields(*scalars("id", "text", "payload", "image", "summaryText"), "action" to OneOf("Message"))

    private val buttonResponse = Fields(
        *scalars("id", "text", "payload", "originatingMessageId"),
        "type" to OneOf("QuickReply", "Button", "DatePicker", "ListPicker", "Form"),
    )

    private val cardAction = Fields("type" to OneOf("Link", "Postback", "Button"), *scalars("text", "url", "payload"))

    private val card =
        Fields(*scalars("title", "description", "image", "video"), "defaultAction" to cardAction, "actions" to Each(cardAction))

    private val genericActions = Fields(*scalars("url", "urlTarget", "textback"))

    private val generic = Fields(
        *scalars("id", "title", "description", "image", "video"),
        "actions" to genericActions,
        "components" to Each(Fields("title" to Scalar, "actions" to genericActions)),
    )

    private val datePicker = Fields(
        *scalars("id", "title", "subtitle", "imageUrl", "dateMinimum", "dateMaximum"),
        "location" to Anything,
        "dateDisplayFormat" to OneOf("dayMonthYear", "monthDayYear", "yearMonthDay"),
        "availableTimes" to Each(Fields(*scalars("dateTime", "duration"))),
    )

    private val listPicker = Fields(
        "id" to Scalar,
        "sections" to Each(
            Fields(*scalars("title", "multipleSelection"), "items" to Each(Fields(*scalars("id", "title", "subtitle", "imageUrl")))),
        ),
        "receivedMessage" to prompt,
        "replyMessage" to prompt,
    )

    private val formComponent = Fields(
        "formComponentType" to OneOf("Input", "DatePicker", "ListPicker", "WheelPicker"),
        "input" to Fields(
            *scalars("id", "title", "subtitle", "placeholderText", "isRequired", "isMultipleLine", "autoCompleteType"),
            "keyboardType" to
                OneOf("Decimal", "Default", "Email", "Number", "NumberPunctuation", "Phone", "URL", "Websearch"),
        ),
        "datePicker" to datePicker,
        "listPicker" to listPicker,
        "wheelPicker" to Fields("id" to Scalar, "items" to Each(Fields(*scalars("id", "title", "value")))),
    )

    private val form = Fields(
        *scalars("cannedResponseId", "showSummary", "originatingMessageId"),
        "introduction" to prompt,
        "formPages" to Each(Fields(*scalars("title", "subtitle"), "pageComponents" to Each(formComponent))),
        "receivedMessage" to prompt,
        "replyMessage" to prompt,
        "response" to Each(
            Fields("id" to Scalar, "component" to Fields("contentType" to OneOf("ButtonResponse"), "buttonResponse" to buttonResponse)),
        ),
    )

    private val reactions = Each(
        Fields(
            "reactionType" to OneOf(
                "Angry",
                "Care",
                "Comment",
                "Haha",
                "Like",
                "Love",
                "None",
                "Pride",
                "Rating",
                "Sad",
                "Share",
                "Thankful",
                "View",
                "Wow",
            ),
            "count" to Scalar,
        ),
    )

    /** Content that the codec keeps raw is not in it, although the service's schema names more. */
    private val content = Fields(
        "contentType" to OneOf(
            "Attachment",
            "QuickReply",
            "QuickReplyV2",
            "ButtonResponse",
            "Card",
            "Carousel",
            "GenericTemplate",
            "DatePicker",
            "ListPicker",
            "Form",
            "Reactions",
            "Text",
        ),
        "attachment" to attachment,
        "quickReply" to quickReply,
        "quickReplyV2" to Fields("title" to Scalar, "actions" to Each(quickReply)),
        "buttonResponse" to buttonResponse,
        "card" to card,
        "carousel" to Fields("cards" to Each(card)),
        "generic" to generic,
        "datePicker" to datePicker,
        "listPicker" to listPicker,
        "form" to form,
        "reactions" to reactions,
        "text" to Fields("body" to Scalar, "type" to OneOf("Text")),
    )

    private val offering = OneOf("Offering", "OfferingExpired", "OfferingAccepted", "OfferingRejected")

    private val event = Fields(
        "eventType" to OneOf("Typing", "Presence", "CoBrowse", "Video", "Reactions"),
        "typing" to Fields("type" to OneOf("On", "Off"), *scalars("duration", "durationMs")),
        "presence" to Fields(
            "type" to OneOf(
                "Join",
                "Disconnect",
                "Clear",
                "SignIn",
                "SessionExpired",
                "Authenticate",
                "AuthenticateCancel",
                "AuthenticateFailure",
            ),
            "receivedMessage" to prompt,
            "replyMessage" to prompt,
        ),
        "coBrowse" to Fields("type" to offering, *scalars("sessionId", "sessionJoinToken")),
        "video" to Fields("type" to offering, *scalars("offeringId", "jwt")),
        "reactions" to reactions,
    )

    private val recipient =
        Fields(*scalars("firstName", "lastName", "nickname", "image"), "additionalIds" to Each(Fields(*scalars("type", "value"))))

    val channel = Fields(
        *scalars("time", "messageId"),
        "type" to OneOf("Private", "Public"),
        "from" to recipient,
        "to" to recipient,
        "metadata" to Fields("customAttributes" to Texts),
    )

    val message = Fields(
        *scalars("id", "text", "originatingMessageId", "tracingId"),
        "type" to OneOf("Text", "Event", "Structured", "Receipt", "Message"),
        "direction" to OneOf("Inbound", "Outbound"),
        "channel" to channel,
        "content" to Each(content),
        "events" to Each(event),
        "metadata" to Texts,
        "originatingEntity" to OneOf("Human", "Bot", ""),
        "status" to OneOf("Sent", "Delivered", "Read", "Failed", "Published", "Removed"),
        "reasons" to Each(Fields(*scalars("code", "message"))),
    )
}
