package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.transport.backend.amm.AmmOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code about several conversations does what the pages say. */
@Timeout(120)
class ConversationsPageTest {
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aConversationIsBegun() throws Exception {
        var options = AmmOptions.builder()
                .loopbackEndpoint(sandbox.url())
                .credentials("alice", "alice-secret")
                .build();
        try (AsyncMessagingClient client = AsyncMessagingClient.create(options)) {
            client.connect().get(60, TimeUnit.SECONDS);
            JavaConversations.beginWith(client, "bob@example.com", "Hello, Bob!")
                    .get(60, TimeUnit.SECONDS);
        }
        assertEquals(List.of("Hello, Bob!"), stored());
    }

    @Test
    void theVendorsVocabularyGreets() {
        assertEquals("Hello, Bob!", JavaMessaging.greet("127.0.0.1", sandbox.port(), false));
        assertEquals(List.of("Hello, Bob!"), stored());
    }

    private List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }
}
