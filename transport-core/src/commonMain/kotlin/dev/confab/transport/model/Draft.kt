package dev.confab.transport.model

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/**
 * A message in the making. Immutable.
 *
 * @property text what the guest typed so far.
 * @property customAttributes facts for the service that travel with the message and are not shown.
 * @property reply an answer that was chosen instead of typed, or null. It has its own words: [text] is empty then.
 * @property attachments files that travel with the message; each must be uploaded by `attach` before it is sent.
 * @property importance how much the message wants to be noticed, where the service has that.
 * @property sensitivity how the message is to be treated, where the service has that.
 * @property replyTo the service's id of the message that this one answers in free words, or null.
 */
public class Draft internal constructor(
    public val text: String,
    customAttributes: Map<String, String>,
    public val reply: Reply?,
    attachments: List<Attachment> = emptyList(),
    public val importance: Importance = Importance.NORMAL,
    public val sensitivity: Sensitivity = Sensitivity.NORMAL,
    public val replyTo: String? = null,
) {
    public val customAttributes: Map<String, String> = customAttributes.toMap()
    public val attachments: List<Attachment> = attachments.toList()

    public constructor(text: String, customAttributes: Map<String, String>) : this(text, customAttributes, null)

    public constructor(text: String) : this(text, emptyMap())

    /** True when there is nothing to send. */
    public val isEmpty: Boolean get() = text.isEmpty() && reply == null && attachments.isEmpty()

    /** What the message says in words. */
    internal val words: String get() = reply?.text ?: text

    /** What the conversation shows of it. */
    internal val parts: List<MessagePart>
        get() = (reply?.parts ?: listOfNotNull(MessagePart.Text(text).takeIf { text.isNotEmpty() })) +
            attachments.map(MessagePart::Attachment)

    public fun withText(text: String): Draft = copy(text = text)

    public fun withCustomAttributes(customAttributes: Map<String, String>): Draft = copy(customAttributes = customAttributes)

    public fun withReply(reply: Reply?): Draft = copy(reply = reply)

    public fun withAttachments(attachments: List<Attachment>): Draft = copy(attachments = attachments)

    public fun withImportance(importance: Importance): Draft = copy(importance = importance)

    public fun withSensitivity(sensitivity: Sensitivity): Draft = copy(sensitivity = sensitivity)

    public fun withReplyTo(replyTo: String?): Draft = copy(replyTo = replyTo)

    private fun copy(
        text: String = this.text,
        customAttributes: Map<String, String> = this.customAttributes,
        reply: Reply? = this.reply,
        attachments: List<Attachment> = this.attachments,
        importance: Importance = this.importance,
        sensitivity: Sensitivity = this.sensitivity,
        replyTo: String? = this.replyTo,
    ) = Draft(text, customAttributes, reply, attachments, importance, sensitivity, replyTo)

    override fun equals(other: Any?): Boolean = other is Draft &&
        other.text == text &&
        other.customAttributes == customAttributes &&
        other.reply == reply &&
        other.attachments == attachments &&
        other.importance == importance &&
        other.sensitivity == sensitivity &&
        other.replyTo == replyTo

    override fun hashCode(): Int = (text.hashCode() * 31 + customAttributes.hashCode()) * 31 + reply.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String =
        "Draft(${text.length} characters, ${customAttributes.size} attributes, reply=$reply, ${attachments.size} attachments)"

    public companion object {
        @JvmField
        public val EMPTY: Draft = Draft("")

        /** A message that is nothing but [reply]. */
        @JvmStatic
        public fun reply(reply: Reply): Draft = Draft("", emptyMap(), reply)
    }
}
