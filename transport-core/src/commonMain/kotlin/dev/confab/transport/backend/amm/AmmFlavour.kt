package dev.confab.transport.backend.amm

/**
 * The dialects of Avaya Multimedia Messaging (protocol notes §B.3). Which one a server speaks is told by its first document; nobody needs to
 * choose.
 */
public enum class AmmFlavour {
    /** Lists and validation by POST with a filter; hints over WebSocket or event stream. */
    V3_2,

    /** The same by GET with a query. */
    V3_0,

    /** Older servers: the flat first document, and no hints; the list itself is held back by the server until there is news. */
    V2_1,
}

/** The media types of one flavour (§B.3). */
internal class AmmMediaTypes private constructor(private val v2: Boolean) {
    val resources: String = of("resources", if (v2) 4 else 3)
    val conversations: String = of("conversations", if (v2) 2 else 1)
    val conversation: String = of("conversation", if (v2) 2 else 1)
    val message: String = of("message", if (v2) 2 else 1)

    companion object {
        val ERROR: String = of("error", 1)
        val PARTICIPANTS: String = of("participants", 1)
        val VALIDATED_ADDRESSES: String = of("validatedAddresses", 2)
        val ADDRESSES_TO_VALIDATE: String = of("addressesToValidate", 1)
        val CONVERSATIONS_FILTER: String = of("conversationsFilter", 1)
        val CONVERSATION_IDS: String = of("conversations.ids", 1)
        val SUBJECT: String = of("subject", 1)
        val ACCESS_TIME: String = of("conversation.access.time", 1)
        val MESSAGE_IDS: String = of("messageIds", 1)

        private val OLD = AmmMediaTypes(v2 = false)
        private val NEW = AmmMediaTypes(v2 = true)

        fun of(flavour: AmmFlavour): AmmMediaTypes = if (flavour == AmmFlavour.V2_1) OLD else NEW

        private fun of(name: String, version: Int) = "application/vnd.avaya.aem.$name.v$version+json"
    }
}
