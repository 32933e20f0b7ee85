package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.backend.amm.AmmOptions;
import dev.confab.transport.model.AddressValidation;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.ConversationQuery;
import dev.confab.transport.model.ConversationRemoval;
import dev.confab.transport.model.ConversationStatus;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.LeaveOutcome;
import dev.confab.transport.model.Limits;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.NewConversation;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.ParticipantsAdded;
import dev.confab.transport.model.Sensitivity;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The verbs, callbacks and publishers of a session with several conversations, as Java has them. */
@Timeout(240)
class ManyConversationsTest extends SandboxTest {

    private static final String BOB = "bob@example.com";
    private static final String CAROL = "carol@example.com";
    private static final String NOBODY = "nobody@example.com";

    @Test
    void aConversationIsBegunInvitedToAndLeft() {
        AsyncMessagingClient alice = connected(sandbox(Scenario.SILENT), "alice");
        NewConversation opening = NewConversation.EMPTY.withSubject("Parcel");
        ConversationId id = Await.result(alice.createConversation(opening)).getId();
        assertEquals(ConversationStatus.DRAFT, get(alice, id).getStatus());
        ParticipantsAdded added = Await.result(alice.addParticipants(id, List.of(BOB, CAROL, NOBODY)));
        assertEquals(List.of(BOB, CAROL), addresses(added.getAdded()));
        assertEquals(NOBODY, added.getRejected().get(0).getAddress());
        Await.result(alice.removeParticipants(id, List.of(CAROL)));
        Await.result(alice.setSensitivity(id, Sensitivity.PERSONAL));
        Await.result(alice.setDraft(id, new Draft("half a sen")));
        assertEquals("half a sen", get(alice, id).getDraft().getText());

        MessageId own = new MessageId(UUID.randomUUID().toString());
        Message sent = Await.result(alice.send(id, own, new Draft("hello")));
        assertEquals(own, sent.getId());
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                Await.failure(alice.send(id, own, new Draft("again"))).getCode());
        Conversation conversation = get(alice, id);
        assertEquals(ConversationStatus.OPEN, conversation.getStatus());
        assertNotNull(conversation.getServerId());
        assertEquals("Parcel", conversation.getSubject());
        assertEquals(Sensitivity.PERSONAL, conversation.getSensitivity());
        Await.result(alice.setSubject(id, "Parcel 4711"));
        Await.until("the subject", () -> "Parcel 4711".equals(get(alice, id).getSubject()));
        assertTrue(addresses(Await.result(alice.participants(id))).contains(BOB));
        Await.result(alice.markAsAccessed(id));
        Await.result(alice.indicateTyping(id));
        Await.result(alice.stopTyping(id));

        Await.result(alice.trySend(id, new Draft("one more")));
        assertTrue(Await.result(alice.nextHistory(id)).getStartOfConversation());
        String firstId = Objects.requireNonNull(sent.getServerId());
        assertEquals(
                List.of("one more"),
                texts(Await.result(alice.messagesAfter(id, firstId, 5))).stream()
                        .filter(text -> !text.isEmpty())
                        .toList());
        assertFalse(texts(Await.result(alice.messagesBefore(id, firstId, 5))).contains("hello"));
        List<Conversation> found = Await.result(alice.searchConversations(new ConversationQuery("one more")));
        assertEquals(List.of(id), found.stream().map(Conversation::getId).toList());

        Await.result(alice.leaveConversation(id));
        assertEquals(List.of(), alice.conversations());
        assertEquals(
                ErrorCode.CONVERSATION_NOT_FOUND,
                Await.failure(alice.send(id, new Draft("late"))).getCode());
    }

    @Test
    void severalAreLeftAndDraftsAreDiscarded() {
        AsyncMessagingClient alice = connected(sandbox(Scenario.SILENT), "alice");
        ConversationId one = begun(alice, "one");
        ConversationId two = begun(alice, "two");
        ConversationId three = begun(alice, "three");
        ConversationId draft = Await.result(alice.createConversation(NewConversation.with(BOB)))
                .getId();
        Await.result(alice.discardConversation(draft));
        ConversationId unknown = new ConversationId("unknown");
        List<LeaveOutcome> outcomes = Await.result(alice.leaveConversations(List.of(one, unknown)));
        assertEquals(
                List.of(true, false),
                outcomes.stream().map(LeaveOutcome::isLeft).toList());
        Set<ConversationId> rest = Await.result(alice.leaveAllConversations()).stream()
                .filter(LeaveOutcome::isLeft)
                .map(LeaveOutcome::getConversation)
                .collect(Collectors.toSet());
        assertEquals(Set.of(two, three), rest);
        assertEquals(List.of(), alice.conversations());
    }

    @Test
    void addressesLimitsAndReadMarks() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient alice = asUser(sandbox, "alice");
        assertEquals(null, alice.limits().getMaxTextCharacters());
        Await.result(alice.connect());
        Limits limits = alice.limits();
        assertEquals(5_000, limits.getMaxTextCharacters());
        assertEquals(50, limits.getMaxSubjectCharacters());
        List<AddressValidation> answers = Await.result(alice.validateAddresses(List.of(BOB, NOBODY)));
        assertEquals(
                List.of(true, false),
                answers.stream().map(AddressValidation::isValid).toList());

        begun(alice, "one");
        AsyncMessagingClient bob = connected(sandbox, "bob");
        Await.until("bob is told", () -> bob.conversations().size() == 1);
        ConversationId id = bob.conversations().get(0).getId();
        Message unread = get(bob, id).getMessages().stream()
                .filter(message -> message.getText().equals("one"))
                .findFirst()
                .orElseThrow();
        assertEquals(false, unread.isRead());
        Await.result(bob.markAsRead(id, List.of(unread.getId())));
        Await.result(bob.markAllAsRead(id));
        Await.until("nothing is unread", () -> Objects.equals(get(bob, id).getUnreadCount(), 0));
    }

    @Test
    void listenersAndPublishersTellOfConversations() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient bob = connected(sandbox, "bob");
        List<String> told = new CopyOnWriteArrayList<>();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        bob.addListener(new MessagingListener() {
            @Override
            public void onConversationsChanged(List<Conversation> conversations) {
                sizes.add(conversations.size());
            }

            @Override
            public void onConversationAdded(Conversation conversation) {
                told.add("added " + texts(conversation.getMessages()).contains("hello"));
            }

            @Override
            public void onConversationUpdated(Conversation conversation) {
                told.add("updated " + conversation.getSubject());
            }

            @Override
            public void onConversationRemoved(MessagingEvent.ConversationRemoved removed) {
                told.add("removed " + (removed.getReason() == ConversationRemoval.LEFT));
            }

            @Override
            public void onMessageInserted(ConversationId conversation, Message message) {
                told.add("inserted " + message.getText() + " "
                        + bob.conversations().get(0).getId().equals(conversation));
            }
        });
        List<Integer> published = new CopyOnWriteArrayList<>();
        ClientPublishers.of(bob).allConversations().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(List<Conversation> conversations) {
                published.add(conversations.size());
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });

        AsyncMessagingClient alice = connected(sandbox, "alice");
        ConversationId his = begun(alice, "hello");
        Await.until("it is told to be there", () -> told.contains("added true"));
        Await.result(alice.send(his, new Draft("how are you")));
        Await.until("the message is told with its conversation", () -> told.contains("inserted how are you true"));
        Await.result(alice.setSubject(his, "Small talk"));
        Await.until("the subject is told", () -> told.contains("updated Small talk"));
        Await.result(bob.leaveConversation(bob.conversations().get(0).getId()));
        Await.until("it is told to be gone", () -> told.contains("removed true"));
        Await.until("the values are told", () -> sizes.contains(1) && sizes.get(sizes.size() - 1) == 0);
        Await.until("they are published", () -> published.contains(1) && published.get(published.size() - 1) == 0);
    }

    @Test
    void aBackEndWithOneConversationSaysSo() {
        AsyncMessagingClient guest = connected(sandbox(Scenario.SILENT));
        assertEquals(
                List.of(ConversationId.MAIN),
                guest.conversations().stream().map(Conversation::getId).toList());
        assertFalse(guest.capability(Capability.CREATE_CONVERSATION).getAllowed());
        assertEquals(
                ErrorCode.UNSUPPORTED,
                Await.failure(guest.createConversation(NewConversation.with(BOB)))
                        .getCode());
        assertEquals(
                ErrorCode.UNSUPPORTED,
                Await.failure(guest.validateAddresses(List.of(BOB))).getCode());
        assertEquals(
                "hello",
                Await.result(guest.send(ConversationId.MAIN, new Draft("hello")))
                        .getText());
    }

    private static ConversationId begun(AsyncMessagingClient client, String words) {
        ConversationId id = Await.result(client.createConversation(NewConversation.with(BOB)))
                .getId();
        Await.result(client.send(id, new Draft(words)));
        return id;
    }

    private static Conversation get(AsyncMessagingClient client, ConversationId id) {
        return client.conversations().stream()
                .filter(conversation -> conversation.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::getText).toList();
    }

    private static List<String> addresses(List<Participant> participants) {
        return participants.stream()
                .map(participant -> String.valueOf(participant.getAddress()))
                .toList();
    }

    private AsyncMessagingClient connected(Sandbox sandbox, String user) {
        AsyncMessagingClient client = asUser(sandbox, user);
        Await.result(client.connect());
        Await.until("the list", () -> client.capability(Capability.RETRIEVE_CONVERSATIONS)
                .getAllowed());
        return client;
    }

    private AsyncMessagingClient asUser(Sandbox sandbox, String user) {
        AmmOptions options = AmmOptions.builder()
                .loopbackEndpoint(sandbox.url())
                .credentials(user, user + "-secret")
                .build();
        return closing(AsyncMessagingClient.create(options, paced(0)));
    }
}
