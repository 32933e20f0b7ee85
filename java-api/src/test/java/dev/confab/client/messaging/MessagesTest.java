package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.Subscription;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Importance;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.Sensitivity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import kotlinx.io.RawSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and their files, from the draft to the other side. */
class MessagesTest extends MessagingTest {

    private static final byte[] SOUND = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'M', '4', 'A', ' '};
    private static final byte[] VIDEO = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'm', 'p', '4', '2'};
    private static final byte[] PICTURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3};
    private static final byte[] PREVIEW = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 9};

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMessageIsWrittenSentAndProved() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        List<String> changes = new CopyOnWriteArrayList<>();
        Subscription unused = conversation
                .getMessages()
                .addOnDataSetChangedCallback((items, change) -> changes.add(change + " " + items.size()));
        Message message = conversation.createMessage();
        assertEquals(ResourceStatus.DRAFT_UNSENT, message.getStatus());
        assertNull(message.getId());
        assertNull(message.getReceivedDate());
        assertTrue(message.isFromMe());
        assertFalse(message.getSendCapability().isAllowed());
        assertEquals(4_989, result(message.setBodyAndReportTyping("how are you")));
        assertEquals(4_986, result(message.setBodyAndReportTyping("how is it going")) + 1);
        assertTrue(message.getSendCapability().isAllowed(), message.getSendCapability()::toString);

        List<ResourceStatus> statuses = new CopyOnWriteArrayList<>();
        Subscription unusedListener = message.addListener(new MessageListener() {
            @Override
            public void onMessageStatusChanged(Message changed, ResourceStatus status) {
                statuses.add(status);
            }
        });
        assertSame(message, result(message.send()));
        assertEquals(ResourceStatus.PUBLISHED, message.getStatus());
        assertNotNull(message.getId());
        assertNotNull(message.getReceivedDate());
        assertEquals("how is it going", message.getBody());
        assertEquals(ALICE, Objects.requireNonNull(message.getFromParticipant()).getAddress());
        assertEquals(
                1,
                bodies(conversation).stream().filter("how is it going"::equals).count());
        until("the set tells it once", () -> changes.contains("ADDED 1") && changes.contains("UPDATED 1"));
        until("the status is told", () -> statuses.contains(ResourceStatus.PUBLISHED));
        assertEquals(ErrorCode.WRONG_STATE, failure(message.send()).getCode());
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(message.setBodyAndReportTyping("too late")).getCode());
        assertFalse(message.getUpdateBodyCapability().isAllowed());
    }

    @Test
    void whatCannotBeSentStaysADraftAndNothingIsAsked() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Message message = conversation.createMessage();
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure(message.send()).getCode());
        assertEquals(-1, result(message.setBodyAndReportTyping("x".repeat(5_001))));
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, failure(message.send()).getCode());
        assertEquals(ResourceStatus.DRAFT_UNSENT, message.getStatus());

        Conversation nobody = alice.createConversation();
        Message first = nobody.createMessage();
        result(first.setBodyAndReportTyping("is anybody there"));
        assertEquals(ErrorCode.NO_PARTICIPANTS, failure(first.send()).getCode());
        assertEquals(ResourceStatus.DRAFT_ERROR, first.getStatus());
        assertEquals(
                ErrorCode.NO_PARTICIPANTS,
                Objects.requireNonNull(first.getFailure()).getCode());
        result(nobody.addParticipantAddresses(List.of(BOB)));
        result(first.send());
        assertEquals(ResourceStatus.PUBLISHED, nobody.getStatus());
    }

    @Test
    void typingInADraftConversationIsToldToNobody() {
        Conversation draft = started("alice").createConversation();
        result(draft.addParticipantAddresses(List.of(BOB)));
        Message first = draft.createMessage();
        result(first.setBodyAndReportTyping("hello"));
        result(first.reportTyping(true));
        result(first.send());
        assertEquals(0, typingFrames());
        Message second = draft.createMessage();
        result(second.setBodyAndReportTyping("are you there"));
        until("typing is told", () -> typingFrames() > 0);
    }

    private long typingFrames() {
        return sandbox.ledger().stream()
                .filter(it -> it.direction().equals("received") && it.payload().contains("\"composing\""))
                .count();
    }

    @Test
    void aDraftIsRemovedFromItsConversation() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Message message = conversation.createMessage();
        result(message.setBodyAndReportTyping("never mind"));
        assertTrue(message.getRemoveCapability().isAllowed());
        result(conversation.removeMessage(message));
        assertEquals(ResourceStatus.DRAFT_REMOVING, message.getStatus());
        assertFalse(bodies(conversation).contains("never mind"));
        Message published = say(conversation, "this one stays");
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(conversation.removeMessage(published)).getCode());
    }

    @Test
    void aMessageThatWasRefusedIsSentAgainAsItIsOrChanged() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        refuseOnce();
        Message message = conversation.createMessage();
        result(message.setBodyAndReportTyping("once more"));
        MessagingException refused = failure(message.send());
        assertEquals(ResourceStatus.DRAFT_ERROR, message.getStatus());
        assertEquals(
                refused.getCode(), Objects.requireNonNull(message.getFailure()).getCode());
        result(message.send());
        assertEquals(ResourceStatus.PUBLISHED, message.getStatus());
        assertNull(message.getFailure());

        refuseOnce();
        Message other = conversation.createMessage();
        result(other.setBodyAndReportTyping("with a mistake"));
        failure(other.send());
        result(other.setBodyAndReportTyping("without a mistake"));
        result(other.send());
        assertEquals(List.of("hello", "once more", "without a mistake"), bodies(conversation));

        Messaging bob = started("bob");
        assertEquals(List.of("hello", "once more", "without a mistake"), bodies(withWords(bob, "without a mistake")));
    }

    @Test
    void aChangeThatDidNotReachTheClientIsNotForgotten() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        refuseOnce();
        Message message = conversation.createMessage();
        result(message.setBodyAndReportTyping("with a mistake"));
        failure(message.send());

        result(message.setBodyAndReportTyping("without a mistake"));
        FileThatIsWritten file = new FileThatIsWritten();
        message.createAttachment(file);
        // The client refuses the file, and so it never hears of the other words.
        assertEquals(ErrorCode.FILE_EMPTY, failure(message.send()).getCode());
        assertEquals(ResourceStatus.DRAFT_ERROR, message.getStatus());
        file.content = new byte[] {1, 2, 3};
        result(message.send());
        assertEquals(List.of("hello", "without a mistake"), bodies(conversation));
        assertEquals(1, message.getAttachments().size());
        Messaging bob = started("bob");
        Message received = withBody(withWords(bob, "without a mistake"), "without a mistake");
        assertEquals(1, received.getAttachments().size());
    }

    /** Empty at first. */
    private static final class FileThatIsWritten implements AttachmentSource {

        private volatile byte[] content = {};

        @Override
        public String getFileName() {
            return "note.txt";
        }

        @Override
        public long getSizeBytes() {
            return content.length;
        }

        @Override
        public @Nullable String getContentType() {
            return null;
        }

        @Override
        public RawSource open() {
            return AttachmentSource.ofBytes("note.txt", content).open();
        }
    }

    private void refuseOnce() {
        sandbox.faults().add(new CallFault.Fail("sendMessage", 400, "200", 0), FaultScope.once());
    }

    @Test
    void messagesGoOutInTheOrderInWhichTheyWereSentWhateverTheyCarry() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "0");
        Message withFile = conversation.createMessage();
        result(withFile.setBodyAndReportTyping("1"));
        withFile.createAttachment(AttachmentSource.ofBytes("large.bin", new byte[1_000_000]));
        Message words = conversation.createMessage();
        result(words.setBodyAndReportTyping("2"));
        Message more = conversation.createMessage();
        result(more.setBodyAndReportTyping("3"));
        CompletableFuture<?> all = CompletableFuture.allOf(withFile.send(), words.send(), more.send());
        all.join();
        assertEquals(List.of("0", "1", "2", "3"), bodies(conversation));
    }

    @Test
    void importanceSensitivityAndTheAnsweredMessageTravel() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Message question = say(conversation, "the question");
        Message answer = conversation.createMessage();
        result(answer.setBodyAndReportTyping("the answer"));
        answer.setImportance(Importance.HIGH);
        answer.setSensitivity(Sensitivity.CONFIDENTIAL);
        answer.setInReplyTo(question);
        result(answer.send());
        Messaging bob = started("bob");
        Message received = withBody(withWords(bob, "the answer"), "the answer");
        assertEquals(Importance.HIGH, received.getImportance());
        assertEquals(Sensitivity.CONFIDENTIAL, received.getSensitivity());
        assertEquals(question.getId(), received.getInReplyTo());
        assertFalse(received.isFromMe());
        assertThrows(MessagingException.class, () -> answer.setImportance(Importance.LOW));
        assertThrows(
                MessagingException.class,
                () -> conversation.createMessage().setInReplyTo(conversation.createMessage()));
    }

    @Test
    void filesOfEveryKindTravelBothWays() throws Exception {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Message message = conversation.createMessage();
        result(message.setBodyAndReportTyping("files"));
        message.createAttachment(Files.write(folder.resolve("sound.m4a"), SOUND).toFile());
        message.createAttachment(Files.write(folder.resolve("video.mp4"), VIDEO).toFile());
        Attachment picture = message.createAttachment(AttachmentSource.ofBytes("p", PICTURE));
        assertFalse(picture.getCreateThumbnailCapability().isAllowed());
        picture.setName("größe.jpg");
        assertTrue(picture.getCreateThumbnailCapability().isAllowed());
        picture.createThumbnail(AttachmentSource.ofBytes("preview.jpg", PREVIEW, "image/jpeg"));
        assertTrue(picture.getRemoveThumbnailCapability().isAllowed());
        Attachment other = message.createAttachment(AttachmentSource.ofBytes("notes.dat", new byte[] {1, 2, 3}));
        other.setMimeType("application/x-notes");
        Attachment unwanted = message.createAttachment(AttachmentSource.ofBytes("unwanted.txt", new byte[] {1}));
        message.removeDraftAttachment(unwanted);
        assertEquals(ResourceStatus.DRAFT_REMOVING, unwanted.getStatus());
        assertEquals(4, message.getAttachments().size());
        assertNull(picture.getDownloadURL());
        assertFalse(picture.getDownloadCapability().isAllowed());
        assertTrue(picture.getUpdateNameCapability().isAllowed());
        result(message.send());
        assertSame(picture, message.getAttachments().getSnapshot().get(2));
        assertEquals(ResourceStatus.PUBLISHED, picture.getStatus());
        assertNotNull(picture.getDownloadURL());
        assertTrue(picture.getDownloadCapability().isAllowed(), picture.getDownloadCapability()::toString);
        assertThrows(MessagingException.class, () -> picture.setName("too late"));

        Messaging bob = started("bob");
        Conversation his = withWords(bob, "files");
        List<Attachment> received = withBody(his, "files").getAttachments().getSnapshot();
        assertEquals(
                List.of("sound.m4a", "video.mp4", "größe.jpg", "notes.dat"),
                received.stream().map(Attachment::getName).toList());
        assertEquals(
                List.of("audio/mp4", "video/mp4", "image/jpeg", "application/x-notes"),
                received.stream().map(Attachment::getMimeType).toList());
        assertArrayEquals(SOUND, downloaded(received.get(0)));
        assertArrayEquals(VIDEO, downloaded(received.get(1)));
        assertArrayEquals(PICTURE, downloaded(received.get(2)));
        assertArrayEquals(new byte[] {1, 2, 3}, downloaded(received.get(3)));
        assertArrayEquals(
                PREVIEW, downloaded(Objects.requireNonNull(received.get(2).getThumbnail())));
        assertNull(received.get(0).getThumbnail());

        Message back = his.createMessage();
        back.createAttachment(
                AttachmentSource.ofBytes("answer.txt", "thank you".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        result(back.send());
        until("alice has it", () -> conversation.getMessages().getSnapshot().stream()
                .anyMatch(it -> !it.isFromMe() && it.hasAttachment()));
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAtOnce() {
        Messaging alice = started("alice");
        Conversation conversation = talk(alice, BOB, "hello");
        Message message = conversation.createMessage();
        AttachmentSource large = AttachmentSource.ofBytes("large.jpg", new byte[5_000_001]);
        MessagingException refused = assertThrows(MessagingException.class, () -> message.createAttachment(large));
        assertEquals(ErrorCode.FILE_SIZE_INVALID, refused.getCode());
        assertFalse(message.hasAttachment());
        // As a file of another kind it is not.
        message.createAttachment(AttachmentSource.ofBytes("large.bin", new byte[5_000_001]));
        assertTrue(message.hasAttachment());
        assertTrue(message.getCreateAttachmentCapability().isAllowed());
    }

    private byte[] downloaded(Attachment attachment) throws Exception {
        Path file = folder.resolve("download-" + System.nanoTime());
        long size = result(attachment.download(file.toFile()));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(size, bytes.length);
        return bytes;
    }
}
