package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.ContentType;
import dev.confab.client.webmessaging.sdk.model.Direction;
import dev.confab.client.webmessaging.sdk.model.EventType;
import dev.confab.client.webmessaging.sdk.model.MessageDataType;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.TransferFault;
import dev.confab.sandbox.webmessaging.Deployment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each callback of the listener in the SDK's published documentation; the name begins with its anchor there. */
@SuppressWarnings("FutureReturnValueIgnored") // Programs that were written for void methods look at no future.
class SessionListenerTest extends FaceTest {

    private static final Set<String> DOCUMENTED = Set.of(
            "sessionResponse",
            "structuredMessage",
            "presignedUrlResponse",
            "uploadSuccessEvent",
            "uploadFailureEvent",
            "connectionClosedEvent",
            "sessionExpiredEvent",
            "sessionClearedEvent",
            "jwtResponse",
            "unexpectedMessage",
            "webSocketConnected",
            "webSocketDisconnected",
            "webSocketError");

    private final Told told = new Told();

    @Test
    void allThirteenCallbacksAreThereAndNoneMustBeWritten() {
        assertTrue(Arrays.stream(SessionListener.class.getMethods())
                .map(method -> method.getName())
                .collect(Collectors.toSet())
                .containsAll(DOCUMENTED));
        assertTrue(Arrays.stream(SessionListener.class.getMethods()).allMatch(method -> method.isDefault()));
    }

    @Test
    void sessionResponse1_saysWhatTheDeploymentAllows() {
        joined(sandbox(Scenario.SILENT), told);
        assertEquals(true, told.sessions.get(0).getConnected());
        assertEquals(2048.0, told.sessions.get(0).getMaxCustomDataBytes());
        assertEquals(
                10240.0,
                Objects.requireNonNull(
                                Objects.requireNonNull(told.sessions.get(0).getAllowedMedia())
                                        .getInbound())
                        .getMaxFileSizeKB());
        assertTrue(told.raw.get(0).contains("\"class\":\"SessionResponse\""));
    }

    @Test
    void structuredMessage1_isTypedWithItsContent() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        joined(sandbox, told);
        sandbox.agent(TOKEN)
                .show(
                        "Which one?",
                        "[{\"contentType\":\"QuickReply\",\"quickReply\":{\"text\":\"A\",\"payload\":\"1\"}}]");
        until("it is told", () -> told.messages.size() == 1);
        StructuredMessage message = told.messages.get(0);
        assertEquals(Direction.OUTBOUND, message.getDirection());
        assertEquals(
                ContentType.QUICKREPLY,
                Objects.requireNonNull(message.getContent()).get(0).getContentType());
        assertEquals(
                "1",
                Objects.requireNonNull(message.getContent().get(0).getQuickReply())
                        .getPayload());
    }

    @Test
    void presignedUrlResponse1_isTyped() {
        WebMessagingClient client = joined(sandbox(Scenario.SILENT), told);
        client.attachment("receipt.txt", 5, "text/plain");
        until("it is told", () -> told.addresses.size() == 1);
        assertEquals("presignedUrlResponse", told.calls.get(told.calls.size() - 1));
    }

    @Test
    void uploadSuccessEvent1_namesTheFile() throws Exception {
        WebMessagingClient client = joined(sandbox(Scenario.SILENT), told);
        client.attachment("receipt.txt", 5, "text/plain");
        until("the address is there", () -> told.addresses.size() == 1);
        Rest.put(told.addresses.get(0), "hello", "text/plain");
        until("it is told", () -> told.uploads.size() == 1);
        assertEquals(
                told.addresses.get(0).getAttachmentId(), told.uploads.get(0).getAttachmentId());
        assertTrue(Objects.requireNonNull(told.uploads.get(0).getDownloadUrl()).startsWith("http"));
    }

    @Test
    void uploadFailureEvent1_namesTheReason() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        sandbox.faults().add(new TransferFault.RefuseFile(4003), FaultScope.once());
        client.attachment("receipt.txt", 5, "text/plain");
        until("the address is there", () -> told.addresses.size() == 1);
        Rest.put(told.addresses.get(0), "hello", "text/plain");
        until("it is told", () -> told.failedUploads.size() == 1);
        assertEquals(4003, told.failedUploads.get(0).getErrorCode());
    }

    @Test
    void connectionClosedEvent1_endsTheConnectionForGood() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        joined(sandbox, told);
        for (int i = 0; i < 3; i++) {
            joined(sandbox, new Told());
        }
        until("the oldest is told", () -> told.closings.size() == 1);
        sandbox.dropConnections();
        until("it is gone", () -> told.codes.size() == 1);
        // The others come back by themselves, the one that was put out does not.
        assertEquals(1, told.calls.stream().filter("webSocketConnected"::equals).count());
    }

    @Test
    void sessionExpiredEvent1_isTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        joined(sandbox, told);
        sandbox.expireSession(TOKEN);
        until("it is told", () -> told.expiries.size() == 1);
    }

    @Test
    void sessionClearedEvent1_isTold() {
        Sandbox sandbox =
                sandbox(Scenario.SILENT, Deployment.builder(ID).autoStart(false).conversationClear(true));
        joined(sandbox, told);
        sandbox.clearSession(TOKEN);
        until("it is told", () -> told.clearings.size() == 1);
    }

    @Test
    void jwtResponse1_hasTheTokenOfTheHistory() {
        WebMessagingClient client = joined(sandbox(Scenario.SILENT), told);
        client.getJwt();
        until("it is told", () -> told.jwts.size() == 1);
        assertTrue(Objects.requireNonNull(told.jwts.get(0).getJwt()).length() > 20);
        assertTrue(Objects.requireNonNull(told.jwts.get(0).getExp()) > 1_000_000_000);
        assertEquals(-1, told.jwts.get(0).toString().indexOf(told.jwts.get(0).getJwt()));
    }

    @Test
    void getConfigurationResponse_comesWithoutASession() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        client.getSupportedContentConfiguration(ID, TOKEN, ORIGIN);
        until("it is told", () -> told.configurations.size() == 1);
        assertEquals(2048.0, told.configurations.get(0).getMaxCustomDataBytes());
    }

    @Test
    void unexpectedMessage1_hasRefusalsAndWhatIsNew() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        client.getAttachment("unknown");
        until("the refusal is told", () -> told.others.size() == 1);
        assertEquals(MessageDataType.STRING, told.others.get(0).getPropertyClass());
        assertEquals(4009, told.others.get(0).getCode());
        sandbox.agent(TOKEN).frame("{\"type\":\"message\",\"class\":\"Telepathy\",\"code\":200,\"body\":{\"a\":1}}");
        until("what is new is told", () -> told.others.size() == 2);
        assertEquals(MessageDataType.UNKNOWN, told.others.get(1).getPropertyClass());
        assertTrue(told.raw.get(told.raw.size() - 1).contains("Telepathy"));
    }

    @Test
    void unexpectedMessage1_hasWhatIsNoJsonAndTheSessionGoesOn() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        List<String> bad = List.of("no JSON", "[]", "{\"class\":", "{\"a\":" + "[".repeat(5_000));
        bad.forEach(sandbox.agent(TOKEN)::frame);
        sandbox.agent(TOKEN).frame("{\"class\":\"SessionResponse\",\"code\":200,\"body\":\"text\"}");
        sandbox.agent(TOKEN)
                .frame(
                        "{\"class\":\"StructuredMessage\",\"code\":\"odd\",\"body\":{\"text\":7,\"type\":\"New\",\"events\":[3,{\"eventType\":\"New\"}],\"channel\":[]}}");
        client.sendMessage("still there");
        until("the session goes on", () -> told.heard("still there"));
        assertEquals(bad.size() + 1, told.others.size());
        assertEquals(bad, told.raw.subList(1, 1 + bad.size()));
        assertEquals(bad.size(), told.errors.size());
        StructuredMessage odd = told.messages.get(0);
        assertEquals("7", odd.getText());
        assertEquals(
                EventType.UNKNOWN,
                Objects.requireNonNull(odd.getEvents()).get(0).getEventType());
        assertEquals(new BaseMessage(), told.others.get(0));
    }

    @Test
    void webSocketConnected1_comesFirst() {
        joined(sandbox(Scenario.SILENT), told);
        assertEquals(List.of("webSocketConnected", "sessionResponse"), told.calls);
    }

    @Test
    void webSocketDisconnected1_hasCodeAndReason() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        joined(sandbox, told);
        sandbox.dropConnections();
        until("it is told", () -> told.codes.size() == 1);
        assertEquals(List.of(1006), told.codes);
    }

    @Test
    void webSocketError1_saysWhatFailed() {
        Sandbox gone = Sandbox.start();
        gone.close();
        WebMessagingClient client = client(gone);
        client.addSessionListener(told);
        WebMessagingException failed = failure(client.connectAsync(ID, null, Optional.empty(), Optional.empty()));
        until("it is told", () -> told.errors.size() == 1);
        assertEquals(failed.getMessage(), told.errors.get(0));
        assertTrue(told.errors.get(0).contains(gone.url()), told.errors.get(0));
    }

    @Test
    void REL15_aListenerThatThrowsHarmsNobody() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Told bad = new Told() {
            @Override
            public void structuredMessage(StructuredMessage message, String rawMessage) {
                super.structuredMessage(message, rawMessage);
                throw new IllegalStateException("of the test");
            }
        };
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(bad);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        client.configureSession(ID, ORIGIN);
        client.sendMessage("one");
        client.sendMessage("two");
        until("both heard both", () -> told.heard("two") && bad.heard("two"));
        until("it was told so", () -> bad.failures.size() == 2);
        assertEquals(List.of(), told.failures);
        assertEquals(List.of(), told.errors);
    }

    @Test
    void REL15_aListenerThatBlocksHoldsUpNoOtherAndLosesNothing() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        CountDownLatch gate = new CountDownLatch(1);
        Told slow = new Told() {
            @Override
            public void webSocketConnected() {
                try {
                    gate.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        };
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(slow);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        client.configureSession(ID, ORIGIN);
        for (int i = 0; i < 200; i++) {
            client.sendMessage("message " + i);
        }
        until("the other goes on as far as there is room", () -> told.messages.size() > ListenerQueue.ROOM / 2);
        assertEquals(0, slow.messages.size());
        gate.countDown();
        until("both heard all", () -> slow.messages.size() == 200 && told.messages.size() == 200);
        for (int i = 0; i < 200; i++) {
            assertEquals("message " + i, slow.messages.get(i).getText());
            assertEquals("message " + i, told.messages.get(i).getText());
        }
        assertEquals(0, slow.overlaps.get() + told.overlaps.get());
    }

    @Test
    void REL15_aListenerMayTakeItselfAwayAndCallTheClient() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        Told once = new Told() {
            @Override
            public void webSocketConnected() {
                super.webSocketConnected();
                client.configureSession(ID, ORIGIN).join();
                client.sendMessage("from inside").join();
                client.removeSessionListener(this);
            }
        };
        client.addSessionListener(once);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        until("it was sent", () -> told.heard("from inside"));
        assertEquals(List.of("webSocketConnected"), once.calls);
    }

    @Test
    void anExecutorOfTheCallersOwnRunsTheListener() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
        closing(executor::shutdownNow);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(
                new WebMessagingClient.SessionListener() {
                    @Override
                    public void webSocketConnected() {
                        threads.add(Thread.currentThread().getName());
                    }
                },
                executor);
        client.addSessionListener(told, task -> {
            throw new RejectedExecutionException("of the test");
        });
        client.connect(ID, ORIGIN);
        until("it ran", () -> !threads.isEmpty());
        until("the other was told of the refusal", () -> told.failures.size() == 1);
        assertEquals(Set.of("own"), threads);
        assertNotEquals(true, client.isInputClosed());
    }
}
