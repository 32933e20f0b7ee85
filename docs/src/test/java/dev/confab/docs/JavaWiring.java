package dev.confab.docs;

// snippet:java-wiring
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.policy.OutboxPolicy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** With Spring: {@code @Configuration}, and the two methods are beans; both are closed by the container. */
final class JavaWiring {
    // @Bean(destroyMethod = "close"): one for the process; what it holds is shared by all sessions
    Confab confab() {
        return Confab.builder().userAgent("shop/1.4").build();
    }

    // @Bean
    Chats chats(Confab confab, String url) {
        return new Chats(confab, url);
    }

    /** One client for each guest. */
    static final class Chats implements AutoCloseable {
        private final MessagingClientConfig config = MessagingClientConfig.builder()
                .outbox(new OutboxPolicy(32, 64 * 1024, 20_000))
                .build();
        private final Map<String, AsyncMessagingClient> clients = new ConcurrentHashMap<>();
        private final Confab confab;
        private final String url;

        Chats(Confab confab, String url) {
            this.confab = confab;
            this.url = url;
        }

        AsyncMessagingClient of(String guest) {
            return clients.computeIfAbsent(
                    guest,
                    name -> AsyncMessagingClient.create(
                            confab,
                            WebMessagingOptions.builder("a0000000-0000-4000-8000-000000000001")
                                    .loopbackEndpoint(url) // for a real deployment: .region("mypurecloud.de")
                                    .build(),
                            config));
        }

        @Override
        public void close() { // all at once: closing one after the other could take ten seconds each
            CompletableFuture.allOf(clients.values().stream()
                            .map(AsyncMessagingClient::closeAsync)
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }
}
// snippet-end
