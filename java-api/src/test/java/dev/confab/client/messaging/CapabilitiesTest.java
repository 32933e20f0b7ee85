package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.Subscription;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.amm.CredentialProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be done, with the reason where it cannot; at all four levels, and told whenever it changes. */
class CapabilitiesTest extends MessagingTest {

    /** The beginning of a JPEG. */
    private static final byte[] PICTURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1};

    /** What a callback was told of a capability, the newest last; with the words in which it is denied. */
    private final Map<Capability, List<String>> told = new LinkedHashMap<>();

    /** Waits until the callback was told so, and sees that a question is answered alike. */
    private void expect(Capability capability, DenialReason reason, @Nullable String words) {
        List<String> news = Objects.requireNonNull(told.get(capability));
        String expected = reason + " " + words;
        until(
                expected + ", but told were " + news,
                () -> !news.isEmpty() && matches(news.get(news.size() - 1), reason, words));
        assertEquals(reason == DenialReason.NOT_DENIED, capability.isAllowed());
        assertEquals(reason, capability.getDenialReason());
        if (reason == DenialReason.NOT_DENIED) {
            assertNull(capability.getDenialExplanation());
        } else {
            assertNotNull(capability.getDenialExplanation());
        }
    }

    private static boolean matches(String news, DenialReason reason, @Nullable String words) {
        return news.startsWith(reason + ":") && (words == null || news.contains(words));
    }

    private Capability watched(Capability capability) {
        List<String> news = new CopyOnWriteArrayList<>();
        told.put(capability, news);
        Subscription unused = capability.addOnChangedCallback(
                it -> news.add(it.getDenialReason() + ": " + it.getDenialExplanation()));
        return capability;
    }

    @Test
    void theServiceTellsWhatItAllowsAndWhyNot() {
        User user = user("alice");
        Messaging alice = user.getMessaging();
        Capability start = watched(alice.getStartServiceCapability());
        List<Capability> connected = List.of(
                watched(alice.getRetrieveConversationsCapability()),
                watched(alice.getSearchConversationsCapability()),
                watched(alice.getValidateParticipantAddressesCapability()),
                watched(alice.getMarkContentAsReadCapability()));
        result(user.start());
        connected.forEach(it -> expect(it, DenialReason.NOT_DENIED, null));
        expect(start, DenialReason.INVALID_STATE, "available already");
        result(user.stop());
        connected.forEach(it -> expect(it, DenialReason.INVALID_STATE, null));
        expect(start, DenialReason.NOT_DENIED, null);
    }

    @Test
    void whatTheWayOfAskingLacksIsNotSupported() {
        // Polling has no channel on which typing could be told.
        User user = closing(User.create(AmmConfiguration.builder()
                .enabled(true)
                .pollIntervalInMinutes(60)
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"))
                .restConfig("127.0.0.1", sandbox.port(), false)
                .build()));
        Messaging alice = user.getMessaging();
        Conversation conversation = alice.createConversation();
        result(conversation.start());
        Capability typing = watched(conversation.getIsTypingCapability());
        result(user.start());
        expect(typing, DenialReason.NOT_SUPPORTED, null);
        result(user.stop());
        expect(typing, DenialReason.INVALID_STATE, null);
    }

    @Test
    void aConversationTellsWhatItAllowsAndWhyNot() {
        User user = user("alice");
        result(user.start());
        Conversation conversation = user.getMessaging().createConversation();
        result(conversation.start());
        Capability send = watched(conversation.getSendCapability());
        Capability leave = watched(conversation.getLeaveCapability());
        Capability people = watched(conversation.getRemoveParticipantsCapability());
        Capability add = watched(conversation.getAddParticipantsCapability());
        Capability read = watched(conversation.getMarkAllContentAsReadCapability());
        assertEquals(DenialReason.INVALID_STATE, send.getDenialReason());
        assertTrue(String.valueOf(send.getDenialExplanation()).contains("add participants"), send::toString);
        assertEquals("A draft is removed and not left.", leave.getDenialExplanation());
        result(conversation.addParticipantAddresses(List.of(BOB)));
        expect(send, DenialReason.NOT_DENIED, null);

        say(conversation, "hello");
        expect(send, DenialReason.INVALID_STATE, "at the service already");
        expect(people, DenialReason.INVALID_STATE, null);
        expect(leave, DenialReason.NOT_DENIED, null);
        expect(read, DenialReason.INVALID_STATE, "read");

        say(withWords(started("bob"), "hello"), "hello yourself");
        withBody(conversation, "hello yourself");
        expect(read, DenialReason.NOT_DENIED, null);

        result(conversation.leave());
        expect(leave, DenialReason.INVALID_STATE, null);
        result(user.stop());
        expect(add, DenialReason.INVALID_STATE, null);
    }

    @Test
    void aMessageTellsWhatItAllowsAndWhyNot() {
        User user = user("alice");
        result(user.start());
        Conversation conversation = talk(user.getMessaging(), BOB, "hello");
        Message message = conversation.createMessage();
        Capability send = watched(message.getSendCapability());
        Capability body = watched(message.getUpdateBodyCapability());
        Capability file = watched(message.getCreateAttachmentCapability());
        Capability remove = watched(message.getRemoveCapability());
        assertEquals("The message is empty: give it a text or a file.", send.getDenialExplanation());
        result(message.setBodyAndReportTyping("how are you"));
        expect(send, DenialReason.NOT_DENIED, null);
        result(message.send());
        List.of(send, body, file, remove).forEach(it -> expect(it, DenialReason.INVALID_STATE, "only a draft"));

        say(withWords(started("bob"), "how are you"), "fine");
        Message fine = withBody(conversation, "fine");
        Capability read = watched(fine.getMarkAsReadCapability());
        assertEquals(DenialReason.NOT_DENIED, read.getDenialReason());
        result(fine.markAsRead());
        expect(read, DenialReason.INVALID_STATE, "read");
    }

    @Test
    void anAttachmentTellsWhatItAllowsAndWhyNot() {
        User user = user("alice");
        result(user.start());
        Conversation conversation = talk(user.getMessaging(), BOB, "hello");
        Message message = conversation.createMessage();
        Attachment picture = message.createAttachment(AttachmentSource.ofBytes("p.bin", PICTURE));
        Capability preview = watched(picture.getCreateThumbnailCapability());
        Capability noPreview = watched(picture.getRemoveThumbnailCapability());
        Capability download = watched(picture.getDownloadCapability());
        Capability name = watched(picture.getUpdateNameCapability());
        Capability remove = watched(picture.getRemoveCapability());
        assertEquals("Only pictures and videos have a preview.", preview.getDenialExplanation());
        assertEquals(DenialReason.INVALID_STATE, download.getDenialReason());
        picture.setMimeType("image/jpeg");
        expect(preview, DenialReason.NOT_DENIED, null);
        picture.createThumbnail(AttachmentSource.ofBytes("preview.jpg", PICTURE));
        expect(noPreview, DenialReason.NOT_DENIED, null);

        result(message.send());
        expect(download, DenialReason.NOT_DENIED, null);
        List.of(preview, noPreview, name, remove).forEach(it -> expect(it, DenialReason.INVALID_STATE, null));
        result(user.stop());
        expect(download, DenialReason.INVALID_STATE, "no connection");
    }
}
