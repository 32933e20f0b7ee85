package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.*;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program as people write it who have the SDK's published documentation before them, and nothing else. */
@SuppressWarnings("FutureReturnValueIgnored") // The documentation says void.
final class DocumentedProgram implements SessionListener {

    private final WebMessagingClient client;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch said = new CountDownLatch(4);
    private final CountDownLatch presigned = new CountDownLatch(1);
    private final CountDownLatch heard = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);

    private DocumentedProgram(String address) {
        client = new WebMessagingClient(address);
    }

    static List<String> talk(String address, String deploymentId, String origin) throws InterruptedException {
        DocumentedProgram program = new DocumentedProgram(address);
        program.run(deploymentId, origin);
        return program.log;
    }

    private void run(String deploymentId, String origin) throws InterruptedException {
        client.initializeApiClient();
        client.addSessionListener(this);
        WebMessagingClient.SessionListener nested = new WebMessagingClient.SessionListener() {
            @Override
            public void webSocketConnected() {
                heard.countDown();
            }
        };
        client.addSessionListener(nested);
        client.connect(deploymentId, origin, Optional.of(10));
        if (client.isInputClosed() || client.isOutputClosed()) {
            throw new IllegalStateException("not connected");
        }
        client.configureSession(deploymentId, origin);
        await(ready);
        client.sendPresenceEventJoin();
        client.sendTypingEvent();
        client.sendMessage("How are you?");
        client.sendMessage("I have a gold card", Map.of("tier", "gold"));
        await(said);
        client.ping();
        client.attachment("receipt.txt", 5, "text/plain");
        await(presigned);
        WebMessagingMessageEntityList history = client.getHistory();
        long texts = Objects.requireNonNull(history.getEntities()).stream()
                .filter(message -> message.getType() == WebMessagingMessage.TypeEnum.TEXT)
                .count();
        log.add("history " + texts);
        client.disconnect();
        await(gone);
        client.removeSessionListener(this);
        await(heard);
        client.removeSessionListener(nested);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer");
        }
    }

    @Override
    public void webSocketConnected() {
        log.add("connected");
    }

    @Override
    public void sessionResponse(SessionResponse response, String rawMessage) {
        log.add("session " + response.getConnected());
        ready.countDown();
    }

    @Override
    public void structuredMessage(StructuredMessage message, String rawMessage) {
        if (WebMessagingClient.hasPresenceEvents(message) || WebMessagingClient.hasTypingEvents(message)) {
            return;
        }
        if (message.getType() == NormalizedType.TEXT) {
            log.add("said " + message.getText());
            said.countDown();
        }
    }

    @Override
    public void presignedUrlResponse(PresignedUrlResponse response, String rawMessage) {
        log.add(response.getUrl() == null ? "no address" : "upload");
        presigned.countDown();
    }

    @Override
    public void unexpectedMessage(BaseMessage baseMessage, String rawMessage) {
        log.add("unexpected " + rawMessage);
    }

    @Override
    public void webSocketDisconnected(int statusCode, String reason) {
        log.add("disconnected " + statusCode);
        gone.countDown();
    }

    @Override
    public void webSocketError(String reason) {
        log.add("error " + reason);
    }
}
