package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.Subscription;
import dev.confab.transport.model.AddressRejection;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Sensitivity;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conversations from the draft to the leave. */
class ConversationsTest extends MessagingTest {

    @Test
    void aConversationBeginsWithItsFirstMessage() {
        Messaging alice = started("alice");
        List<String> told = new CopyOnWriteArrayList<>();
        Subscription unused = alice.getActiveConversations()
                .getDataSet()
                .addOnDataSetChangedCallback((items, change) -> told.add(change + " " + items.size()));
        Conversation conversation = alice.createConversation();
        assertEquals(List.of(conversation), alice.getDraftConversations());
        assertEquals(ResourceStatus.DRAFT_UNSENT, conversation.getStatus());
        assertNull(conversation.getId());
        assertFalse(conversation.isActive());
        List<ResourceStatus> statuses = new CopyOnWriteArrayList<>();
        Subscription unusedListener = conversation.addListener(new ConversationListener() {
            @Override
            public void onConversationStatusChanged(Conversation changed, ResourceStatus status) {
                statuses.add(status);
            }
        });

        // Nobody waits for one wish before the next.
        CompletableFuture<AddParticipantsResult> added = conversation.addParticipantAddresses(List.of(BOB));
        CompletableFuture<Void> named = conversation.setSubject("Parcel");
        Message first = conversation.createMessage();
        CompletableFuture<Integer> left = first.setBodyAndReportTyping("hello");
        result(first.send());

        assertEquals(4_995, result(left));
        assertEquals(BOB, result(added).getAddedParticipants().get(0).getAddress());
        result(named);
        assertEquals(ResourceStatus.PUBLISHED, conversation.getStatus());
        assertNotNull(conversation.getId());
        assertEquals("Parcel", conversation.getSubject());
        assertTrue(conversation.isActive());
        assertEquals(List.of(), alice.getDraftConversations());
        assertEquals(
                List.of(conversation),
                alice.getActiveConversations().getDataSet().getSnapshot());
        until("the change of the set", () -> told.contains("ADDED 1"));
        until("the status", () -> statuses.contains(ResourceStatus.PUBLISHED));

        Messaging bob = started("bob");
        Conversation his = withWords(bob, "hello");
        assertEquals(conversation.getId(), his.getId());
        assertEquals("Parcel", his.getSubject());
        say(his, "hello yourself");
        assertEquals("hello yourself", withBody(conversation, "hello yourself").getBody());
    }

    @Test
    void severalConversationsGoOnBesideEachOther() {
        Messaging alice = started("alice");
        List<Conversation> all = IntStream.range(0, 5)
                .mapToObj(i -> talk(alice, BOB, "topic " + i))
                .toList();
        Messaging bob = started("bob");
        for (int i = 0; i < all.size(); i++) {
            say(withWords(bob, "topic " + i), "answer " + i);
        }
        for (int i = 0; i < all.size(); i++) {
            withBody(all.get(i), "answer " + i);
            assertEquals(List.of("topic " + i, "answer " + i), bodies(all.get(i)));
        }
        assertEquals(
                Set.copyOf(all),
                Set.copyOf(result(alice.getActiveConversations().toFuture())));
    }

    @Test
    void validAddressesAreAddedAndTheOthersAreReported() {
        Messaging alice = started("alice");
        Conversation conversation = alice.createConversation();
        AddParticipantsResult first = result(conversation.addParticipantAddresses(List.of(BOB, NOBODY)));
        assertEquals(List.of(BOB), addresses(first.getAddedParticipants()));
        assertEquals(List.of(NOBODY), rejected(first));
        assertEquals(Set.of(BOB), present(conversation));
        say(conversation, "hello");

        AddParticipantsResult second = result(conversation.addParticipantAddresses(List.of(BOB, CAROL, NOBODY)));
        assertEquals(List.of(CAROL), addresses(second.getAddedParticipants()));
        assertEquals(List.of(BOB), second.getAlreadyPresentAddresses());
        assertEquals(List.of(NOBODY), rejected(second));
        until("carol is in it", () -> present(conversation).containsAll(Set.of(ALICE, BOB, CAROL)));
        assertTrue(conversation.isMultiParty());

        AddParticipantsResult none = result(alice.createConversation().addParticipantAddresses(List.of(NOBODY)));
        assertEquals(List.of(), none.getAddedParticipants());
        assertEquals(List.of(NOBODY), rejected(none));
    }

    @Test
    void participantsComeAndGoAndAreTold() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        List<String> told = new CopyOnWriteArrayList<>();
        Subscription unused = conversation
                .getParticipants()
                .addOnDataSetChangedCallback((items, change) -> told.add(change + " " + addresses(items)));
        Messaging bob = started("bob");
        Conversation his = withWords(bob, "hello");
        result(his.addParticipantAddresses(List.of(CAROL)));
        until("carol came", () -> told.contains("ADDED [" + CAROL + "]"));
        result(his.leave());
        until("bob left", () -> told.contains("REMOVED [" + BOB + "]"));
        assertEquals(Set.of(ALICE, CAROL), present(conversation));
        until("the transcript says so", () -> conversation.getMessages().getSnapshot().stream()
                .anyMatch(entry -> entry.getType() == MessageType.LEFT));
        Message left = conversation.getMessages().getSnapshot().stream()
                .filter(entry -> entry.getType() == MessageType.LEFT)
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(BOB), addresses(left.getEventParticipants()));
        assertEquals("MANUAL", left.getReason());
        assertFalse(left.isFromMe());
    }

    @Test
    void aDraftIsChangedAndRemoved() {
        Messaging alice = started("alice");
        Conversation draft = alice.createConversation();
        result(draft.start());
        result(draft.addParticipantAddresses(List.of(BOB, CAROL)));
        result(draft.removeParticipantAddresses(List.of(CAROL)));
        assertEquals(Set.of(BOB), present(draft));
        result(draft.setSensitivity(Sensitivity.PRIVATE));
        assertEquals(Sensitivity.PRIVATE, draft.getSensitivity());
        assertTrue(draft.getRemoveCapability().isAllowed());
        result(alice.removeConversation(draft));
        assertEquals(List.of(), alice.getDraftConversations());
        assertEquals(ResourceStatus.DRAFT_REMOVING, draft.getStatus());

        Conversation published = talk(alice, BOB, "hello");
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(alice.removeConversation(published)).getCode());
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(published.setSensitivity(Sensitivity.PRIVATE)).getCode());
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(published.removeParticipantAddresses(List.of(BOB))).getCode());
    }

    @Test
    void draftsAreMadeWithoutAConnectionAndBeginWithIt() {
        User user = user("alice");
        Messaging alice = user.getMessaging();
        Conversation conversation = alice.createConversation();
        result(conversation.addParticipantAddresses(List.of(BOB)));
        Message message = conversation.createMessage();
        result(message.setBodyAndReportTyping("written on the train"));
        result(user.start());
        result(message.send());
        assertEquals(ResourceStatus.PUBLISHED, conversation.getStatus());
        assertSame(
                conversation,
                alice.getActiveConversations().getDataSet().getSnapshot().get(0));
    }

    @Test
    void aWishThatThrowsFailsAndHoldsUpNoOther() {
        Conversation conversation = user("alice").getMessaging().createConversation();
        IllegalStateException thrown = new IllegalStateException("thrown");
        CompletableFuture<Void> launched = conversation.launch((client, id) -> {
            throw thrown;
        });
        CompletableFuture<Void> prepared = conversation.prepare(client -> {
            throw thrown;
        });
        for (CompletableFuture<Void> wish : List.of(launched, prepared)) {
            ExecutionException failed = assertThrows(ExecutionException.class, () -> wish.get(60, TimeUnit.SECONDS));
            assertSame(thrown, failed.getCause());
        }
        result(conversation.setSubject("still here"));
        assertEquals("still here", conversation.getSubject());
    }

    @Test
    void theSubjectIsChangedForAll() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Messaging bob = started("bob");
        Conversation his = withWords(bob, "hello");
        List<@Nullable String> told = new CopyOnWriteArrayList<>();
        Subscription unused = his.addListener(new ConversationListener() {
            @Override
            public void onConversationSubjectChanged(Conversation changed, @Nullable String subject) {
                told.add(subject);
            }
        });
        result(conversation.setSubject("Parcel 4711"));
        until("bob is told", () -> told.contains("Parcel 4711"));
        assertEquals("Parcel 4711", his.getSubject());
        assertEquals(
                ErrorCode.SUBJECT_TOO_LONG,
                failure(conversation.setSubject("x".repeat(51))).getCode());
    }

    @Test
    void unreadIsCountedAndMarkedAsRead() {
        Messaging alice = started("alice");
        Messaging bob = started("bob");
        List<Integer> counts = new CopyOnWriteArrayList<>();
        Subscription unused =
                bob.addOnNumberOfConversationsWithUnreadContentChangedCallback((it, count) -> counts.add(count));
        Conversation conversation = talk(alice, BOB, "one");
        say(conversation, "two");
        say(conversation, "three");
        Conversation his = withWords(bob, "three");
        until("bob has unread ones", () -> his.getUnreadMessageCount() >= 3);
        assertEquals(1, bob.getNumberOfConversationsWithUnreadContent());
        assertEquals(1, bob.getNumberOfConversationsWithUnreadContentSinceLastAccess());
        assertEquals(0, alice.getNumberOfConversationsWithUnreadContent());
        until("the number is told", () -> counts.contains(1));

        Message one = withBody(his, "one");
        assertFalse(one.isRead());
        assertTrue(one.getMarkAsReadCapability().isAllowed());
        int before = his.getUnreadMessageCount();
        result(one.markAsRead());
        assertTrue(one.isRead());
        assertEquals(DenialReason.INVALID_STATE, one.getMarkAsReadCapability().getDenialReason());
        until("the service counts one less", () -> his.getUnreadMessageCount() < before);

        assertTrue(his.getMarkAllContentAsReadCapability().isAllowed());
        result(his.markAllContentAsRead());
        until("nothing is unread", () -> his.getUnreadMessageCount() == 0);
        assertFalse(his.getMarkAllContentAsReadCapability().isAllowed());
        until("that is told, too", () -> counts.get(counts.size() - 1) == 0);
        result(his.setLastAccessTime());
        until("the look is known", () -> his.getLastAccessTime() != null);
        assertFalse(his.hasUnreadMessagesSinceLastAccess());
    }

    @Test
    void typingIsToldAndHeard() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Messaging bob = started("bob");
        Conversation his = withWords(bob, "hello");
        say(his, "I listen");
        withBody(conversation, "I listen");
        List<String> told = new CopyOnWriteArrayList<>();
        Subscription unused = his.subscribeForTypingEvents(event ->
                told.add(event.getState() + " " + event.getParticipant().getAddress()));
        assertTrue(his.getIsTypingCapability().isAllowed());

        Message message = conversation.createMessage();
        typeUntil(message, () -> told.contains("COMPOSING " + ALICE));
        assertEquals(List.of(ALICE), addresses(his.getComposingParticipants()));
        told.clear();
        result(message.reportTyping(false));
        until("bob hears the end", () -> told.contains("PAUSED " + ALICE));
        assertEquals(List.of(), his.getComposingParticipants());
    }

    /** What is told before the other side listens is heard by nobody: it is told again. */
    private static void typeUntil(Message message, BooleanSupplier heard) {
        long[] next = {System.nanoTime()};
        until("typing is heard", () -> {
            if (!heard.getAsBoolean() && System.nanoTime() - next[0] >= 0) {
                next[0] = System.nanoTime() + 2_000_000_000L;
                result(message.reportTyping(false));
                result(message.setBodyAndReportTyping("I am typ"));
            }
            return heard.getAsBoolean();
        });
    }

    @Test
    void olderMessagesAreReadBack() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "message 0");
        for (int i = 1; i < 40; i++) {
            say(conversation, "message " + i);
        }
        Messaging bob = started("bob");
        Conversation his = withWords(bob, "message 39");
        assertFalse(bodies(his).contains("message 0"));
        assertTrue(his.getRetrieveMessagesCapability().isAllowed(), his.getRetrieveMessagesCapability()::toString);
        Message oldest = his.getMessages().getSnapshot().get(0);
        List<Message> older = result(his.retrieveMessagesBefore(oldest, 20).toFuture());
        assertEquals(20, older.size());
        assertSame(older.get(0), his.getMessages().getSnapshot().get(0));
        List<Message> newer = result(his.retrieveMessagesAfter(older.get(0), 5).toFuture());
        assertEquals(older.subList(1, 6), newer);
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                failure(his.retrieveMessagesBefore(conversation.createMessage(), 5)
                                .toFuture())
                        .getCode());
    }

    @Test
    void oneSeveralAndAllConversationsAreLeft() {
        Messaging alice = started("alice");
        Conversation one = talk(alice, BOB, "one");
        Conversation two = talk(alice, BOB, "two");
        Conversation three = talk(alice, BOB, "three");
        Conversation four = talk(alice, BOB, "four");
        assertTrue(one.getLeaveCapability().isAllowed());
        result(one.leave());
        assertEquals(ResourceStatus.PUBLISHED_LEFT, one.getStatus());
        assertFalse(one.getLeaveCapability().isAllowed());
        assertFalse(one.isActive());

        List<LeaveConversationResponse> several = result(alice.leaveConversations(List.of(one, two)));
        assertEquals(
                List.of(false, true),
                several.stream().map(LeaveConversationResponse::isLeft).toList());
        assertNotNull(several.get(0).getFailure());

        Conversation draft = alice.createConversation();
        List<LeaveConversationResponse> rest = result(alice.leaveAllConversations());
        assertEquals(
                Set.of(three, four),
                rest.stream().map(LeaveConversationResponse::getConversation).collect(Collectors.toSet()));
        assertTrue(rest.stream().allMatch(LeaveConversationResponse::isLeft));
        assertEquals(List.of(), alice.getActiveConversations().getDataSet().getSnapshot());
        assertEquals(List.of(draft), alice.getDraftConversations());
    }

    @Test
    void whoIsInvitedAgainGetsTheConversationBack() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Messaging bob = started("bob");
        Conversation his = withWords(bob, "hello");
        result(conversation.leave());
        until("bob sees her leave", () -> !present(his).contains(ALICE));
        assertEquals(
                List.of(ALICE),
                addresses(result(his.addParticipantAddresses(List.of(ALICE))).getAddedParticipants()));
        say(his, "welcome back");
        Conversation back = withWords(alice, "welcome back");
        assertEquals(conversation.getId(), back.getId());
        assertTrue(back.isActive());
    }

    @Test
    void whatAConversationCanDoFollowsWhereItStands() {
        Messaging alice = started("alice");
        Conversation conversation = alice.createConversation();
        result(conversation.start());
        assertFalse(conversation.getSendCapability().isAllowed());
        result(conversation.addParticipantAddresses(List.of(BOB)));
        assertTrue(conversation.getSendCapability().isAllowed(), conversation.getSendCapability()::toString);
        assertTrue(conversation.getCreateMessageCapability().isAllowed());
        assertTrue(conversation.getUpdateSensitivityCapability().isAllowed());
        assertTrue(conversation.createMessage().getUpdateSensitivityCapability().isAllowed());
        assertTrue(conversation.getRemoveParticipantsCapability().isAllowed());
        assertFalse(conversation.getLeaveCapability().isAllowed());
        assertFalse(conversation.getUpdateLastAccessTimeCapability().isAllowed());
        say(conversation, "hello");
        assertFalse(conversation.getSendCapability().isAllowed());
        assertFalse(conversation.getUpdateSensitivityCapability().isAllowed());
        // Both must be drafts, other than for the importance.
        Message next = conversation.createMessage();
        assertFalse(next.getUpdateSensitivityCapability().isAllowed());
        assertTrue(next.getUpdateImportanceCapability().isAllowed());
        assertFalse(conversation.getRemoveParticipantsCapability().isAllowed());
        assertFalse(conversation.getRemoveCapability().isAllowed());
        assertTrue(conversation.getUpdateSubjectCapability().isAllowed());
        assertTrue(conversation.getAddParticipantsCapability().isAllowed());
        assertTrue(conversation.getUpdateLastAccessTimeCapability().isAllowed());
        assertTrue(conversation.getLeaveCapability().isAllowed());
    }

    private static List<String> rejected(AddParticipantsResult result) {
        return result.getInvalidAddresses().stream()
                .map(AddressRejection::getAddress)
                .toList();
    }

    private static Set<String> present(Conversation conversation) {
        return Set.copyOf(addresses(conversation.getParticipants().getSnapshot()));
    }

    private static List<String> addresses(List<Participant> participants) {
        return participants.stream()
                .map(who -> String.valueOf(who.getAddress()))
                .toList();
    }
}
