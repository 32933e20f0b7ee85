package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.TransferRule
import io.ktor.http.encodeURLPathPart

/** Where the service is (protocol notes of guest chat §2), and where its event streams may be (guarantee SEC-2). */
internal class GuestChatEndpoint private constructor(private val api: Endpoint, private val region: String?) {
    val conversations: String get() = api.http(PREFIX)

    fun members(conversationId: String): String = conversation(conversationId) + "/members"

    fun member(conversationId: String, memberId: String): String = members(conversationId) + "/" + memberId.encodeURLPathPart()

    fun messages(conversationId: String): String = conversation(conversationId) + "/messages"

    fun message(conversationId: String, messageId: String): String = messages(conversationId) + "/" + messageId.encodeURLPathPart()

    fun mediaRequests(conversationId: String): String = conversation(conversationId) + "/mediarequests"

    fun mediaRequest(conversationId: String, id: String): String = mediaRequests(conversationId) + "/" + id.encodeURLPathPart()

    private fun conversation(id: String): String = "$conversations/" + id.encodeURLPathPart()

    /** The hosts of the region or the one address, and what the caller added. */
    fun streamRule(added: List<String>, privateAddresses: Boolean): TransferRule = TransferRule(
        own = api.takeIf { region == null },
        hosts = listOfNotNull(region?.lowercase(), region?.lowercase()?.let { "*.$it" }) + added,
        patterns = emptyList(),
        privateAddresses = privateAddresses,
    )

    /** Whether the address is the very one that the caller gave: where it leads is the caller's wish. */
    fun isOwn(secure: Boolean, host: String, port: Int): Boolean = region == null && api.isAt(secure, host, port)

    override fun toString(): String = api.toString()

    companion object {
        private const val PREFIX = "/api/v2/webchat/guest/conversations"

        fun ofRegion(domain: String): GuestChatEndpoint = GuestChatEndpoint(Endpoint.ofHost("api.$domain"), domain)

        fun ofOne(endpoint: Endpoint): GuestChatEndpoint = GuestChatEndpoint(endpoint, region = null)
    }
}
