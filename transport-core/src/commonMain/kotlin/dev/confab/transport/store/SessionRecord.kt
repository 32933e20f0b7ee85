package dev.confab.transport.store

/**
 * The session's own row. Its key is the guest's identity, so it is stored before it is first used.
 *
 * @property key the secret that names the session to the service.
 * @property resumeState what the transport wants to see again when it opens the session the next time; opaque, secret, may be null.
 * @property customAttributes facts about the guest that are to travel with the next message.
 * @property newChatPosition set while a new conversation is asked for and has not begun: what has a smaller position in the outbox was
 * written for the conversation before. Null: none is asked for.
 */
public class SessionRecord(
    public val key: String,
    public val resumeState: String?,
    customAttributes: Map<String, String>,
    public val newChatPosition: Long?,
) {
    public val customAttributes: Map<String, String> = customAttributes.toMap()

    /** Without a new conversation under way. */
    public constructor(key: String, resumeState: String?, customAttributes: Map<String, String>) :
        this(key, resumeState, customAttributes, newChatPosition = null)

    /** Without custom attributes, too. */
    public constructor(key: String, resumeState: String?) : this(key, resumeState, emptyMap())

    override fun equals(other: Any?): Boolean = other is SessionRecord &&
        other.key == key &&
        other.resumeState == resumeState &&
        other.customAttributes == customAttributes &&
        other.newChatPosition == newChatPosition

    override fun hashCode(): Int = key.hashCode()

    /** Without the secrets. */
    override fun toString(): String = "SessionRecord"
}
