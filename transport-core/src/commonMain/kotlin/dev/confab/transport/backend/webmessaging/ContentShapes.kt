package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.Shape
import dev.confab.transport.net.Shape.Anything
import dev.confab.transport.net.Shape.Each
import dev.confab.transport.net.Shape.Fields
import dev.confab.transport.net.Shape.Flag
import dev.confab.transport.net.Shape.Number
import dev.confab.transport.net.Shape.OneOf
import dev.confab.transport.net.Shape.Scalar
import dev.confab.transport.net.Shape.Texts
import dev.confab.transport.net.Shape.Time
import dev.confab.transport.net.Shape.Whole
import dev.confab.transport.net.obj
import dev.confab.transport.net.text

/** What the codec knows of a `StructuredMessage`, of its content and of its events (protocol notes §2.5, §2.7, §2.8). */
internal object ContentShapes {
    private fun scalars(vararg names: String): Array<Pair<String, Shape>> = names.map { it to Scalar }.toTypedArray()

    /** Of a known kind, and yet not what it says it is; of an unknown kind the name of the kind is reported already. */
    private fun lacks(kinds: Set<String>, kind: String?, isRead: Boolean): Boolean = (kind == null || kind in kinds) && !isRead

    private val prompt = Fields(*scalars("header", "title", "subtitle", "buttonLabel", "buttonText", "imageUrl"))

    private val attachment = Fields(
        *scalars("id", "url", "filename", "mime", "sha256", "text"),
        "fileSize" to Number,
        "contentSizeBytes" to Number,
        "mediaType" to OneOf("Image", "Video", "Audio", "File", "Link"),
    )

    private val quickReply = Fields(*scalars("id", "text", "payload", "image", "summaryText"), "action" to OneOf("Message"))

    private val buttonResponse = Fields(
        *scalars("id", "text", "payload", "originatingMessageId"),
        "type" to OneOf("QuickReply", "Button", "DatePicker", "ListPicker", "Form"),
    )

    private val cardActions = OneOf("Link", "Postback", "Button")

    private val cardAction = Whole(Fields("type" to cardActions, *scalars("text", "url", "payload"))) {
        !lacks(cardActions.values, it.text("type"), CardCodec.isRead(it))
    }

    private val card =
        Fields(*scalars("title", "description", "image", "video"), "defaultAction" to cardAction, "actions" to Each(cardAction))

    private val genericActions = Fields(*scalars("url", "urlTarget", "textback"))

    private val generic = Fields(
        *scalars("id", "title", "description", "image", "video"),
        "actions" to genericActions,
        "components" to Each(
            Whole(Fields("title" to Scalar, "actions" to genericActions)) { entry ->
                entry.obj("actions").let { it?.link("url") != null || it?.text("textback") != null }
            },
        ),
    )

    private val datePicker = Fields(
        *scalars("id", "title", "subtitle", "imageUrl", "dateMinimum", "dateMaximum"),
        "location" to Anything,
        "dateDisplayFormat" to OneOf("dayMonthYear", "monthDayYear", "yearMonthDay"),
        "availableTimes" to Each(Whole(Fields("dateTime" to Scalar, "duration" to Number)) { it.text("dateTime") != null }),
    )

    private val listPicker = Fields(
        "id" to Scalar,
        "sections" to Each(
            Fields(
                "title" to Scalar,
                "multipleSelection" to Flag,
                "items" to Each(Whole(Fields(*scalars("id", "title", "subtitle", "imageUrl"))) { it.text("id") != null }),
            ),
        ),
        "receivedMessage" to prompt,
        "replyMessage" to prompt,
    )

    private val formComponents = OneOf("Input", "DatePicker", "ListPicker", "WheelPicker")

    private val formComponentFields = Fields(
        "formComponentType" to formComponents,
        "input" to Fields(
            *scalars("id", "title", "subtitle", "placeholderText", "autoCompleteType"),
            "isRequired" to Flag,
            "isMultipleLine" to Flag,
            "keyboardType" to
                OneOf("Decimal", "Default", "Email", "Number", "NumberPunctuation", "Phone", "URL", "Websearch"),
        ),
        "datePicker" to datePicker,
        "listPicker" to listPicker,
        "wheelPicker" to
            Fields("id" to Scalar, "items" to Each(Whole(Fields(*scalars("id", "title", "value"))) { it.text("id") != null })),
    )

    private val formComponent = Whole(formComponentFields) {
        !lacks(formComponents.values, it.text("formComponentType"), FormCodec.isRead(it))
    }

    private val form = Fields(
        *scalars("cannedResponseId", "originatingMessageId"),
        "showSummary" to Flag,
        "introduction" to prompt,
        "formPages" to Each(Fields(*scalars("title", "subtitle"), "pageComponents" to Each(formComponent))),
        "receivedMessage" to prompt,
        "replyMessage" to prompt,
        "response" to Each(
            Whole(
                Fields("id" to Scalar, "component" to Fields("contentType" to OneOf("ButtonResponse"), "buttonResponse" to buttonResponse)),
            ) { it.text("id") != null },
        ),
    )

    private val reaction =
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
            "count" to Number,
        )

    private val reactions = Each(Whole(reaction) { it.text("reactionType") != null })

    /** Content that the codec keeps raw is not in it, although the service's schema names more. */
    private val contentTypes = OneOf(
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
    )

    private val contentFields = Fields(
        "contentType" to contentTypes,
        "attachment" to attachment,
        "quickReply" to quickReply,
        "quickReplyV2" to Fields("title" to Scalar, "actions" to Each(Whole(quickReply) { ContentCodec.quickReply(it) != null })),
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

    private val content = Whole(contentFields) { !lacks(contentTypes.values, it.text("contentType"), ContentCodec.isRead(it)) }

    private val offering = OneOf("Offering", "OfferingExpired", "OfferingAccepted", "OfferingRejected")

    private val eventTypes = OneOf("Typing", "Presence", "CoBrowse", "Video", "Reactions")

    private val eventFields = Fields(
        "eventType" to eventTypes,
        "typing" to Fields("type" to OneOf("On", "Off"), "duration" to Number, "durationMs" to Number),
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

    private val event =
        Whole(eventFields) { !lacks(eventTypes.values, it.text("eventType"), it.text("eventType") != null && EventCodec.isRead(it)) }

    private val recipient =
        Fields(*scalars("firstName", "lastName", "nickname", "image"), "additionalIds" to Each(Fields(*scalars("type", "value"))))

    val channel = Fields(
        "time" to Time,
        "messageId" to Scalar,
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
