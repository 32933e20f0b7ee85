package dev.confab.client.messaging;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.Subscription;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.LeaveOutcome;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.SessionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The messaging service of a user: the conversations, and what holds for all of them. {@link User#getMessaging} gives it.
 *
 * <p>It is available between {@link User#start} and {@link User#stop}, except while the connection is lost and made again, which it does by
 * itself. What was made meanwhile is sent when it is back.
 */
public final class Messaging extends MessagingCapabilities {

    private Messaging(Board board) {
        super(board);
    }

    /**
     * Gives a client this face, as for one that other code uses, too. Closing the client is the caller's matter.
     *
     * @param client of a service with many conversations
     * @param executor runs the callbacks that bring none of their own
     * @return its face in this vocabulary
     */
    public static Messaging over(AsyncMessagingClient client, Executor executor) {
        Board board = new Board(Objects.requireNonNull(client, "client"), Objects.requireNonNull(executor, "executor"));
        board.open();
        return new Messaging(board);
    }

    /**
     * Makes a conversation, without waiting for anything: it begins at the service with its first message.
     *
     * @return a draft
     */
    public Conversation createConversation() {
        return Conversation.begin(board);
    }

    /**
     * Gives the conversations that the user takes part in, the one in which something happened last in front; drafts are not among them.
     *
     * @return done when the service has told of all; the collection goes on changing
     */
    public DataRetrieval<Conversation> getActiveConversations() {
        return new DataRetrieval<>(board, new DataSet<>(board, board::active), whenListed());
    }

    /** Completes when it is known which conversations there are; fails when the session does. */
    CompletableFuture<Void> whenListed() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Subscription waiting = board.watches().add(this::listing, Runnable::run, (before, now) -> settle(now, end));
        settle(listing(), end);
        Outcomes.forget(end.handle((done, failure) -> {
            waiting.close();
            return null;
        }));
        return end;
    }

    /** Whether it is known which conversations there are, or why that will not be known. */
    private Object listing() {
        SessionState state = board.client().state();
        return state instanceof SessionState.Error
                ? state
                : board.allowance(Capability.RETRIEVE_CONVERSATIONS).isAllowed();
    }

    private void settle(Object listing, CompletableFuture<Void> end) {
        if (listing instanceof SessionState.Error) {
            SessionState.Error failed = (SessionState.Error) listing;
            end.completeExceptionally(new MessagingException(failed.getCode(), failed.getMessage()));
        } else if (listing.equals(true)) {
            // The client may have told of this before of the conversations.
            Outcomes.follow(
                    Outcomes.calling(() -> {
                        board.refresh();
                        return CompletableFuture.completedFuture(null);
                    }),
                    end);
        }
    }

    /**
     * Gives the conversations that were made here and have not begun.
     *
     * @return the drafts at this moment, also those whose first message could not be sent
     */
    public List<Conversation> getDraftConversations() {
        return board.drafts();
    }

    /**
     * Lets a draft go.
     *
     * @param conversation a draft
     * @return completes when it is gone; fails for one that is at the service: {@link Conversation#leave} leaves it
     */
    public CompletableFuture<Void> removeConversation(Conversation conversation) {
        return conversation.remove();
    }

    /**
     * Searches the user's conversations at the service, also those that are not active any more.
     *
     * @param query what to look for
     * @return what was found
     */
    public DataRetrieval<Conversation> searchConversations(MessagingQuery query) {
        return new Fetched<Conversation>(board)
                .by(board.after(board.client().searchConversations(query.toValue()), found -> {
                    List<Conversation> conversations = new ArrayList<>();
                    found.forEach(value -> conversations.add(board.found(value)));
                    return conversations;
                }));
    }

    /**
     * Asks who is reached under each of some addresses.
     *
     * @param addresses the addresses
     * @return one answer for each, in this order
     */
    public CompletableFuture<List<AddressValidation>> validateAddresses(List<String> addresses) {
        return Outcomes.then(board.client().validateAddresses(new ArrayList<>(addresses)), answers -> {
            List<AddressValidation> validations = new ArrayList<>();
            answers.forEach(answer -> validations.add(new AddressValidation(answer)));
            return Collections.unmodifiableList(validations);
        });
    }

    /**
     * Leaves several conversations.
     *
     * @param conversations which
     * @return for each whether it was left; does not fail because of one of them
     */
    public CompletableFuture<List<LeaveConversationResponse>> leaveConversations(
            Collection<Conversation> conversations) {
        Map<ConversationId, Conversation> byId = new LinkedHashMap<>();
        List<CompletableFuture<LeaveConversationResponse>> drafts = new ArrayList<>();
        for (Conversation conversation : conversations) {
            ConversationId id = conversation.getConversationId();
            if (id == null) {
                drafts.add(left(conversation));
            } else {
                byId.put(id, conversation);
            }
        }
        CompletableFuture<?> removed = CompletableFuture.allOf(drafts.toArray(new CompletableFuture<?>[0]));
        return board.after(
                removed.thenCompose(done -> board.client().leaveConversations(new ArrayList<>(byId.keySet()))),
                outcomes -> {
                    List<LeaveConversationResponse> responses = new ArrayList<>();
                    drafts.forEach(draft -> responses.add(draft.join()));
                    outcomes.forEach(outcome -> responses.add(response(outcome, byId)));
                    return Collections.unmodifiableList(responses);
                });
    }

    /** The client does not know this draft yet. */
    private static CompletableFuture<LeaveConversationResponse> left(Conversation draft) {
        return draft.remove()
                .handle((done, failure) ->
                        new LeaveConversationResponse(draft, failure == null ? null : Outcomes.failure(failure)));
    }

    private static LeaveConversationResponse response(LeaveOutcome outcome, Map<ConversationId, Conversation> byId) {
        return new LeaveConversationResponse(
                Objects.requireNonNull(byId.get(outcome.getConversation())), outcome.getFailure());
    }

    /**
     * Leaves all active conversations; drafts stay.
     *
     * @return for each whether it was left; does not fail because of one of them
     */
    public CompletableFuture<List<LeaveConversationResponse>> leaveAllConversations() {
        return leaveConversations(board.active().items());
    }

    /**
     * Asks the service now for what has changed, also where it tells by itself: for a user with a {@linkplain
     * AmmConfiguration.Builder#pollIntervalInMinutes poll interval} who does not want to wait. Goes out at most once in thirty seconds, unless the
     * rates of the client say otherwise; a call that comes sooner shares the answer to the one before.
     *
     * @return completes when the service has answered; what it told is here by then
     */
    public CompletableFuture<Void> refresh() {
        return board.after(board.client().healthCheck(), done -> null);
    }

    @Override
    Messaging self() {
        return this;
    }

    /** Tells nobody anything any more; the client goes on. */
    public void close() {
        board.close();
    }
}
