package dev.confab.client.messaging;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.NewConversation;
import dev.confab.transport.model.Sensitivity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A thread of messages between people, as a live object.
 *
 * <p><b>Life.</b> {@link Messaging#createConversation} makes a draft. Its first message brings it to the service, and invites the participants.
 * {@link #leave} takes the user out of it; for the others it goes on. A draft is kept over a restart where the client has a store.
 *
 * <p>Wishes about one conversation reach the service in the order in which they were made, so that nobody has to wait for one before the next.
 */
public final class Conversation extends ConversationCapabilities {

    private final Transcript transcript = new Transcript(this);
    private final Turns turns = new Turns();
    private final CompletableFuture<ConversationId> created;

    private Conversation(
            Board board,
            dev.confab.transport.model.@Nullable Conversation value,
            CompletableFuture<ConversationId> created) {
        super(board, value);
        this.created = created;
    }

    /** Under the lock of the board. */
    static Conversation of(Board board, dev.confab.transport.model.Conversation value) {
        Conversation conversation = new Conversation(board, value, CompletableFuture.completedFuture(value.getId()));
        conversation.accept(value);
        return conversation;
    }

    /** A draft; the client hears of it without anybody waiting for it. */
    static Conversation begin(Board board) {
        CompletableFuture<ConversationId> created = new CompletableFuture<>();
        Conversation conversation = new Conversation(board, null, created);
        board.begin(conversation);
        CompletableFuture<dev.confab.transport.model.Conversation> told =
                Outcomes.calling(() -> board.client().createConversation(NewConversation.EMPTY));
        Outcomes.follow(
                told.whenComplete((value, failure) -> {
                            if (failure != null) {
                                board.forget(conversation);
                            }
                        })
                        .thenApply(value -> {
                            board.bound(conversation, value);
                            return value.getId();
                        }),
                created);
        return conversation;
    }

    @Override
    Conversation self() {
        return this;
    }

    /** Under the lock of the board. */
    void accept(dev.confab.transport.model.Conversation value) {
        setValue(value);
        transcript.accept(value.getMessages());
    }

    Transcript transcript() {
        return transcript;
    }

    /** A wish that has its turn. */
    private <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> wish(
            BiFunction<AsyncMessagingClient, ConversationId, CompletableFuture<T>> wish,
            Function<? super T, ? extends R> outcome) {
        return board.after(turns.next(() -> created.thenCompose(id -> wish.apply(board.client(), id))), outcome);
    }

    private CompletableFuture<Void> wish(
            BiFunction<AsyncMessagingClient, ConversationId, CompletableFuture<Void>> wish) {
        return wish(wish, done -> null);
    }

    /** A wish that others need not wait for, but that waits for those before it. */
    <T> CompletableFuture<T> launch(BiFunction<AsyncMessagingClient, ConversationId, CompletableFuture<T>> wish) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Outcomes.forget(turns.next(() -> created.<@Nullable Void>handle((id, failure) -> {
            Outcomes.follow(
                    failure == null ? Outcomes.calling(() -> wish.apply(board.client(), id)) : Outcomes.failed(failure),
                    outcome);
            return null;
        })));
        return outcome;
    }

    /** Takes a turn for what must be done before the next wish. */
    <T> CompletableFuture<T> prepare(Function<AsyncMessagingClient, CompletableFuture<T>> preparation) {
        return turns.next(() -> created.thenCompose(id -> preparation.apply(board.client())));
    }

    /**
     * Does nothing: a conversation begins with its first message. For programs that call it before.
     *
     * @return completes when the draft is there
     */
    public CompletableFuture<Void> start() {
        return Outcomes.then(created, id -> null);
    }

    /**
     * Gives the messages, oldest first, own drafts at the end.
     *
     * @return the messages, live
     */
    public DataSet<Message> getMessages() {
        return new DataSet<>(board, transcript::content);
    }

    /**
     * Makes a message. It is in {@link #getMessages} from now on, until it is removed.
     *
     * @return a draft
     */
    public Message createMessage() {
        Message draft = Message.draft(this);
        board.change(() -> transcript.add(draft));
        return draft;
    }

    /**
     * Lets a message go that was not sent, or could not be sent.
     *
     * @param message of this conversation
     * @return completes when it is gone; fails with {@link ErrorCode#WRONG_STATE} for one that may be at the service
     */
    public CompletableFuture<Void> removeMessage(Message message) {
        if (message.getConversation() != this || !message.getStatus().isEditable()) {
            return Outcomes.failed(
                    ErrorCode.WRONG_STATE,
                    "Only an own message that is not at the service can be removed from its conversation.");
        }
        if (message.value() != null) {
            return board.after(board.client().discard(message.id()), done -> null);
        }
        message.getAttachments().forEach(Attachment::removed);
        board.change(() -> {
            message.drop();
            transcript.remove(message);
        });
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Adds people: the valid addresses, even if others are not. In a draft nobody is told before its first message.
     *
     * @param addresses whom, such as {@code bob@example.com}
     * @return what became of each address; where none is valid, too
     */
    public CompletableFuture<AddParticipantsResult> addParticipantAddresses(List<String> addresses) {
        List<String> copy = copyOf(addresses);
        return wish((client, id) -> client.addParticipants(id, copy), AddParticipantsResult::new);
    }

    /**
     * Takes people out of a draft.
     *
     * @param addresses whom; those that are not in it do not matter
     * @return completes when they are out; fails with {@link ErrorCode#WRONG_STATE} when it is no draft
     */
    public CompletableFuture<Void> removeParticipantAddresses(List<String> addresses) {
        List<String> copy = copyOf(addresses);
        return wish((client, id) -> client.removeParticipants(id, copy));
    }

    /**
     * Says what it is about.
     *
     * @param subject the subject
     * @return completes when it is changed; fails with {@link ErrorCode#SUBJECT_TOO_LONG}
     */
    public CompletableFuture<Void> setSubject(String subject) {
        Objects.requireNonNull(subject, "subject");
        return wish((client, id) -> client.setSubject(id, subject));
    }

    /**
     * Says how it is to be treated: as long as it is a draft.
     *
     * @param sensitivity how
     * @return completes when it is changed; fails with {@link ErrorCode#WRONG_STATE} when it is no draft
     */
    public CompletableFuture<Void> setSensitivity(Sensitivity sensitivity) {
        Objects.requireNonNull(sensitivity, "sensitivity");
        return wish((client, id) -> client.setSensitivity(id, sensitivity));
    }

    /**
     * Tells the service that the user looks at it now.
     *
     * @return completes when the service has taken it
     */
    public CompletableFuture<Void> setLastAccessTime() {
        return wish(AsyncMessagingClient::markAsAccessed);
    }

    /**
     * Marks everything in it as read, also what is not here.
     *
     * @return completes when the service has taken it
     */
    public CompletableFuture<Void> markAllContentAsRead() {
        return wish(AsyncMessagingClient::markAllAsRead);
    }

    /**
     * Reads older messages; they are in {@link #getMessages} afterwards.
     *
     * @param message of this conversation, and not a draft
     * @param max how many at most
     * @return the messages before it, oldest first
     */
    public DataRetrieval<Message> retrieveMessagesBefore(Message message, int max) {
        return retrieve(message, (client, id) -> client.messagesBefore(id, message.requireId(), max));
    }

    /**
     * Reads newer messages; they are in {@link #getMessages} afterwards.
     *
     * @param message of this conversation, and not a draft
     * @param max how many at most
     * @return the messages after it, oldest first
     */
    public DataRetrieval<Message> retrieveMessagesAfter(Message message, int max) {
        return retrieve(message, (client, id) -> client.messagesAfter(id, message.requireId(), max));
    }

    private DataRetrieval<Message> retrieve(
            Message message,
            BiFunction<
                            AsyncMessagingClient,
                            ConversationId,
                            CompletableFuture<List<dev.confab.transport.model.Message>>>
                    wish) {
        Fetched<Message> fetched = new Fetched<>(board);
        if (message.getConversation() != this || message.getId() == null) {
            return fetched.failed(
                    ErrorCode.INVALID_ARGUMENT, "Give a message of this conversation that the service has.");
        }
        return fetched.by(board.after(launch(wish), transcript::of));
    }

    /**
     * Leaves it; for the others it goes on. A draft is removed.
     *
     * @return completes when the user is out of it
     */
    public CompletableFuture<Void> leave() {
        return wish(AsyncMessagingClient::leaveConversation);
    }

    /** Lets a draft go. */
    CompletableFuture<Void> remove() {
        return wish(AsyncMessagingClient::discardConversation);
    }

    /** Without subject and names, which stay out of logs. */
    @Override
    public String toString() {
        return "Conversation(" + getId() + ", " + getStatus() + ")";
    }

    private static List<String> copyOf(List<String> addresses) {
        List<String> copy = Collections.unmodifiableList(new ArrayList<>(addresses));
        copy.forEach(address -> Objects.requireNonNull(address, "address"));
        return copy;
    }
}
