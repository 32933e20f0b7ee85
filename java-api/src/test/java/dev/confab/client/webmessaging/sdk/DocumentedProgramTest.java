package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs {@link DocumentedProgram}, which knows nothing but the SDK's published documentation. */
class DocumentedProgramTest extends FaceTest {

    @Test
    void aProgramThatWasWrittenFromTheDocumentationRuns() throws Exception {
        Sandbox sandbox = sandbox(Scenario.ECHO);

        List<String> log = DocumentedProgram.talk(address(sandbox), ID, ORIGIN);

        assertEquals(
                List.of("How are you?", "I have a gold card"),
                sandbox.messages().stream()
                        .map(StoredMessage::text)
                        .filter(text -> !text.isEmpty())
                        .toList());
        assertEquals("connected", log.get(0));
        assertEquals("session true", log.get(1));
        assertTrue(log.contains("said How are you?"), log.toString());
        assertTrue(log.contains("upload"), log.toString());
        assertEquals("history 4", log.get(log.size() - 2));
        assertEquals("disconnected 1000", log.get(log.size() - 1));
    }
}
