package dev.confab.cli;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A test of {@code confab chat} against sandboxes in this process. */
@Timeout(240)
abstract class ChatTest {

    private final Deque<Sandbox> sandboxes = new ArrayDeque<>();

    @AfterEach
    void closeSandboxes() {
        while (!sandboxes.isEmpty()) {
            sandboxes.pop().close();
        }
    }

    Sandbox sandbox(Scenario scenario) {
        return sandbox(unlimited(scenario));
    }

    Sandbox sandbox(SandboxOptions.Builder options) {
        Sandbox sandbox = Sandbox.start(options.build());
        sandboxes.push(sandbox);
        return sandbox;
    }

    static SandboxOptions.Builder unlimited(Scenario scenario) {
        return SandboxOptions.builder().scenario(scenario).messagesPerSecond(0).agentDelay(Duration.ZERO);
    }

    static String[] chat(Sandbox sandbox, String... options) {
        return Stream.concat(Stream.of("chat", "--url", sandbox.url()), Stream.of(options))
                .toArray(String[]::new);
    }

    static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i).toList();
    }

    static List<String> stored(Sandbox sandbox) {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }
}
