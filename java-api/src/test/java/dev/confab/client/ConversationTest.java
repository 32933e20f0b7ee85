package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.Confab;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.SessionState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConversationTest extends SandboxTest {

    @Test
    void connectSendAndHearTheEcho() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        Recorder recorder = new Recorder();
        client.addListener(recorder);
        assertInstanceOf(SessionState.Idle.class, client.state());

        SessionState.Configured configured =
                assertInstanceOf(SessionState.Configured.class, Await.result(client.connect()));
        assertTrue(configured.getConnected());
        assertTrue(configured.getNewSession());
        assertEquals(configured, client.state());

        Message sent = Await.result(client.send("hello"));
        assertEquals("hello", sent.getText());
        assertEquals(Direction.INBOUND, sent.getDirection());
        assertInstanceOf(MessageStatus.Sent.class, sent.getStatus());
        assertEquals(List.of("hello"), storedTexts(sandbox));
        assertEquals(sandbox.messages().get(0).id(), sent.getServerId());

        Await.until("the echo", () -> recorder.replies.equals(List.of("hello")));
        assertEquals(
                List.of("hello", "hello"),
                client.conversation().getMessages().stream()
                        .map(Message::getText)
                        .toList());
    }

    @Test
    void aHundredMessagesArriveInTheOrderOfTheCalls() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = client(sandbox);
        Recorder recorder = new Recorder();
        client.addListener(recorder);
        Await.result(client.connect());

        List<String> texts = numbered(100);
        List<CompletableFuture<Message>> sends = sendAll(client, texts);
        List<String> proved =
                sends.stream().map(send -> Await.result(send).getText()).toList();

        assertEquals(texts, proved);
        assertEquals(texts, storedTexts(sandbox));
        Await.until("a hundred echoes", () -> recorder.replies.size() == 100);
        assertEquals(texts, recorder.replies);
    }

    @Test
    void theAgentTypesBeforeItAnswers() {
        Sandbox sandbox = sandbox(Scenario.CONCIERGE);
        AsyncMessagingClient client = client(sandbox);
        Recorder recorder = new Recorder();
        client.addListener(recorder);
        Await.result(client.connect());
        Await.until("the greeting", () -> recorder.replies.size() == 1);

        Await.result(client.indicateTyping());
        Await.result(client.send("Where is my order?"));

        Await.until("the answer", () -> recorder.replies.size() == 2);
        assertTrue(recorder.typings.stream().anyMatch(typing -> typing.getTyping()));
    }

    @Test
    void aLostConnectionLosesNoMessage() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        AsyncMessagingClient client = connected(sandbox);
        List<String> texts = numbered(20);
        List<CompletableFuture<Message>> sends = sendAll(client, texts);
        Await.result(sends.get(4));
        sandbox.dropConnections();
        sends.forEach(Await::result);
        assertEquals(texts, storedTexts(sandbox).stream().distinct().toList());
    }

    @Test
    void theDraftIsKeptUntilItsMessageIsProved() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        Draft draft = new Draft("almost", Map.of("page", "7"));
        Await.result(client.setDraft(draft));
        assertEquals(draft, client.draft());
        Await.result(client.send(draft));
        assertTrue(client.draft().isEmpty());
    }

    @Test
    void aHealthCheckIsAnswered() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        assertTrue(client.capability(Capability.HEALTH_CHECK).getAllowed());
        Await.result(client.healthCheck());
    }

    @Test
    void aDisconnectedSessionCanBeOpenedAgain() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        Await.result(client.send("before"));
        Await.result(client.disconnect());
        assertInstanceOf(SessionState.Closed.class, client.state());
        Await.result(client.connect());
        Await.result(client.send("after"));
        assertEquals(List.of("before", "after"), storedTexts(sandbox));
    }

    @Test
    void aRuntimeOfItsOwnServesItsClients() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Confab confab = Confab.create();
        closing(confab::close);
        assertNotEquals(Confab.shared(), confab);
        AsyncMessagingClient client =
                closing(AsyncMessagingClient.create(confab, options(sandbox.url(), DEPLOYMENT), paced(0)));
        Await.result(client.connect());
        assertEquals("hello", Await.result(client.send("hello")).getText());
    }
}
