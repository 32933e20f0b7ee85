package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DemoCommandTest {

    @Test
    void theDemoPlaysAndProvesItself() {
        Cli demo = Cli.run("demo");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        List.of(
                        "Hello, I am Ada.",
                        "You  Where is my parcel?",
                        "Ada is typing",
                        "the connection is cut",
                        "connected again, in the same session",
                        "3 messages sent, each stored exactly once and in order; 4 received")
                .forEach(part -> assertTrue(demo.out().contains(part), demo.out()));
        assertEquals(3, demo.out().split("proved: the service has it", -1).length - 1, demo.out());
        assertFalse(demo.out().contains("\u001b"));
    }

    @Test
    void onATerminalItIsColoured() {
        Cli demo = Cli.coloured("demo");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertTrue(demo.out().contains("\u001b[32m3 messages sent"), demo.out());
    }
}
