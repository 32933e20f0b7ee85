package dev.confab.transport.model

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/**
 * What a conversation is begun with. Immutable.
 *
 * @property subject what it is about, or null.
 * @property participantAddresses whom to invite, without oneself; in their order, each once.
 * @property sensitivity how it is to be treated.
 */
public class NewConversation(public val subject: String?, participantAddresses: List<String>, public val sensitivity: Sensitivity) {
    public val participantAddresses: List<String> = participantAddresses.distinct()

    /** Of ordinary sensitivity. */
    public constructor(subject: String?, participantAddresses: List<String>) : this(subject, participantAddresses, Sensitivity.NORMAL)

    public fun withSubject(subject: String?): NewConversation = NewConversation(subject, participantAddresses, sensitivity)

    public fun withParticipantAddresses(participantAddresses: List<String>): NewConversation =
        NewConversation(subject, participantAddresses, sensitivity)

    public fun withSensitivity(sensitivity: Sensitivity): NewConversation = NewConversation(subject, participantAddresses, sensitivity)

    override fun equals(other: Any?): Boolean = other is NewConversation &&
        other.subject == subject &&
        other.participantAddresses == participantAddresses &&
        other.sensitivity == sensitivity

    override fun hashCode(): Int = subject.hashCode() * 31 + participantAddresses.hashCode()

    /** Without subject and addresses, which stay out of logs. */
    override fun toString(): String = "NewConversation(${participantAddresses.size} participants, $sensitivity)"

    public companion object {
        /** Without a subject, and with nobody invited yet. */
        @JvmField
        public val EMPTY: NewConversation = NewConversation(null, emptyList())

        /** A conversation with the owners of these addresses. */
        @JvmStatic
        public fun with(vararg participantAddresses: String): NewConversation = NewConversation(null, participantAddresses.toList())
    }
}
