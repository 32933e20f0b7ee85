package dev.confab.transport.backend.guestchat

/** Retells frames and answers for [GuestChatFrames]. JWTs, keys and the stream's address are left out; that there was one is told. */
internal object GuestChatReading {
    fun frame(frame: StreamFrame): Map<String, Any?> = when (frame) {
        is StreamFrame.Message -> message(frame.message)

        is StreamFrame.Typing -> typing(frame.typing)

        is StreamFrame.MemberChanged -> mapOf(
            "kind" to "memberChange",
            "conversationId" to frame.conversation?.id,
            "conversation" to besideId(frame.conversation),
            "memberId" to frame.memberId,
            "state" to frame.state.value,
            "member" to besideId(frame.member) - "state",
            "timeMillis" to frame.timeMillis,
        )

        is StreamFrame.Heartbeat -> mapOf("kind" to "heartbeat", "message" to frame.message)

        is StreamFrame.Unknown -> mapOf("kind" to "unknown", "type" to frame.kind)
    }

    fun message(message: ChatMessage): Map<String, Any?> = mapOf(
        "kind" to "message",
        "id" to message.id,
        "name" to message.name,
        "conversationId" to message.conversation?.id,
        "conversation" to besideId(message.conversation),
        "senderId" to message.sender?.id,
        "sender" to besideId(message.sender),
        "bodyType" to message.bodyType?.value,
        "body" to message.body,
        "timeMillis" to message.timeMillis,
        "selfUri" to message.selfUri,
    )

    fun typing(typing: ChatTyping): Map<String, Any?> = mapOf(
        "kind" to "typing",
        "id" to typing.id,
        "conversationId" to typing.conversation?.id,
        "conversation" to besideId(typing.conversation),
        "senderId" to typing.sender?.id,
        "sender" to besideId(typing.sender),
        "timeMillis" to typing.timeMillis,
    )

    fun created(created: CreatedConversation): Map<String, Any?> = mapOf(
        "kind" to "created",
        "id" to created.id,
        "memberId" to created.member?.id,
        "member" to besideId(created.member),
        "hasJwt" to (created.jwt != null),
        "hasEventStreamUri" to (created.eventStreamUri != null),
    )

    /** What else is told of a member whose id stands beside; mostly nothing. */
    fun besideId(somebody: ChatMember?): Map<String, Any?> = told(somebody?.let { member(it) - "kind" - "id" }.orEmpty())

    private fun besideId(conversation: ChatConversation?): Map<String, Any?> = told(
        mapOf(
            "name" to conversation?.name,
            "selfUri" to conversation?.selfUri,
            "member" to conversation?.member?.let { told(member(it) - "kind") },
        ),
    )

    private fun told(fields: Map<String, Any?>): Map<String, Any?> = fields.filterValues { it != null && it != emptyMap<String, String>() }

    fun member(member: ChatMember): Map<String, Any?> = mapOf(
        "kind" to "member",
        "id" to member.id,
        "displayName" to member.displayName,
        "firstName" to member.firstName,
        "lastName" to member.lastName,
        "email" to member.email,
        "phoneNumber" to member.phoneNumber,
        "avatarImageUrl" to member.avatarImageUrl,
        "role" to member.role?.value,
        "state" to member.state?.value,
        "joinMillis" to member.joinMillis,
        "leaveMillis" to member.leaveMillis,
        "authenticatedGuest" to member.authenticatedGuest,
        "customFields" to member.customFields,
    )

    fun members(page: ChatMembersPage): Map<String, Any?> = mapOf(
        "kind" to "members",
        "members" to page.entities.map { member(it) - "kind" },
        "pageSize" to page.pageSize,
        "pageNumber" to page.pageNumber,
        "total" to page.total,
        "pageCount" to page.pageCount,
        "selfUri" to page.selfUri,
        "firstUri" to page.firstUri,
        "lastUri" to page.lastUri,
        "nextUri" to page.nextUri,
        "previousUri" to page.previousUri,
    )

    fun messages(page: ChatMessagesPage): Map<String, Any?> = mapOf(
        "kind" to "messages",
        "messages" to page.entities.map { message(it) - "kind" },
        "pageSize" to page.pageSize,
        "previousPage" to page.previousPage,
        "next" to page.next,
        "selfUri" to page.selfUri,
    )

    fun mediaRequest(request: ChatMediaRequest): Map<String, Any?> = mapOf(
        "kind" to "mediaRequest",
        "id" to request.id,
        "name" to request.name,
        "types" to request.types.map(MediaType::value),
        "state" to request.state?.value,
        "communicationId" to request.communicationId,
        "hasSecurityKey" to (request.securityKey != null),
        "selfUri" to request.selfUri,
    )

    fun error(error: GuestChatError): Map<String, Any?> = mapOf(
        "kind" to "refused",
        "code" to error.code,
        "text" to error.message,
        "status" to error.status,
        "entityId" to error.entityId,
        "entityName" to error.entityName,
        "messageWithParams" to error.messageWithParams,
        "messageParams" to error.messageParams,
        "contextId" to error.contextId,
        "details" to error.details.map {
            mapOf("errorCode" to it.errorCode, "fieldName" to it.fieldName, "entityId" to it.entityId, "entityName" to it.entityName)
        },
        "errors" to error.errors.map { error(it) - "kind" },
        "limit" to error.limit?.let { mapOf("key" to it.key, "namespace" to it.namespace, "value" to it.value) },
    )
}
