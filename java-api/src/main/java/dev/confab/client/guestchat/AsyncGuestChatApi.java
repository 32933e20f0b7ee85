package dev.confab.client.guestchat;

import dev.confab.transport.Confab;
import dev.confab.transport.backend.guestchat.ChatMediaRequest;
import dev.confab.transport.backend.guestchat.ChatMediaRequests;
import dev.confab.transport.backend.guestchat.ChatMember;
import dev.confab.transport.backend.guestchat.ChatMembersPage;
import dev.confab.transport.backend.guestchat.ChatMessage;
import dev.confab.transport.backend.guestchat.ChatMessagesPage;
import dev.confab.transport.backend.guestchat.ChatTyping;
import dev.confab.transport.backend.guestchat.CreateConversationRequest;
import dev.confab.transport.backend.guestchat.CreateMessageRequest;
import dev.confab.transport.backend.guestchat.CreatedConversation;
import dev.confab.transport.backend.guestchat.GuestChatApi;
import dev.confab.transport.backend.guestchat.GuestChatOptions;
import dev.confab.transport.backend.guestchat.MediaRequestUpdate;
import dev.confab.transport.backend.guestchat.MembersQuery;
import dev.confab.transport.backend.guestchat.MessagesQuery;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlinx.coroutines.flow.Flow;

/**
 * The eleven operations of Genesys Cloud guest chat, for Java: {@link GuestChatApi} with futures. Most applications want an {@code
 * AsyncMessagingClient} with {@link GuestChatOptions} instead, which makes these calls itself.
 *
 * <p>Futures complete on shared daemon threads of the library and fail with a {@code MessagingException}: a {@code GuestChatException} when
 * the service refused the call. Cancelling one cancels the call. Thread-safe; there is nothing to close. The vendor has deprecated all of
 * them; those that it deprecated first are marked.
 */
public final class AsyncGuestChatApi {

    private final GuestChatApi api;

    private AsyncGuestChatApi(GuestChatApi api) {
        this.api = api;
    }

    /**
     * Makes the face of a service.
     *
     * @param confab what it shares with others
     * @param options where the service is; the rest of them is for conversations of a client
     * @return operations that can create conversations
     */
    public static AsyncGuestChatApi create(Confab confab, GuestChatOptions options) {
        return new AsyncGuestChatApi(GuestChatApi.create(
                Objects.requireNonNull(options, "options"),
                Objects.requireNonNull(confab, "confab").getHttpClient()));
    }

    /**
     * Gives the operations a conversation.
     *
     * @param jwt what creating the conversation gave; a secret
     * @return the same, with what all operations but creating need
     */
    public AsyncGuestChatApi withJwt(String jwt) {
        return new AsyncGuestChatApi(api.withJwt(Objects.requireNonNull(jwt, "jwt")));
    }

    /**
     * Creates a conversation ({@code postWebchatGuestConversations}).
     *
     * @param request who wants to talk to whom
     * @return the conversation; it is routed when a WebSocket is attached to its event stream
     */
    public CompletableFuture<CreatedConversation> createConversation(CreateConversationRequest request) {
        Objects.requireNonNull(request, "request");
        return SuspendedCalls.future(done -> api.createConversation(request, done));
    }

    /**
     * Reads a member ({@code getWebchatGuestConversationMember}).
     *
     * @param conversationId the conversation
     * @param memberId the member
     * @return the member
     */
    public CompletableFuture<ChatMember> member(String conversationId, String memberId) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(memberId, "memberId");
        return SuspendedCalls.future(done -> api.member(conversationId, memberId, done));
    }

    /**
     * Reads a page of the members ({@code getWebchatGuestConversationMembers}).
     *
     * @param conversationId the conversation
     * @param query which page
     * @return the page
     */
    public CompletableFuture<ChatMembersPage> members(String conversationId, MembersQuery query) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(query, "query");
        return SuspendedCalls.future(done -> api.members(conversationId, query, done));
    }

    /**
     * Reads the members page by page, from the one of the query to the last.
     *
     * @param conversationId the conversation
     * @param query which, and in what order
     * @param each is given one page after the other, on a thread of the library; what it throws ends the reading
     * @return completes after the last page
     */
    public CompletableFuture<Void> forEachMembersPage(
            String conversationId, MembersQuery query, Consumer<ChatMembersPage> each) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(query, "query");
        return forEach(api.memberPages(conversationId, query), each);
    }

    /**
     * Takes a member out of the conversation ({@code deleteWebchatGuestConversationMember}); the guest's own: leaves it for good.
     *
     * @param conversationId the conversation
     * @param memberId the member
     * @return completes when the member is out
     */
    public CompletableFuture<Void> removeMember(String conversationId, String memberId) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(memberId, "memberId");
        return SuspendedCalls.completion(done -> api.removeMember(conversationId, memberId, done));
    }

    /**
     * Sends a message ({@code postWebchatGuestConversationMemberMessages}).
     *
     * @param conversationId the conversation
     * @param memberId the guest's own
     * @param request what is said
     * @return the message as the service stored it; when the network fails, only {@link #messages} can tell whether it did
     */
    public CompletableFuture<ChatMessage> sendMessage(
            String conversationId, String memberId, CreateMessageRequest request) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(memberId, "memberId");
        Objects.requireNonNull(request, "request");
        return SuspendedCalls.future(done -> api.sendMessage(conversationId, memberId, request, done));
    }

    /**
     * Tells that the guest is typing ({@code postWebchatGuestConversationMemberTyping}).
     *
     * @param conversationId the conversation
     * @param memberId the guest's own
     * @return what the others are told
     */
    public CompletableFuture<ChatTyping> sendTyping(String conversationId, String memberId) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(memberId, "memberId");
        return SuspendedCalls.future(done -> api.sendTyping(conversationId, memberId, done));
    }

    /**
     * Reads messages of the conversation ({@code getWebchatGuestConversationMessages}).
     *
     * @param conversationId the conversation
     * @param query which, and in what order
     * @return the messages
     */
    public CompletableFuture<ChatMessagesPage> messages(String conversationId, MessagesQuery query) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(query, "query");
        return SuspendedCalls.future(done -> api.messages(conversationId, query, done));
    }

    /**
     * Reads messages page by page in the order of the query, to the last.
     *
     * @param conversationId the conversation
     * @param query which, and in what order
     * @param each is given one page after the other, on a thread of the library; what it throws ends the reading
     * @return completes after the last page
     */
    public CompletableFuture<Void> forEachMessagesPage(
            String conversationId, MessagesQuery query, Consumer<ChatMessagesPage> each) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(query, "query");
        return forEach(api.messagePages(conversationId, query), each);
    }

    /**
     * Reads a message ({@code getWebchatGuestConversationMessage}).
     *
     * @param conversationId the conversation
     * @param messageId the message
     * @return the message
     */
    public CompletableFuture<ChatMessage> message(String conversationId, String messageId) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(messageId, "messageId");
        return SuspendedCalls.future(done -> api.message(conversationId, messageId, done));
    }

    /**
     * Reads all media requests to the guest ({@code getWebchatGuestConversationMediarequests}).
     *
     * @param conversationId the conversation
     * @return the requests
     */
    public CompletableFuture<ChatMediaRequests> mediaRequests(String conversationId) {
        Objects.requireNonNull(conversationId, "conversationId");
        return SuspendedCalls.future(done -> api.mediaRequests(conversationId, done));
    }

    /**
     * Reads a media request ({@code getWebchatGuestConversationMediarequest}).
     *
     * @param conversationId the conversation
     * @param mediaRequestId the request
     * @return the request
     * @deprecated legacy co-browse and screen share, by the vendor since SDK 14
     */
    @Deprecated
    public CompletableFuture<ChatMediaRequest> mediaRequest(String conversationId, String mediaRequestId) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(mediaRequestId, "mediaRequestId");
        return SuspendedCalls.future(done -> api.mediaRequest(conversationId, mediaRequestId, done));
    }

    /**
     * Answers a media request ({@code patchWebchatGuestConversationMediarequest}).
     *
     * @param conversationId the conversation
     * @param mediaRequestId the request
     * @param update the guest's answer
     * @return the request as it is now
     * @deprecated legacy co-browse and screen share, by the vendor since SDK 14
     */
    @Deprecated
    public CompletableFuture<ChatMediaRequest> updateMediaRequest(
            String conversationId, String mediaRequestId, MediaRequestUpdate update) {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(mediaRequestId, "mediaRequestId");
        Objects.requireNonNull(update, "update");
        return SuspendedCalls.future(done -> api.updateMediaRequest(conversationId, mediaRequestId, update, done));
    }

    private static <T> CompletableFuture<Void> forEach(Flow<T> pages, Consumer<T> each) {
        Objects.requireNonNull(each, "each");
        return SuspendedCalls.completion(done -> pages.collect(
                (page, next) -> {
                    each.accept(page);
                    return Unit.INSTANCE;
                },
                done));
    }
}
