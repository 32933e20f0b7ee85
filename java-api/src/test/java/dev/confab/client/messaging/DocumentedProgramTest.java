package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentedProgramTest extends MessagingTest {

    @TempDir
    private Path folder = Path.of("");

    /** The partner of the program says after it what it says. */
    @Override
    SandboxOptions sandboxOptions() {
        return SandboxOptions.builder().scenario(Scenario.ECHO).build();
    }

    @Test
    void itRunsAsItIsWritten() throws Exception {
        Path picture =
                Files.write(folder.resolve("picture.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1});
        DocumentedProgram program = new DocumentedProgram();
        program.run(
                "127.0.0.1",
                sandbox.port(),
                "alice",
                "alice-secret",
                List.of("agent@example.com", BOB),
                picture.toFile());
        assertEquals(0, program.available.getCount());
        assertEquals("Hello, here is the picture.", program.received.get());

        // What it did is at the service, and it is out of the conversation, which goes on for the others.
        Messaging bob = started("bob");
        Conversation conversation = withWords(bob, "Hello, here is the picture.");
        assertEquals(program.conversationId, conversation.getId());
        until("alice is out of it", () -> conversation.getParticipants().getSnapshot().stream()
                .noneMatch(who -> ALICE.equals(who.getAddress())));
    }
}
