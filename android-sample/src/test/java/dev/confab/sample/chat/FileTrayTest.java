package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.TransferFault;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.MessagePart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files on their way out. */
class FileTrayTest {

    private final PickedFile note = file("note.txt", "Hello".getBytes(StandardCharsets.UTF_8));
    /** How often a file was given back to the app that lent it. */
    private int letGo;

    @Test
    void aFileGoesOutWithItsMessage() {
        try (ChatTester chat = ChatTester.talking(Scenario.CONCIERGE).connected()) {
            chat.presenter.addFile(note);
            chat.screen.awaitScreen("ready", shown -> stage(shown) == PendingFile.Stage.READY);
            PendingFile ready = chat.screen.screen().files().get(0);
            assertEquals("note.txt", ready.name());
            assertEquals(5, ready.sizeBytes());
            assertEquals("content://test/note.txt", ready.place());
            assertTrue(chat.screen.screen().sendable());

            chat.say("See here");
            Row.Bubble sent = chat.screen.awaitBubble("See here", bubble -> bubble.mark() == Row.Mark.SENT);
            assertEquals(List.of("note.txt"), names(sent));
            chat.screen.awaitScreen("the tray is empty", shown -> shown.files().isEmpty());
            chat.screen.await("the other app has it back", () -> letGo == 1);
            chat.screen.awaitScreen("the service has it", shown -> chat.screen.texts().stream()
                    .anyMatch(text -> text.startsWith("I received note.txt, 5 bytes")));
        }
    }

    @Test
    void anUploadCanBeStopped() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.sandbox
                    .faults()
                    .add(new TransferFault.Slow(Fault.Transfer.UPLOAD, Duration.ofHours(1)), FaultScope.always());
            chat.presenter.addFile(file("large.bin", new byte[300_000]));
            chat.screen.awaitScreen("it is on its way", shown -> shown.files().stream()
                    .anyMatch(file -> file.stage() == PendingFile.Stage.UPLOADING));
            chat.presenter.typed("With a file");
            assertFalse(chat.screen.screen().sendable());
            chat.presenter.removeFile(chat.screen.screen().files().get(0).id());
            chat.screen.awaitScreen("gone", shown -> shown.files().isEmpty() && shown.sendable());
            assertEquals(List.of(), chat.screen.told);
            assertEquals(1, letGo);
        }
    }

    @Test
    void aFileThatTheServiceDoesNotTakeIsRefusedInWords() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.presenter.addFile(file("tool.exe", new byte[] {'M', 'Z', 0, 0}));
            chat.screen.awaitScreen("refused", shown -> stage(shown) == PendingFile.Stage.FAILED);
            PendingFile refused = chat.screen.screen().files().get(0);
            assertEquals("tool.exe", refused.name());
            assertEquals(Words.of(Phrase.FAILED_FILE_TYPE), refused.failure());
            assertEquals(0, letGo, "there may be a preview of it");
            chat.presenter.typed("Without it");
            assertTrue(chat.screen.screen().sendable());
            chat.presenter.removeFile(refused.id());
            assertEquals(List.of(), chat.screen.screen().files());
            assertEquals(1, letGo);
        }
    }

    @Test
    void aFileThatFailsLaterSaysWhy() {
        try (ChatTester chat = ChatTester.silent().connected()) {
            chat.sandbox.faults().add(new TransferFault.RefuseFile(4003), FaultScope.always());
            chat.presenter.addFile(note);
            chat.screen.awaitScreen("failed", shown -> stage(shown) == PendingFile.Stage.FAILED);
            PendingFile failed = chat.screen.screen().files().get(0);
            assertEquals(Words.of(Phrase.FAILED_FILE), failed.failure());
            assertFalse(chat.screen.screen().sendable());
            chat.presenter.removeFile(failed.id());
            chat.screen.awaitScreen("gone", shown -> shown.files().isEmpty());
        }
    }

    private static PendingFile.@Nullable Stage stage(ChatScreen shown) {
        return shown.files().isEmpty() ? null : shown.files().get(0).stage();
    }

    private static List<String> names(Row.Bubble bubble) {
        return bubble.parts().stream()
                .filter(MessagePart.Attachment.class::isInstance)
                .map(part -> ((MessagePart.Attachment) part).getAttachment())
                .map(Attachment::getFileName)
                .toList();
    }

    private PickedFile file(String name, byte[] bytes) {
        return new PickedFile(AttachmentSource.ofBytes(name, bytes), "content://test/" + name, () -> letGo++);
    }
}
