package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.sandbox.Sandbox;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JavaQuickStartTest {
    @Test
    void theJavaQuickStartGetsItsAnswer() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            String answer =
                    JavaQuickStart.ask("Where is my parcel?", sandbox.url()).get(20, TimeUnit.SECONDS);
            assertEquals("Where is my parcel?", answer);
        }
    }
}
