package dev.confab.transport.model

import kotlin.jvm.JvmField

/**
 * A message in the making. Immutable.
 *
 * @property text what the guest typed so far.
 * @property customAttributes facts for the service that travel with the message and are not shown.
 */
public class Draft(public val text: String, customAttributes: Map<String, String>) {
    public val customAttributes: Map<String, String> = customAttributes.toMap()

    public constructor(text: String) : this(text, emptyMap())

    /** True when there is nothing to send. */
    public val isEmpty: Boolean get() = text.isEmpty()

    public fun withText(text: String): Draft = Draft(text, customAttributes)

    public fun withCustomAttributes(customAttributes: Map<String, String>): Draft = Draft(text, customAttributes)

    override fun equals(other: Any?): Boolean = other is Draft && other.text == text && other.customAttributes == customAttributes

    override fun hashCode(): Int = text.hashCode() * 31 + customAttributes.hashCode()

    /** Without the text, which stays out of logs. */
    override fun toString(): String = "Draft(${text.length} characters, ${customAttributes.size} attributes)"

    public companion object {
        @JvmField
        public val EMPTY: Draft = Draft("")
    }
}
