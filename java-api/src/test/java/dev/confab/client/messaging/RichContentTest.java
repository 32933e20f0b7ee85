package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.Subscription;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.amm.AmmOptions;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A service that takes no pictures, sound and video from its user. */
class RichContentTest extends MessagingTest {

    @Override
    SandboxOptions sandboxOptions() {
        return SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .amm(AmmOptions.builder().richContent(false).build())
                .build();
    }

    @Test
    void onlyFilesOfOtherKindsAreTaken() {
        User user = user("alice");
        Messaging alice = user.getMessaging();
        List<Boolean> told = new CopyOnWriteArrayList<>();
        assertTrue(alice.getMessagingLimits().isRichContentAllowed());
        Subscription unused =
                alice.addOnMessagingLimitsChangedCallback((it, limits) -> told.add(limits.isRichContentAllowed()));
        result(user.start());
        until("the limit is told", () -> told.contains(false));
        assertFalse(alice.getMessagingLimits().isRichContentAllowed());

        Conversation conversation = talk(alice, BOB, "hello");
        Message message = conversation.createMessage();
        for (String name : List.of("picture.jpg", "SOUND.M4A", "video.mp4", "photo.heic")) {
            refused(() -> message.createAttachment(AttachmentSource.ofBytes(name, new byte[] {1})), name);
        }
        refused(
                () -> message.createAttachment(AttachmentSource.ofBytes("noname", new byte[] {1}, "Image/PNG")),
                "Image/PNG");
        assertFalse(message.hasAttachment());
        assertTrue(message.getCreateAttachmentCapability().isAllowed());

        Attachment note = message.createAttachment(AttachmentSource.ofBytes("note.txt", new byte[] {1}));
        refused(() -> note.setMimeType("image/png"), "image/png");
        refused(() -> note.setName("note.png"), "note.png");
        assertEquals("note.txt", note.getName());
        result(message.send());
        assertEquals(ResourceStatus.PUBLISHED, note.getStatus());
    }

    @Test
    void aClientThatOtherCodeMadeTellsWhatItsServiceIs() {
        AsyncMessagingClient client =
                closing(AsyncMessagingClient.create(dev.confab.transport.backend.amm.AmmOptions.builder()
                        .loopbackEndpoint(sandbox.url())
                        .credentials("alice", "alice-secret")
                        .build()));
        Messaging alice = Messaging.over(client, CallbackThreads.getExecutor());
        assertNull(alice.getSelfAddress());
        assertEquals(List.of(), alice.getRoutableDomains());
        result(client.connect());
        assertEquals(ALICE, alice.getSelfAddress());
        assertTrue(alice.getRoutableDomains().contains("example.com"), alice.getRoutableDomains()::toString);
        assertFalse(alice.getMessagingLimits().isRichContentAllowed());
        alice.close();
    }

    private static void refused(Runnable change, String what) {
        MessagingException refusal = assertThrows(MessagingException.class, change::run, what);
        assertEquals(ErrorCode.FILE_TYPE_INVALID, refusal.getCode());
        assertTrue(String.valueOf(refusal.getMessage()).contains("administrator"), refusal.getMessage());
    }
}
