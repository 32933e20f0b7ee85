package dev.confab.transport.backend.guestchat

import dev.confab.transport.net.HttpAnswer
import dev.confab.transport.net.exchange
import dev.confab.transport.net.networkCall
import io.ktor.client.HttpClient
import io.ktor.client.request.accept
import io.ktor.client.request.header
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic

/**
 * The eleven operations of Genesys Cloud guest chat one by one (protocol notes of guest chat §4), for who wants to see each call; most
 * applications want a `MessagingClient` with [GuestChatOptions] instead, which makes these calls itself.
 *
 * ```
 * val api = GuestChatApi.create(options, Confab.shared().httpClient)
 * val created = api.createConversation(request)
 * val guest = api.withJwt(created.jwt!!)           // what all other calls need
 * guest.sendMessage(created.id!!, created.member!!.id!!, CreateMessageRequest.of("Hello"))
 * ```
 *
 * The vendor has deprecated all of them with SDK 15 and switched them off; those that it deprecated earlier are marked. Each call is made
 * once, has 15 s, and is thrown back as [dev.confab.transport.model.MessagingException]: [GuestChatException] when the service refused it, a
 * transient one when nobody knows whether it arrived. Thread-safe; there is nothing to close.
 */
public class GuestChatApi private constructor(
    private val endpoint: GuestChatEndpoint,
    private val http: HttpClient,
    private val jwt: String?,
) {
    /** The same, for the conversation of this JWT. It is sent to the service's own address and nowhere else. */
    public fun withJwt(jwt: String): GuestChatApi {
        require(jwt.isNotBlank()) { "The JWT must not be blank: it is what createConversation() gave." }
        return GuestChatApi(endpoint, http, jwt)
    }

    /**
     * Creates a conversation (`postWebchatGuestConversations`). It is routed, and takes messages, only when a WebSocket is attached to its
     * [CreatedConversation.eventStreamUri]. Needs no JWT.
     */
    public suspend fun createConversation(request: CreateConversationRequest): CreatedConversation = CreatedConversation(
        read(call("Creating a conversation", HttpMethod.Post, endpoint.conversations, request.toJson(), authorized = false)),
    )

    /** A member (`getWebchatGuestConversationMember`). */
    public suspend fun member(conversationId: String, memberId: String): ChatMember =
        ChatMember(get("Reading member $memberId", endpoint.member(checked(conversationId), checked(memberId))))

    /** A page of the members (`getWebchatGuestConversationMembers`). */
    public suspend fun members(conversationId: String, query: MembersQuery): ChatMembersPage =
        ChatMembersPage(get("Reading the members", endpoint.members(checked(conversationId)) + query.toQuery()))

    /** The first page of all members. */
    public suspend fun members(conversationId: String): ChatMembersPage = members(conversationId, MembersQuery.ALL)

    /** The pages from the one of [query] to the last; each is read when it is wanted. */
    public fun memberPages(conversationId: String, query: MembersQuery): Flow<ChatMembersPage> = flow {
        var number = query.pageNumber ?: 1
        while (true) {
            val page = members(conversationId, query.withPage(number))
            emit(page)
            val isLast = page.pageCount?.let { number >= it } ?: (page.nextUri == null)
            if (isLast || page.entities.isEmpty()) return@flow
            number++
        }
    }

    /** Takes a member out of the conversation (`deleteWebchatGuestConversationMember`); the guest's own member: leaves it for good. */
    public suspend fun removeMember(conversationId: String, memberId: String) {
        call("Removing member $memberId", HttpMethod.Delete, endpoint.member(checked(conversationId), checked(memberId)))
    }

    /**
     * Sends a message (`postWebchatGuestConversationMemberMessages`). When it is answered, the service has it; when the network fails, only
     * [messages] can tell.
     *
     * @param memberId the guest's own.
     */
    public suspend fun sendMessage(conversationId: String, memberId: String, request: CreateMessageRequest): ChatMessage {
        val address = endpoint.member(checked(conversationId), checked(memberId)) + "/messages"
        return ChatMessage(read(call("Sending a message", HttpMethod.Post, address, request.toJson())))
    }

    /** Tells that the guest is typing (`postWebchatGuestConversationMemberTyping`). */
    public suspend fun sendTyping(conversationId: String, memberId: String): ChatTyping = ChatTyping(
        read(
            call(
                "Telling that the guest is typing",
                HttpMethod.Post,
                endpoint.member(checked(conversationId), checked(memberId)) + "/typing",
            ),
        ),
    )

    /** Messages of the conversation (`getWebchatGuestConversationMessages`). */
    public suspend fun messages(conversationId: String, query: MessagesQuery): ChatMessagesPage =
        ChatMessagesPage(get("Reading the messages", endpoint.messages(checked(conversationId)) + query.toQuery()))

    /** The oldest messages of the conversation. */
    public suspend fun messages(conversationId: String): ChatMessagesPage = messages(conversationId, MessagesQuery.ALL)

    /**
     * The messages of [query], page by page in its order, to the last: the next page is after, or in descending order before, the last message
     * of the one before it (§4.4). Each is read when it is wanted.
     */
    public fun messagePages(conversationId: String, query: MessagesQuery): Flow<ChatMessagesPage> = flow {
        var next = query
        val wanted = query.maxResults ?: MessagesQuery.MAX_RESULTS
        while (true) {
            val page = messages(conversationId, next)
            emit(page)
            val last = page.entities.lastOrNull { it.id != null }?.id
            // A service that gives the same page again would give it for ever.
            val isRepeated = last == if (query.isDescending) next.before else next.after
            if (last == null || isRepeated || page.rawCount < wanted) return@flow
            next = next.toBuilder().run { if (query.isDescending) before(last) else after(last) }.build()
        }
    }

    /** A message (`getWebchatGuestConversationMessage`). */
    public suspend fun message(conversationId: String, messageId: String): ChatMessage =
        ChatMessage(get("Reading message $messageId", endpoint.message(checked(conversationId), checked(messageId))))

    /** All media requests to the guest (`getWebchatGuestConversationMediarequests`). */
    public suspend fun mediaRequests(conversationId: String): ChatMediaRequests =
        ChatMediaRequests(get("Reading the media requests", endpoint.mediaRequests(checked(conversationId))))

    /** A media request (`getWebchatGuestConversationMediarequest`). */
    @Deprecated(LEGACY)
    public suspend fun mediaRequest(conversationId: String, mediaRequestId: String): ChatMediaRequest = ChatMediaRequest(
        get("Reading media request $mediaRequestId", endpoint.mediaRequest(checked(conversationId), checked(mediaRequestId))),
    )

    /** Answers a media request (`patchWebchatGuestConversationMediarequest`). */
    @Deprecated(LEGACY)
    public suspend fun updateMediaRequest(conversationId: String, mediaRequestId: String, update: MediaRequestUpdate): ChatMediaRequest {
        val address = endpoint.mediaRequest(checked(conversationId), checked(mediaRequestId))
        return ChatMediaRequest(read(call("Answering media request $mediaRequestId", HttpMethod.Patch, address, update.toJson())))
    }

    private suspend fun get(what: String, address: String): JsonObject = read(call(what, HttpMethod.Get, address))

    private suspend fun call(
        what: String,
        method: HttpMethod,
        address: String,
        body: JsonObject? = null,
        authorized: Boolean = true,
    ): HttpAnswer {
        check(!authorized || jwt != null) { "$what needs the JWT of the conversation: call withJwt(created.jwt) first." }
        val answer = networkCall("$what at $endpoint") {
            http.exchange(method, address, body) {
                accept(ContentType.Application.Json)
                if (authorized) header(HttpHeaders.Authorization, "Bearer $jwt")
            }
        }
        if (!answer.isSuccess) throw GuestChatRefusals.exception(what, "$endpoint", answer)
        return answer
    }

    private fun read(answer: HttpAnswer): JsonObject = answer.json ?: throw GuestChatRefusals.unreadable("$endpoint")

    /** A blank id would address something else. */
    private fun checked(id: String): String {
        require(id.isNotBlank()) { "The ids of conversation, member, message and media request must not be blank." }
        return id
    }

    /** Without the JWT. */
    override fun toString(): String = "GuestChatApi($endpoint)"

    public companion object {
        private const val LEGACY = "Legacy co-browse and screen share: deprecated by the vendor since SDK 14, like their media requests."

        /**
         * @param options where the service is; the rest of them is for conversations of a `MessagingClient`.
         * @param http shared, as `Confab.httpClient`; this does not close it.
         */
        @JvmStatic
        public fun create(options: GuestChatOptions, http: HttpClient): GuestChatApi = GuestChatApi(options.endpoint, http, jwt = null)
    }
}
