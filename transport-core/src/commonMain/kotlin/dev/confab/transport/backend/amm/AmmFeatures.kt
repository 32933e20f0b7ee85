package dev.confab.transport.backend.amm

import dev.confab.transport.backend.ServiceFeatures
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import kotlinx.serialization.json.JsonObject

/**
 * What a server can do and how much it takes, as its first document says (protocol notes §B.4, §A.4.3). A limit that is null is not set. An
 * application finds it at [dev.confab.transport.MessagingClient.serviceFeatures].
 *
 * @property selfAddress the user's own address.
 * @property routableDomains the domains whose addresses it knows; empty where it does not tell.
 * @property richContent whether pictures, sound and video may be sent; else only other files.
 * @property subjectChange whether the subject of a conversation can be changed.
 * @property validation whether addresses can be validated.
 * @property markAsRead whether it is told what was read.
 * @property maxTextLength in characters.
 * @property maxSubjectLength in characters.
 * @property maxMessageCount the most messages in one page of history.
 * @property maxBatchSize the most messages that are marked as read at once.
 */
public class AmmFeatures internal constructor(
    public val flavour: AmmFlavour,
    public val selfAddress: String,
    routableDomains: List<String>,
    public val richContent: Boolean,
    public val subjectChange: Boolean,
    public val validation: Boolean,
    public val markAsRead: Boolean,
    limits: JsonObject?,
    public val maxMessageCount: Int,
    public val maxIdsLimit: Int,
    public val maxBatchSize: Int,
) : ServiceFeatures {
    public val routableDomains: List<String> = routableDomains.toList()
    public val maxTextLength: Int? = limits?.limit("maxTextLength")?.toInt()
    public val maxSubjectLength: Int = limits?.limit("maxConversationSubjectLength")?.toInt() ?: DEFAULT_SUBJECT_LENGTH
    public val maxAudioBytes: Long? = limits?.limit("maxAudioSize")
    public val maxImageBytes: Long? = limits?.limit("maxImageSize")
    public val maxVideoBytes: Long? = limits?.limit("maxVideoSize")
    public val maxOtherFileBytes: Long? = limits?.limit("maxGenericAttachmentSize")
    public val maxAttachments: Int? = limits?.limit("maxNumberOfAttachmentsPerMessage")?.toInt()

    /** The largest file of [mediaType], in bytes; null where there is no limit. */
    public fun maxBytesFor(mediaType: String?): Long? = when (mediaType?.substringBefore('/')?.lowercase()) {
        "audio" -> maxAudioBytes
        "image" -> maxImageBytes
        "video" -> maxVideoBytes
        else -> maxOtherFileBytes
    }

    /**
     * Whether the service may know [address]: it is of one of the domains that it named, or below one. What of those below is really there is for
     * the service to say.
     */
    internal fun routes(address: String): Boolean {
        val domain = address.substringAfterLast('@', "").lowercase()
        return routableDomains.isEmpty() || routableDomains.any { domain == it || domain.endsWith(".$it") }
    }

    override fun toString(): String = "AmmFeatures($flavour, text=$maxTextLength, page=$maxMessageCount, batch=$maxBatchSize)"

    internal companion object {
        /** The vendor's own client has this number built in (§A.4.3). */
        const val DEFAULT_SUBJECT_LENGTH = 50
        const val DEFAULT_MESSAGE_COUNT = 15
        const val DEFAULT_IDS = 50
        const val DEFAULT_BATCH = 100

        /** Nought and nothing mean: no check. */
        private fun JsonObject.limit(name: String): Long? = number(name)?.takeIf { it in 1..Int.MAX_VALUE }
    }
}

/** Is told what a server can do, each time that it was asked. */
public fun interface AmmFeaturesListener {
    /** Called on a thread of the library, before the session is open; must neither block nor throw. */
    public fun onFeatures(features: AmmFeatures)
}

/** A flag that may stand at several places of the document: the first one counts. */
internal fun JsonObject.capability(name: String, vararg places: String): Boolean? =
    places.firstNotNullOfOrNull { place -> obj(place)?.obj("capabilities")?.flag(name) } ?: obj("capabilities")?.flag(name)
