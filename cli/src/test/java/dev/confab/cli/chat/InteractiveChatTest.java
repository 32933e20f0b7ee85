package dev.confab.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.cli.ExitCode;
import dev.confab.cli.Palette;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.webmessaging.AsyncWebMessagingAuth;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class InteractiveChatTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void aPersonAsksReadsAndLeaves() throws Exception {
        PipedOutputStream keyboard = new PipedOutputStream();
        try (Sandbox sandbox = Sandbox.start(
                        SandboxOptions.builder().scenario(Scenario.CONCIERGE).build());
                Terminal terminal = new DumbTerminal(
                        "test", "dumb", new PipedInputStream(keyboard), screen, StandardCharsets.UTF_8)) {
            WebMessagingOptions options = WebMessagingOptions.builder(Deployment.DEFAULT_ID)
                    .loopbackEndpoint(sandbox.url())
                    .build();
            ChatSetup setup = new ChatSetup(
                    AsyncMessagingClient.create(options),
                    AsyncWebMessagingAuth.create(Confab.shared(), options),
                    new ChatLimits(20_000, 500, 1_000),
                    Restored.NONE);
            CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> run(setup, terminal));

            awaitScreen("Hello, I am Ada.");
            type(keyboard, "/help");
            awaitScreen("ends the session, as the end of the input does (Ctrl-D)");
            type(keyboard, "/dance");
            awaitScreen("There is no command /dance");
            type(keyboard, "When are you open?! it's urgent");
            awaitScreen("Ada is typing");
            awaitScreen("We are here every day");
            type(keyboard, "//literally");
            awaitScreen("You wrote “/literally”");
            type(keyboard, "quick replies");
            awaitScreen("Yes, please   /reply CALL_YES");
            type(keyboard, "/reply CALL_YES");
            awaitScreen("You chose “Yes, please” (CALL_YES)");
            type(keyboard, "/quit");

            assertEquals(ExitCode.UNPROVED, exitCode.get(60, TimeUnit.SECONDS));
            assertEquals(
                    List.of("When are you open?! it's urgent", "/literally", "quick replies", "Yes, please"),
                    sandbox.messages().stream().map(StoredMessage::text).toList());
            assertTrue(
                    sandbox.ledger().stream().anyMatch(entry -> entry.payload().contains("\"Typing\"")),
                    "the agent was told that the guest types");
        }
    }

    private static int run(ChatSetup setup, Terminal terminal) {
        try {
            return ChatRun.interactive(setup, terminal, new Palette(false));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void type(PipedOutputStream keyboard, String line) throws IOException {
        keyboard.write((line + "\r").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private void awaitScreen(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!screen.toString(StandardCharsets.UTF_8).contains(text)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not on the screen: " + text + "\n" + screen.toString(StandardCharsets.UTF_8));
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
