package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatPlainTest extends ChatTest {

    @Test
    void aPersonCanReadIt() {
        Sandbox sandbox = sandbox(Scenario.CONCIERGE);
        Cli chat = Cli.run(List.of("When are you open?"), chat(sandbox));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.err());
        String out = chat.out();
        assertTrue(out.contains("Connected to a new session."), out);
        assertTrue(out.contains("Ada: Hello, I am Ada."), out);
        assertTrue(out.contains("You: When are you open?"), out);
        assertTrue(out.contains("Ada is typing"), out);
        assertTrue(out.indexOf("You: When") < out.indexOf("Ada: We are here every day"), out);
    }

    @Test
    void aTerminalIsNotAtTheMercyOfStrangers() {
        Cli chat = Cli.run(List.of("\u001b[2Jgone \u202Etxt"), chat(sandbox(Scenario.ECHO)));
        assertEquals(ExitCode.OK, chat.exitCode(), chat.err());
        assertFalse(chat.out().contains("\u001b"), chat.out());
        assertFalse(chat.out().contains("\u202E"), chat.out());
        assertTrue(chat.out().contains("You: \uFFFD[2Jgone \uFFFDtxt"), chat.out());
    }

    @Test
    void aFailureNamesTheLine() {
        Cli chat = Cli.run(List.of("x".repeat(5_000)), chat(sandbox(Scenario.SILENT), "--linger", "0"));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertTrue(chat.out().contains("Not sent: xxx"), chat.out());
        assertTrue(chat.out().contains("4096"), chat.out());
    }
}
