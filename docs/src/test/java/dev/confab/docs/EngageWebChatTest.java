package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webchat.WebChatListener;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/engage.md} does what the page says. */
@Timeout(60)
class EngageWebChatTest {
    @Test
    void theFaceOfTheWidgetsBeginsAChatAndSends(@TempDir Path folder) {
        File file = folder.resolve("chat.json").toFile();
        SandboxOptions options =
                SandboxOptions.builder().scenario(Scenario.SILENT).build();
        try (Sandbox sandbox = Sandbox.start(options)) {
            String dataURL = sandbox.url() + "/genesys/2/chat/support";
            EngageWebChat.ask(dataURL, file, new WebChatListener() {}, "Where is my parcel?")
                    .close();
            assertEquals(
                    List.of("Where is my parcel?"),
                    sandbox.messages().stream().map(StoredMessage::text).toList());
        }
        assertTrue(file.exists(), "The chat is kept for the next start.");
    }
}
