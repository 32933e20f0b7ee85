package dev.confab.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.model.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class ProofTest {

    @Test
    void whatTheServiceDoesNotHaveIsNotProved() {
        try (Sandbox sandbox = silent();
                AsyncMessagingClient client =
                        AsyncMessagingClient.create(options(sandbox).build())) {
            client.connect().join();
            Message sent = client.send("hello").join();
            assertEquals(List.of(), problems(sandbox, List.of("hello"), List.of(sent)));
            assertEquals(2, problems(sandbox, List.of(), List.of()).size());
            assertEquals(
                    2,
                    problems(sandbox, List.of("hello", "hello"), List.of(sent, sent))
                            .size());
            assertEquals(1, problems(sandbox, List.of("other"), List.of(sent)).size());
        }
    }

    @Test
    void twoDevicesMustSeeTheSame() {
        try (Sandbox sandbox = silent();
                AsyncMessagingClient one =
                        AsyncMessagingClient.create(options(sandbox).build())) {
            one.connect().join();
            Message sent = one.send("hello").join();
            Proof proof = new Proof(sandbox);
            try (AsyncMessagingClient other = AsyncMessagingClient.create(
                    options(sandbox).token(sandbox.messages().get(0).session()).build())) {
                other.connect().join();
                proof.requireSame(one.conversation(), other.conversation());
                assertEquals(1, proof.problems().size());
                var unused = other.nextHistory().join();
                proof.requireSame(one.conversation(), other.conversation());
                assertEquals(1, proof.problems().size());
                assertTrue(
                        proof.problems().get(0).contains(sent.getText()),
                        proof.problems().get(0));
            }
        }
    }

    @Test
    void withoutASecondConnectionThereWasNoReconnect() {
        try (Sandbox sandbox = silent()) {
            Proof proof = new Proof(sandbox);
            proof.requireReconnect();
            assertTrue(
                    proof.problems().get(0).contains("no second one"),
                    proof.problems().toString());
        }
    }

    private static List<String> problems(Sandbox sandbox, List<String> said, List<Message> proved) {
        Proof proof = new Proof(sandbox);
        proof.requireStored(said, proved);
        return proof.problems();
    }

    private static WebMessagingOptions.Builder options(Sandbox sandbox) {
        return WebMessagingOptions.builder(Deployment.DEFAULT_ID).loopbackEndpoint(sandbox.url());
    }

    private static Sandbox silent() {
        return Sandbox.start(SandboxOptions.builder().scenario(Scenario.SILENT).build());
    }
}
