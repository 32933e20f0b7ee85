package dev.confab.client;

import dev.confab.transport.AttachmentProgress;
import dev.confab.transport.Confab;
import dev.confab.transport.ConnectOptions;
import dev.confab.transport.MessagingClient;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.ServiceFeatures;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.jvm.ClientFutures;
import dev.confab.transport.model.AddressValidation;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.AttachmentProfile;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.ConversationQuery;
import dev.confab.transport.model.CustomAttributes;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.FetchedHistory;
import dev.confab.transport.model.LeaveOutcome;
import dev.confab.transport.model.Limits;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.NewConversation;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.ParticipantsAdded;
import dev.confab.transport.model.Sensitivity;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One guest session at one service, whichever vendor answers, for Java.
 *
 * <p><b>Life.</b> {@link #create}, {@link #addListener}, {@link #connect}, {@link #send} as often as you like,
 * {@link #close} as the last call. A lost connection is made again by itself, without end. Every method may be called
 * from any thread.
 *
 * <p><b>Futures.</b> Calls made one after the other reach the client in that order, and messages the service. A future
 * fails with a {@link MessagingException}: it is the cause of what {@code join()} and {@code get()} throw. Futures
 * complete on shared daemon threads of the library, which run neither sessions nor sockets: a continuation that blocks
 * there stops no session, but a program should give long work an executor of its own ({@code thenApplyAsync}). Waiting
 * for a future inside a continuation or a callback is allowed. But while a callback waits, about 300 events at most queue up
 * behind it; then nothing more is read from the service, and what it waits for does not come. Where so many may arrive, chain
 * with {@code thenCompose}, or limit the waiting with {@code orTimeout}.
 *
 * <p><b>Cancelling</b> a future, or completing it by hand (as {@code orTimeout} does), stops the waiting. A message is
 * taken back only while it is queued; one that has left already is sent. Cancel the future that the client returned: one
 * derived by {@code thenApply} does not pass it on.
 */
public final class AsyncMessagingClient implements AutoCloseable {

    private static final long CLOSE_SECONDS = 10;

    private final MessagingClient client;
    private final ClientFutures futures;
    private final Listeners listeners;
    private final AtomicReference<@Nullable CompletableFuture<Void>> closing = new AtomicReference<>();

    private AsyncMessagingClient(MessagingClient client) {
        this.client = client;
        this.futures = new ClientFutures(client);
        this.listeners = new Listeners(client);
    }

    /**
     * Makes a client with every setting at its default.
     *
     * @param options which service, and how to reach it
     * @return a client that is not connected yet
     */
    public static AsyncMessagingClient create(TransportOptions options) {
        return create(options, MessagingClientConfig.defaults());
    }

    /**
     * Makes a client on what all clients of the process share.
     *
     * @param options which service, and how to reach it
     * @param config how the client behaves
     * @return a client that is not connected yet
     */
    public static AsyncMessagingClient create(TransportOptions options, MessagingClientConfig config) {
        return create(Confab.shared(), options, config);
    }

    /**
     * Makes a client on a runtime of the caller's own.
     *
     * @param confab what the client shares with others; to be closed after its clients
     * @param options which service, and how to reach it
     * @param config how the client behaves
     * @return a client that is not connected yet
     */
    public static AsyncMessagingClient create(Confab confab, TransportOptions options, MessagingClientConfig config) {
        Objects.requireNonNull(confab, "confab");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(config, "config");
        return over(confab.client(options, config));
    }

    /**
     * Gives an existing client this face, as for a transport of the caller's own.
     *
     * @param client the client; closing one face of it closes it
     * @return its face for Java
     */
    public static AsyncMessagingClient over(MessagingClient client) {
        return new AsyncMessagingClient(Objects.requireNonNull(client, "client"));
    }

    /**
     * Opens the session. When it is open already, the future is complete at once. Tries a few times before it fails.
     *
     * @return the state, {@link SessionState.Configured} or {@link SessionState.ReadOnly}
     */
    public CompletableFuture<SessionState> connect() {
        return connect(ConnectOptions.DEFAULT);
    }

    /**
     * Opens the session with options. With {@code startNew}, the session gets a new conversation even if it is open. With a
     * {@code token}, the client leaves its own session for the one of that token; while another one is open, that fails with
     * {@link ErrorCode#WRONG_STATE}.
     *
     * @param options how the session is opened
     * @return as for {@link #connect()}
     */
    public CompletableFuture<SessionState> connect(ConnectOptions options) {
        return futures.connect(Objects.requireNonNull(options, "options"));
    }

    /**
     * As {@link #connect(ConnectOptions)}, but asks the service for the session's state also when it is open already.
     *
     * @param options how the session is configured
     * @return the state; when the service does not answer in 15 seconds, the connection is made again first
     */
    public CompletableFuture<SessionState> configureSession(ConnectOptions options) {
        return futures.configureSession(Objects.requireNonNull(options, "options"));
    }

    /**
     * Begins a new conversation in place of one that has ended ({@link SessionState.ReadOnly}). The old one leaves {@link
     * #conversation}; messages of it that are not proved are given up and kept, and {@link #retry} sends them into the new
     * one. When the connection is lost meanwhile, the next one is opened for the new conversation.
     *
     * @return the state when the service began it; fails with {@link ErrorCode#WRONG_STATE} while the conversation goes on:
     *     {@link #connect(ConnectOptions)} with {@code startNew} begins one in any state
     */
    public CompletableFuture<SessionState> startNewChat() {
        return futures.startNewChat();
    }

    /**
     * Wipes the conversation, at the service too. Then {@link #conversation} is empty but for own messages that are not
     * proved, which are given up and kept, and the session is closed; the next {@link #connect} begins a new conversation for
     * the same guest.
     *
     * @return completes when that is done; fails with {@link ErrorCode#CLEAR_CONVERSATION_FAILURE} where the deployment
     *     forbids it, the service refuses it, or the connection is lost before the service confirmed
     */
    public CompletableFuture<Void> clearConversation() {
        return futures.clearConversation();
    }

    /**
     * Leaves the conversation for good: the other side is told, and the session can only be read until {@link #startNewChat()}. Back ends
     * without such an operation fail with {@code Unsupported}; their capability says so.
     *
     * @return completes when the service has done it; at once in a conversation that has ended
     */
    public CompletableFuture<Void> leaveConversation() {
        return futures.leaveConversation();
    }

    /**
     * Makes a conversation here, as a draft. Nothing is sent: it begins at the service with its first message, which also
     * invites the participants. With a store it survives a restart. Needs no connection.
     *
     * @param conversation what it is begun with
     * @return the conversation; fails with {@link ErrorCode#UNSUPPORTED} on a back end with a single one, and with {@link
     *     ErrorCode#SUBJECT_TOO_LONG}
     */
    public CompletableFuture<Conversation> createConversation(NewConversation conversation) {
        return futures.createConversation(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Lets a conversation go whose first message was not sent, or was given up.
     *
     * @param conversation its id
     * @return completes when it is gone; fails with {@link ErrorCode#WRONG_STATE} for one that may be at the service
     */
    public CompletableFuture<Void> discardConversation(ConversationId conversation) {
        return futures.discardConversation(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Invites participants: the valid addresses, even if others are not. In a draft nobody is told before its first
     * message.
     *
     * @param conversation its id
     * @param addresses whom to invite
     * @return what became of each address; fails with {@link ErrorCode#NOT_CONNECTED} for a conversation that is at the
     *     service already
     */
    public CompletableFuture<ParticipantsAdded> addParticipants(ConversationId conversation, List<String> addresses) {
        return futures.addParticipants(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(addresses, "addresses"));
    }

    /**
     * Takes participants out of a draft.
     *
     * @param conversation its id
     * @param addresses whom; those that are not in it do not matter
     * @return completes when they are out; fails with {@link ErrorCode#WRONG_STATE} for any other conversation
     */
    public CompletableFuture<Void> removeParticipants(ConversationId conversation, List<String> addresses) {
        return futures.removeParticipants(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(addresses, "addresses"));
    }

    /**
     * Asks who is reached under each of some addresses.
     *
     * @param addresses the addresses
     * @return one entry for each, in this order; one without a match is invalid
     */
    public CompletableFuture<List<AddressValidation>> validateAddresses(List<String> addresses) {
        return futures.validateAddresses(Objects.requireNonNull(addresses, "addresses"));
    }

    /**
     * Asks the service who takes part now.
     *
     * @param conversation its id
     * @return them; of a draft: who is going to be invited
     */
    public CompletableFuture<List<Participant>> participants(ConversationId conversation) {
        return futures.participants(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Says what a conversation is about: in a draft here, else at the service.
     *
     * @param conversation its id
     * @param subject the subject
     * @return completes when it is changed; fails with {@link ErrorCode#SUBJECT_TOO_LONG}
     */
    public CompletableFuture<Void> setSubject(ConversationId conversation, String subject) {
        return futures.setSubject(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(subject, "subject"));
    }

    /**
     * Says how a draft is to be treated once it begins.
     *
     * @param conversation its id
     * @param sensitivity how
     * @return completes when it is changed; fails with {@link ErrorCode#WRONG_STATE} for any other conversation
     */
    public CompletableFuture<Void> setSensitivity(ConversationId conversation, Sensitivity sensitivity) {
        return futures.setSensitivity(
                Objects.requireNonNull(conversation, "conversation"),
                Objects.requireNonNull(sensitivity, "sensitivity"));
    }

    /**
     * Searches the guest's conversations at the service, also those that are not active any more.
     *
     * @param query what to look for
     * @return what was found; it is not put among {@link #conversations}, and one that is there has the same id
     */
    public CompletableFuture<List<Conversation>> searchConversations(ConversationQuery query) {
        return futures.searchConversations(Objects.requireNonNull(query, "query"));
    }

    /**
     * Reads messages right before one; they are put into the conversation.
     *
     * @param conversation its id
     * @param messageId the service's id of the message
     * @param max how many at most
     * @return them, oldest first
     */
    public CompletableFuture<List<Message>> messagesBefore(ConversationId conversation, String messageId, int max) {
        return futures.messagesBefore(
                Objects.requireNonNull(conversation, "conversation"),
                Objects.requireNonNull(messageId, "messageId"),
                max);
    }

    /**
     * Reads messages right after one; they are put into the conversation.
     *
     * @param conversation its id
     * @param messageId the service's id of the message
     * @param max how many at most
     * @return them, oldest first
     */
    public CompletableFuture<List<Message>> messagesAfter(ConversationId conversation, String messageId, int max) {
        return futures.messagesAfter(
                Objects.requireNonNull(conversation, "conversation"),
                Objects.requireNonNull(messageId, "messageId"),
                max);
    }

    /**
     * Tells the service that the guest has read messages. They show as read at once; when the service refuses, as before.
     * Own messages and those that were read do not matter.
     *
     * @param conversation its id
     * @param messages their ids
     * @return completes when the service has taken it; a lost connection is waited for once
     */
    public CompletableFuture<Void> markAsRead(ConversationId conversation, List<MessageId> messages) {
        return futures.markAsRead(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(messages, "messages"));
    }

    /**
     * As {@link #markAsRead}, with everything in a conversation, also what is not here.
     *
     * @param conversation its id
     * @return completes when the service has taken it
     */
    public CompletableFuture<Void> markAllAsRead(ConversationId conversation) {
        return futures.markAllAsRead(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Tells the service that the guest looks at a conversation now.
     *
     * @param conversation its id
     * @return completes when the service has taken it
     */
    public CompletableFuture<Void> markAsAccessed(ConversationId conversation) {
        return futures.markAsAccessed(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Leaves one of many conversations: it goes from {@link #conversations}, and own messages in it that are not proved are
     * given up. A draft is let go without asking anybody. On a back end with a single one: as {@link #leaveConversation()}.
     *
     * @param conversation its id
     * @return completes when the service has done it; a lost connection is waited for once
     */
    public CompletableFuture<Void> leaveConversation(ConversationId conversation) {
        return futures.leaveConversation(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Leaves several conversations, beside one another.
     *
     * @param conversations their ids
     * @return for each whether it was left, and if not, why; does not fail because of one of them
     */
    public CompletableFuture<List<LeaveOutcome>> leaveConversations(List<ConversationId> conversations) {
        return futures.leaveConversations(Objects.requireNonNull(conversations, "conversations"));
    }

    /**
     * As {@link #leaveConversations}, with all that there are at this moment, drafts among them.
     *
     * @return for each whether it was left, and if not, why
     */
    public CompletableFuture<List<LeaveOutcome>> leaveAllConversations() {
        return futures.leaveAllConversations();
    }

    /**
     * As {@link #nextHistory()}, in one of several conversations.
     *
     * @param conversation its id
     * @return what was new, oldest first
     */
    public CompletableFuture<FetchedHistory> nextHistory(ConversationId conversation) {
        return futures.nextHistory(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Reads one page further back in the conversation, and puts what is new into it. Calls that come meanwhile share the
     * page. After the start of the conversation it brings nothing and asks nobody. The service allows ten pages a minute, so
     * that a call may wait up to a minute.
     *
     * @return what was new, oldest first; fails with {@link ErrorCode#HISTORY_FETCH_FAILURE}, and asking again goes on with
     *     the same page
     */
    public CompletableFuture<FetchedHistory> nextHistory() {
        return futures.nextHistory();
    }

    /**
     * Replaces the facts about the guest that travel, all together, with the next message or the greeting of a new
     * conversation, until a message that carried them is proved.
     *
     * @param values names and values
     * @return them; fails with {@link ErrorCode#CUSTOM_ATTRIBUTE_SIZE_TOO_LARGE} when they have more bytes in UTF-8 than the
     *     service takes, and then nothing changes
     */
    public CompletableFuture<CustomAttributes> setCustomAttributes(Map<String, String> values) {
        return futures.setCustomAttributes(Objects.requireNonNull(values, "values"));
    }

    /**
     * As {@link #setCustomAttributes}, beside those that were set before.
     *
     * @param values names and values
     * @return all of them
     */
    public CompletableFuture<CustomAttributes> addCustomAttributes(Map<String, String> values) {
        return futures.addCustomAttributes(Objects.requireNonNull(values, "values"));
    }

    /**
     * Takes the running guest session over to the guest who has signed in. When the service refuses, the session goes on as it was.
     *
     * @return the state when the service has done it; fails with {@code NotConnected} where no session is open
     */
    public CompletableFuture<SessionState> signIn() {
        return futures.signIn();
    }

    /**
     * Sends a text.
     *
     * @param text what the guest says
     * @return as for {@link #send(Draft)}
     */
    public CompletableFuture<Message> send(String text) {
        return send(new Draft(Objects.requireNonNull(text, "text")));
    }

    /**
     * Sends a message, after all those before it.
     *
     * @param draft text, and facts that travel with it
     * @return the message as the service has it; completes when there is proof, which may take as long as the network is
     *     away
     */
    public CompletableFuture<Message> send(Draft draft) {
        return futures.send(Objects.requireNonNull(draft, "draft"));
    }

    /**
     * Sends a message into one of several conversations; a draft begins with it. Messages of one conversation go out in the
     * order of the calls, and different conversations do not wait for each other.
     *
     * @param conversation its id
     * @param draft text, files, and facts that travel with it
     * @return as for {@link #send(Draft)}; fails with {@link ErrorCode#NO_PARTICIPANTS} in a draft without any
     */
    public CompletableFuture<Message> send(ConversationId conversation, Draft draft) {
        return futures.send(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(draft, "draft"));
    }

    /**
     * As {@link #send(ConversationId, Draft)}, under an id of the caller's: the message is in the conversation under it as
     * soon as it is accepted.
     *
     * @param conversation its id
     * @param message a random UUID that no other message of the session has; else it fails with {@link
     *     ErrorCode#INVALID_ARGUMENT}
     * @param draft text, files, and facts that travel with it
     * @return as for {@link #send(ConversationId, Draft)}
     */
    public CompletableFuture<Message> send(ConversationId conversation, MessageId message, Draft draft) {
        return futures.send(
                Objects.requireNonNull(conversation, "conversation"),
                Objects.requireNonNull(message, "message"),
                Objects.requireNonNull(draft, "draft"));
    }

    /**
     * As {@link #send(ConversationId, Draft)}, but never waits for room.
     *
     * @param conversation its id
     * @param draft text, files, and facts that travel with it
     * @return as for {@link #trySend(Draft)}
     */
    public CompletableFuture<Message> trySend(ConversationId conversation, Draft draft) {
        return futures.trySend(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(draft, "draft"));
    }

    /**
     * As {@link #send(Draft)}, but never waits for room.
     *
     * @param draft text, and facts that travel with it
     * @return the message as the service has it; when too many are on their way already, fails at once with {@link
     *     ErrorCode#OUTBOX_FULL}. Cancelling it stops the waiting only.
     */
    public CompletableFuture<Message> trySend(Draft draft) {
        return futures.trySend(Objects.requireNonNull(draft, "draft"));
    }

    /**
     * Sends a message again that was given up; it goes to the end of the line.
     *
     * @param message the id of one whose status is {@code Wedged}
     * @return as for {@link #send(Draft)}
     */
    public CompletableFuture<Message> retry(MessageId message) {
        return futures.retry(Objects.requireNonNull(message, "message"));
    }

    /**
     * Changes a message that was given up or has not left yet, and sends it.
     *
     * @param message its id
     * @param draft what it says now
     * @return as for {@link #send(Draft)}; fails for a message that may have reached the service
     */
    public CompletableFuture<Message> edit(MessageId message, Draft draft) {
        return futures.edit(Objects.requireNonNull(message, "message"), Objects.requireNonNull(draft, "draft"));
    }

    /**
     * Lets a message go that was given up or has not left yet.
     *
     * @param message its id
     * @return completes when it is gone; fails for a message that may have reached the service
     */
    public CompletableFuture<Void> discard(MessageId message) {
        return futures.discard(Objects.requireNonNull(message, "message"));
    }

    /** A hint that the network is back: a client that waits to reconnect does it now. */
    public void networkAvailable() {
        client.networkAvailable();
    }

    /**
     * Uploads a file and keeps it in the draft. It goes out with the message that names it: {@code
     * client.send(new Draft("See here").withAttachments(List.of(attachment)))}.
     *
     * @param source the file: see {@link AttachmentFiles}, {@code AttachmentPaths} and {@link AttachmentSource#ofBytes}
     * @return the file; completes when the service has taken it, which may last as long as the network is away. Fails
     *     before anything is sent for a file that the service does not take. Cancelling it detaches the file.
     */
    public CompletableFuture<Attachment> attach(AttachmentSource source) {
        return attach(new AttachmentId(UUID.randomUUID().toString()), source);
    }

    /**
     * As {@link #attach(AttachmentSource)}, under an id of the caller's: it is in the draft from the start.
     *
     * @param id a random UUID that no other file of the session has
     * @param source the file
     * @return as for {@link #attach(AttachmentSource)}
     */
    public CompletableFuture<Attachment> attach(AttachmentId id, AttachmentSource source) {
        return futures.attach(Objects.requireNonNull(id, "id"), Objects.requireNonNull(source, "source"));
    }

    /**
     * As {@link #attach(AttachmentSource)}, and tells how far it is.
     *
     * @param id a random UUID that no other file of the session has
     * @param source the file
     * @param progress is told the newest value, one call at a time, and nothing after the future is complete
     * @param executor runs the calls of {@code progress}; what that throws goes to the handler of uncaught exceptions
     * @return as for {@link #attach(AttachmentSource)}
     */
    public CompletableFuture<Attachment> attach(
            AttachmentId id, AttachmentSource source, AttachmentProgress progress, Executor executor) {
        return futures.attach(
                Objects.requireNonNull(id, "id"),
                Objects.requireNonNull(source, "source"),
                Objects.requireNonNull(progress, "progress"),
                Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Takes a file out of the draft: stops its upload, or deletes it at the service.
     *
     * @param id its id
     * @return completes when it is gone; fails for a file that a message carries
     */
    public CompletableFuture<Void> detach(AttachmentId id) {
        return futures.detach(Objects.requireNonNull(id, "id"));
    }

    /**
     * As {@link #detach}, also for a file that is not in the draft, such as one from before a restart.
     *
     * @param id its id
     * @return completes when the service has answered
     */
    public CompletableFuture<Void> deleteAttachment(AttachmentId id) {
        return futures.deleteAttachment(Objects.requireNonNull(id, "id"));
    }

    /**
     * Asks for a fresh address of a file of this session.
     *
     * @param id its id
     * @return the address, good for some minutes; whoever has it can read the file
     */
    public CompletableFuture<String> downloadUrl(AttachmentId id) {
        return futures.downloadUrl(Objects.requireNonNull(id, "id"));
    }

    /**
     * Fetches a file of this session under a fresh address.
     *
     * @param id its id
     * @param sink where the bytes go: see {@link AttachmentFiles} and {@code AttachmentPaths}
     * @return the number of bytes; fails for more than {@code AttachmentPolicy.maxDownloadBytes}
     */
    public CompletableFuture<Long> download(AttachmentId id, AttachmentSink sink) {
        return futures.download(Objects.requireNonNull(id, "id"), Objects.requireNonNull(sink, "sink"));
    }

    /**
     * Fetches a file of a message by its own address as long as that is good.
     *
     * @param attachment the file
     * @param sink where the bytes go
     * @return as for {@link #download(AttachmentId, AttachmentSink)}
     */
    public CompletableFuture<Long> download(Attachment attachment, AttachmentSink sink) {
        return futures.download(Objects.requireNonNull(attachment, "attachment"), Objects.requireNonNull(sink, "sink"));
    }

    /**
     * Tells which files the service takes.
     *
     * @return the profile, or null until the service has told it
     */
    public @Nullable AttachmentProfile attachmentProfile() {
        return client.getAttachmentProfile();
    }

    /**
     * Tells the numbers that the service sets, such as the longest text.
     *
     * @return them; {@link Limits#NONE} until the service has told
     */
    public Limits limits() {
        return client.getLimits();
    }

    /**
     * Tells what the service told of itself beyond {@link #capability} and {@link #limits()}, in the words of its back end: who
     * knows the back end casts it, as to {@link dev.confab.transport.backend.amm.AmmFeatures}.
     *
     * @return it, from the last connection; null until one has told, and where the back end tells nothing of the kind
     */
    public @Nullable ServiceFeatures serviceFeatures() {
        return client.getServiceFeatures().getValue();
    }

    /**
     * Keeps what the guest has typed so far. It is cleared when the message made of it was proved. Its attachments are
     * left as they are: they come and go by {@link #attach} and {@link #detach}.
     *
     * @param draft text and facts
     * @return completes when the client has it
     */
    public CompletableFuture<Void> setDraft(Draft draft) {
        return futures.setDraft(Objects.requireNonNull(draft, "draft"));
    }

    /**
     * Tells the agent that the guest is typing. Call it at each key: it goes out at most once in five seconds, and not at
     * all where the deployment does not want to hear it; {@link #capabilities} tells that.
     *
     * @return completes when it is on its way
     */
    public CompletableFuture<Void> indicateTyping() {
        return futures.indicateTyping();
    }

    /**
     * As {@link #setDraft(Draft)}, for one of several conversations: see {@code Conversation.getDraft()}.
     *
     * @param conversation its id
     * @param draft text and facts
     * @return completes when the client has it
     */
    public CompletableFuture<Void> setDraft(ConversationId conversation, Draft draft) {
        return futures.setDraft(
                Objects.requireNonNull(conversation, "conversation"), Objects.requireNonNull(draft, "draft"));
    }

    /**
     * As {@link #indicateTyping()}, in one of several conversations; in a draft it does nothing.
     *
     * @param conversation its id
     * @return completes when it is on its way
     */
    public CompletableFuture<Void> indicateTyping(ConversationId conversation) {
        return futures.indicateTyping(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Tells that the guest is not typing any more. A sent message tells it by itself.
     *
     * @param conversation its id
     * @return completes when it is on its way; fails with {@link ErrorCode#UNSUPPORTED} where the service forgets by itself
     */
    public CompletableFuture<Void> stopTyping(ConversationId conversation) {
        return futures.stopTyping(Objects.requireNonNull(conversation, "conversation"));
    }

    /**
     * Asks the service whether it is there. Goes out at most once in thirty seconds: a call that comes sooner shares the
     * answer to the one before.
     *
     * @return completes when the service answered; fails with {@link ErrorCode#ANSWER_TIMEOUT} after 15 seconds
     */
    public CompletableFuture<Void> healthCheck() {
        return futures.healthCheck();
    }

    /**
     * Ends the session politely. Messages that are not proved stay, and go out after the next {@link #connect}.
     *
     * @return completes when the session has ended
     */
    public CompletableFuture<Void> disconnect() {
        return futures.disconnect();
    }

    /**
     * Tells where the session stands.
     *
     * @return the state now
     */
    public SessionState state() {
        return client.getState().getValue();
    }

    /**
     * Tells what was said.
     *
     * @return the messages of the main conversation now, ordered
     */
    public Conversation conversation() {
        return client.getConversation().getValue();
    }

    /**
     * Tells all conversations of the session. On a back end with a single one: exactly that. Else those that the guest takes
     * part in and those that were made here and are not published, the one in which something happened last in front.
     *
     * @return them as they are now; a value, which does not change
     */
    public List<Conversation> conversations() {
        return client.getConversations().getValue();
    }

    /**
     * Tells what the guest has typed and not sent.
     *
     * @return the draft now
     */
    public Draft draft() {
        return client.getDraft().getValue();
    }

    /**
     * Tells the facts about the guest that travel with the next message.
     *
     * @return them, and how far they came
     */
    public CustomAttributes customAttributes() {
        return client.getCustomAttributes().getValue();
    }

    /**
     * Tells what can be done now, and if not, why: the service has no such operation, the deployment forbids it, the session
     * is not connected or can only be read.
     *
     * @return one entry for every capability
     */
    public Map<Capability, CapabilityStatus> capabilities() {
        return client.getCapabilities().getValue();
    }

    /**
     * Tells whether something can be done now.
     *
     * @param capability what is to be done
     * @return whether, and if not, why
     */
    public CapabilityStatus capability(Capability capability) {
        return client.capability(Objects.requireNonNull(capability, "capability"));
    }

    /**
     * Adds a listener that is called on the threads on which futures complete.
     *
     * @param listener is told what happens from now on
     * @return closes to take the listener away
     * @throws MessagingException when the client is closed
     */
    public Subscription addListener(MessagingListener listener) {
        return addListener(listener, CallbackThreads.getExecutor());
    }

    /**
     * Adds a listener. What happens after this returned, it is told.
     *
     * @param listener is told what happens from now on, one callback at a time and in order
     * @param executor runs the callbacks, in tasks of up to 64 events; may have one thread or many, or run them where
     *     they are handed over ({@code Runnable::run}). One that refuses a task ends the subscription and is reported
     *     ({@link MessagingListener#onListenerError}); one that drops tasks silently stops the client in the end.
     * @return closes to take the listener away
     * @throws MessagingException when the client is closed
     */
    public Subscription addListener(MessagingListener listener, Executor executor) {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(executor, "executor");
        return listeners.add(listener, executor);
    }

    /**
     * Ends everything, as {@link #close} does, without waiting for it.
     *
     * @return completes within ten seconds; afterwards no callback, socket or task of this client is left
     */
    public CompletableFuture<Void> closeAsync() {
        // A future of the caller's own: completing that one by hand does not stop the closing.
        return closing(null).thenRun(() -> {});
    }

    /**
     * The last call: ends everything and waits for it, at most ten seconds. Calling it again does nothing.
     *
     * <p>Futures that are not complete fail with {@link ErrorCode#CLIENT_CLOSED}. Listeners are told what has
     * happened until then, if they take it within a second. Afterwards no callback begins, and no socket or task of this
     * client is left. From inside a callback, that callback is the listener's last. An interrupt ends the waiting, not
     * the closing.
     */
    @Override
    public void close() {
        try {
            closing(Thread.currentThread()).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            throw new MessagingException(
                    ErrorCode.UNEXPECTED_ERROR,
                    "The client did not close within " + CLOSE_SECONDS + " seconds; it goes on closing.",
                    late);
        } catch (ExecutionException failed) {
            throw new MessagingException(
                    ErrorCode.UNEXPECTED_ERROR, "The client could not be closed.", failed.getCause());
        }
    }

    /** The client behind this face. */
    MessagingClient messagingClient() {
        return client;
    }

    /** Who is told what happens. */
    Listeners listeners() {
        return listeners;
    }

    /** Once for all callers: the first one decides whose thread waits. */
    private CompletableFuture<Void> closing(@Nullable Thread waiting) {
        CompletableFuture<Void> begin = new CompletableFuture<>();
        CompletableFuture<Void> ended = begin.thenCompose(begun -> futures.close());
        CompletableFuture<Void> finished = ended.exceptionally(failure -> null)
                .thenCompose(done -> listeners.finish(waiting))
                .thenCompose(told -> ended);
        if (closing.compareAndSet(null, finished)) {
            listeners.end();
            begin.complete(null);
        }
        return Objects.requireNonNull(closing.get());
    }
}
