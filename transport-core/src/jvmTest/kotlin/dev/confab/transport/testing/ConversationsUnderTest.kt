package dev.confab.transport.testing

import dev.confab.transport.backend.Transport
import io.ktor.client.HttpClient

/**
 * What [MultiConversationContract] needs of a service with many conversations: usually the sandbox, on a port of its own. Conversations are named
 * by the service's ids. What others do is done when the function returns; the client may hear of it later.
 */
interface ConversationsUnderTest : AutoCloseable {
    /** For one guest; a second one goes on with the same guest. */
    fun transport(http: HttpClient): Transport

    /** Whom the guest can write to. */
    val partner: String

    /** Whom the guest can invite besides. */
    val other: String

    /** An address under which nobody is reached. */
    val nobody: String

    /** Whether a search finds what the guest has left; else nothing tells of it any more. */
    val findsLeft: Boolean get() = true

    /** All conversations of the guest, also those that were left. */
    fun conversations(): List<String>

    /** The texts that the service stored of the guest, in order. */
    fun storedTexts(conversation: String): List<String>

    /** Who takes part besides the guest. */
    fun participants(conversation: String): List<String>

    /** How many messages the guest has not read. */
    fun unread(conversation: String): Int

    /** Whether the guest is in it. */
    fun isIn(conversation: String): Boolean

    /** The partner begins a conversation with the guest and writes. */
    fun begin(subject: String, text: String): String

    /** The partner writes. */
    fun say(conversation: String, text: String)

    /** The partner types, or stops. */
    fun type(conversation: String, typing: Boolean)

    /** Whether the service was told that the guest types in the conversation. */
    fun heardTyping(conversation: String): Boolean

    /** The guest leaves on another device. */
    fun leaveElsewhere(conversation: String)

    /** The next message of the guest is stored, and its connection breaks before the answer. */
    fun loseNextAnswer()

    /** Cuts every connection of the guest without a close. */
    fun cut()

    /** From now on until [readmit] the guest cannot connect. */
    fun shutOut()

    fun readmit()
}
