package dev.confab.transport.backend.amm

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.DownloadRequest
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.OpenRequest
import dev.confab.transport.backend.ServiceFeatures
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.model.NewConversation
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.SystemTransferNetwork
import dev.confab.transport.net.TransferNetwork
import dev.confab.transport.net.networkSettings
import dev.confab.transport.net.text
import io.ktor.client.HttpClient
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/**
 * Avaya Multimedia Messaging: find out what the server has, open a channel for hints, list all conversations (protocol notes §B.1). The user's
 * credentials name the session: the key of [OpenRequest] is not used.
 */
internal class AmmTransport(
    private val options: AmmOptions,
    private val http: HttpClient,
    network: TransferNetwork = SystemTransferNetwork(http.networkSettings),
) : Transport {
    private val credentials = AmmCredentials(options.credentials, options.endpoint.host, options.timers.credentialMillis)
    private val origins = AmmOrigins(options.endpoint, options.linkHosts, options.privateLinkAddresses, network)
    private val channels = AmmChannels(options, http, origins)
    private val files = AmmFiles()
    private val downloads = AmmDownloads(http, origins) { AmmHttp(options, http, credentials) }

    private val told = MutableStateFlow<AmmFeatures?>(null)

    override val backend: String get() = BACKEND

    override val features: StateFlow<ServiceFeatures?> get() = told

    override val sessionKey: String? get() = null

    override val mainConversation: NewConversation? =
        options.mainConversation?.let { NewConversation(it.subject, it.participantAddresses) }

    override val capabilities: Capabilities = Capabilities.of(
        LIMITS,
        Capability.SEND_TEXT,
        Capability.SEND_TYPING,
        Capability.SEND_ATTACHMENTS,
        Capability.HISTORY,
        Capability.HEALTH_CHECK,
        Capability.LEAVE_CONVERSATION,
        Capability.CREATE_CONVERSATION,
        Capability.RETRIEVE_CONVERSATIONS,
        Capability.SEARCH_CONVERSATIONS,
        Capability.VALIDATE_ADDRESSES,
        Capability.ADD_PARTICIPANTS,
        Capability.REMOVE_PARTICIPANTS,
        Capability.SET_SUBJECT,
        Capability.SET_SENSITIVITY,
        Capability.MARK_AS_READ,
        Capability.MARK_AS_ACCESSED,
        Capability.REPLY_TO,
        Capability.SET_IMPORTANCE,
    )

    override suspend fun open(request: OpenRequest): Link {
        val user = AmmHttp(options, http, credentials)
        val resources = AmmDiscovery(options, origins).discover(user)
        request.onConnected()
        told.value = resources.features
        options.featuresListener?.onFeatures(resources.features)
        val channel = if (options.hasChannel) channels.open(resources, user) else null
        try {
            val calls = AmmCalls(user, resources, options.endpoint, options.timers.requestMillis)
            val start = AmmEverything.of(calls)
            val session = AmmSession(options, user, calls, channel, files, channels::died)
            channels.confirmed()
            return AmmLink(info(resources.features, channel != null, request.resumeState), session, start)
        } catch (failed: Throwable) {
            // Whatever went wrong, also a cancellation: nobody but us knows this channel.
            channel?.abandon()
            throw failed
        }
    }

    override suspend fun download(request: DownloadRequest): Long = downloads.run(request)

    private fun info(features: AmmFeatures, hasChannel: Boolean, resumeState: String?): SessionInfo {
        val before = resumeState?.let(BoundedJson::parseObject)?.text(SELF)
        return SessionInfo(
            connected = true,
            // Another user is another session: nothing of the one before may be mixed up with it.
            newSession = !features.selfAddress.equals(before, ignoreCase = true),
            readOnly = false,
            clearedExistingSession = false,
            limits = limits(features),
            expiry = null,
            resumeState = buildJsonObject { put(SELF, features.selfAddress) }.toString(),
            serverTimeMillis = null,
            denied = denied(features, hasChannel),
        )
    }

    private fun denied(features: AmmFeatures, hasChannel: Boolean): Map<Capability, String> = buildMap {
        if (!features.subjectChange) put(Capability.SET_SUBJECT, "The server does not let the subject of a conversation be changed.")
        if (!features.validation) put(Capability.VALIDATE_ADDRESSES, "The server does not validate addresses.")
        if (!features.markAsRead) put(Capability.MARK_AS_READ, "The server is not told what was read.")
        if (!hasChannel) put(Capability.SEND_TYPING, "There is no notification channel, over which typing is told.")
    }

    internal companion object {
        const val BACKEND = "amm"
        private const val SELF = "self"

        /** Every type is taken, under any name; the server tells the sizes. */
        private val LIMITS = Limits(null, null, null, listOf("*/*"), emptyList()).withFileExtensionRequired(false)

        fun limits(features: AmmFeatures): Limits = Limits(null, null, features.maxOtherFileBytes, listOf("*/*"), emptyList())
            .withFileExtensionRequired(false)
            .withRichContentAllowed(features.richContent)
            .withMaxTextCharacters(features.maxTextLength)
            .withMaxSubjectCharacters(features.maxSubjectLength)
            .withMaxAttachmentsPerMessage(features.maxAttachments)
            // Nought: there is no limit of this class, also not that of other files.
            .withMaxBytesByClass(
                mapOf("audio" to features.maxAudioBytes, "image" to features.maxImageBytes, "video" to features.maxVideoBytes)
                    .mapValues { it.value ?: 0 },
            )
    }
}
