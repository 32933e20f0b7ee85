package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.CallbackPool;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessage;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.FrameFault;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.Confab;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.policy.Backoff;
import dev.confab.transport.policy.ReconnectPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the face does that the original does not: it comes back, and it ends. */
@SuppressWarnings("FutureReturnValueIgnored") // Programs that were written for void methods look at no future.
class LifeTest extends FaceTest {

    private static final ReconnectPolicy QUICK = new ReconnectPolicy(new Backoff(0, 1, 1), 1, 30_000, 10_000);

    private final Told told = new Told();

    @Test
    void REL6_aLostConnectionComesBackWithItsSession() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        result(client.sendMessage("before"));
        until("it came back", () -> told.heard("before"));

        sandbox.dropConnections();
        until("it is back", () -> told.sessions.size() == 2);
        client.sendMessage("after");

        until("it goes on", () -> told.heard("after"));
        assertEquals(false, told.sessions.get(1).getNewSession());
        assertEquals(
                List.of(
                        "webSocketConnected",
                        "sessionResponse",
                        "webSocketDisconnected",
                        "webSocketConnected",
                        "sessionResponse"),
                told.calls.stream()
                        .filter(call -> !call.equals("webSocketError") && !call.equals("structuredMessage"))
                        .toList());
        List<WebMessagingMessage> history =
                Objects.requireNonNull(client.getHistory().getEntities());
        assertEquals(
                List.of("after", "before"),
                history.stream().map(WebMessagingMessage::getText).toList());
    }

    @Test
    void whatIsSentWhileTheConnectionIsAwayFails() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        sandbox.faults().add(new ConnectionFault.RefuseConnect(503));
        sandbox.dropConnections();
        until("it is told", () -> told.codes.size() == 1);

        assertEquals(
                ErrorCode.NOT_CONNECTED, failure(client.sendMessage("lost")).getCode());
        assertEquals(ErrorCode.NOT_CONNECTED, failure(client.ping()).getCode());
        assertTrue(client.isOutputClosed());
        until("the attempts are told", () -> !told.errors.isEmpty());
        sandbox.faults().clear();

        until("it is back", () -> told.sessions.size() == 2);
        client.sendMessage("after");
        until("it goes on", () -> told.heard("after"));
        assertFalse(told.heard("lost"));
    }

    @Test
    void startNewIsNotAskedForAgain() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        client.configureSession(ID, TOKEN, ORIGIN, Optional.of(true));
        until("the session stands", () -> told.sessions.size() == 1);
        sandbox.dropConnections();
        until("it is back", () -> told.sessions.size() == 2);
        List<String> frames = received(sandbox, "configureSession");
        assertTrue(frames.get(0).contains("startNew"));
        assertFalse(frames.get(1).contains("startNew"));
    }

    @Test
    void aProgramThatConfiguresWhenConnectedKeepsItsSession() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(new SessionListener() {
            @Override
            public void webSocketConnected() {
                client.configureSession(ID, ORIGIN);
            }
        });
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        until("the session stands", () -> told.sessions.size() == 1);
        String token = client.getToken();
        sandbox.dropConnections();
        until("it is back", () -> told.sessions.size() == 3);
        assertNotNull(token);
        assertEquals(token, client.getToken());
        client.sendMessage("after");
        until("it goes on", () -> told.heard("after"));
    }

    @Test
    void connectWaitsForAConnectionThatIsComingBack() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        sandbox.dropConnections();
        until("it is told", () -> told.codes.size() == 1);
        client.connect(ID, ORIGIN);
        assertFalse(client.isOutputClosed());
    }

    @Test
    void aServiceThatRefusesForGoodIsNotAskedForEver() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        sandbox.faults().add(new ConnectionFault.RefuseConnect(403));
        sandbox.dropConnections();
        until("it is told", () -> told.errors.stream().anyMatch(error -> error.contains("refused deployment")));
        sandbox.faults().clear();
        client.connect(ID, ORIGIN);
        client.configureSession(ID, TOKEN, ORIGIN, Optional.empty());
        until("the session stands", () -> told.sessions.size() == 2);
    }

    @Test
    void disconnectStopsTheComingBack() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        sandbox.faults().add(new ConnectionFault.RefuseConnect(503));
        sandbox.dropConnections();
        until("it tries", () -> !told.errors.isEmpty());
        result(client.disconnect());
        sandbox.faults().clear();
        client.connect(ID, ORIGIN);
        assertEquals(ErrorCode.NOT_CONNECTED, failure(client.ping()).getCode());
    }

    @Test
    void whatWaitsForASessionThatNeverStandsIsTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        sandbox.faults().add(new FrameFault.Swallow("SessionResponse"), FaultScope.once());
        client.connect(ID, ORIGIN);
        client.configureSession(ID, ORIGIN);
        var sent = client.sendMessage("waiting");
        until("it was asked for", () -> !received(sandbox, "configureSession").isEmpty());
        String token = client.getToken();
        sandbox.dropConnections();
        assertEquals(ErrorCode.NOT_CONNECTED, failure(sent).getCode());

        // What was asked for is asked for again, without the application.
        until("the session stands", () -> told.sessions.size() == 1);
        assertNotNull(token);
        assertEquals(token, client.getToken());
        client.sendMessage("after");
        until("it goes on", () -> told.heard("after"));
        assertFalse(told.heard("waiting"));
    }

    @Test
    void aSessionThatExpiredOnAConnectionThatCameBackIsNotConfiguredOnceMore() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        sandbox.dropConnections();
        until("it is back", () -> told.sessions.size() == 2);
        sandbox.expireSession(TOKEN);
        until("it is told", () -> told.expiries.size() == 1);

        client.configureSession(ID, ORIGIN);

        until("another session stands", () -> told.sessions.size() == 3);
        assertEquals(true, told.sessions.get(2).getNewSession());
        assertNotEquals(TOKEN, client.getToken());
        client.sendMessage("after");
        until("it goes on", () -> told.heard("after"));
    }

    @Test
    void aSessionThatTheServiceRefusesIsNotConfiguredOnceMore() {
        Sandbox sandbox = closing(Sandbox.start(options(Scenario.SILENT)
                .refuseExpiredToken(true)
                .deployment(Deployment.builder(ID).autoStart(false).build())
                .build()));
        WebMessagingClient client = joined(sandbox, told);
        sandbox.faults().add(new ConnectionFault.RefuseConnect(503));
        sandbox.dropConnections();
        until("it is told", () -> told.codes.size() == 1);
        sandbox.expireSession(TOKEN);
        sandbox.faults().clear();
        until("it is refused", () -> !told.others.isEmpty());

        client.configureSession(ID, ORIGIN);

        until("another session stands", () -> told.sessions.size() == 2);
        assertNotEquals(TOKEN, client.getToken());
        int refusals = told.others.size();
        sandbox.dropConnections();
        until("it is back", () -> told.sessions.size() == 3);
        assertEquals(refusals, told.others.size());
    }

    @Test
    void whatWasCancelledWhileItWaitedIsNotSent() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        sandbox.faults().add(new FrameFault.Swallow("SessionResponse"), FaultScope.once());
        client.connect(ID, ORIGIN);
        client.configureSession(ID, TOKEN, ORIGIN, Optional.empty());
        var cancelled = client.sendMessage("cancelled");
        var kept = client.sendMessage("kept");
        until("it was asked for", () -> !received(sandbox, "configureSession").isEmpty());

        cancelled.cancel(false);
        client.configureSession(ID, TOKEN, ORIGIN, Optional.empty());

        result(kept);
        until("it came back", () -> told.heard("kept"));
        assertEquals(1, received(sandbox, "onMessage").size());
    }

    @Test
    void REL11_whatWaitsForTheSessionIsBounded() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        sandbox.faults().add(new FrameFault.Swallow("SessionResponse"), FaultScope.once());
        client.connect(ID, ORIGIN);
        client.configureSession(ID, ORIGIN);
        for (int i = 0; i < 256; i++) {
            client.sendMessage("message " + i);
        }
        assertEquals(
                ErrorCode.OUTBOX_FULL, failure(client.sendMessage("too many")).getCode());
    }

    @Test
    void REL12_closeIsIdempotentAndFinal() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        client.close();
        client.close();
        result(client.closeAsync());
        int calls = told.calls.size();
        assertEquals("webSocketDisconnected", told.calls.get(calls - 1));
        assertEquals(
                ErrorCode.CLIENT_CLOSED,
                assertThrows(WebMessagingException.class, () -> client.connect(ID, ORIGIN))
                        .getCode());
        assertEquals(
                ErrorCode.CLIENT_CLOSED,
                assertThrows(WebMessagingException.class, () -> client.addSessionListener(told))
                        .getCode());
        assertEquals(
                ErrorCode.CLIENT_CLOSED, failure(client.sendMessage("late")).getCode());
        assertEquals(
                ErrorCode.CLIENT_CLOSED,
                failure(client.configureSession(ID, ORIGIN)).getCode());
        assertEquals(
                ErrorCode.CLIENT_CLOSED,
                failure(client.getSupportedContentConfiguration(ID, TOKEN, ORIGIN))
                        .getCode());
        assertEquals(ErrorCode.CLIENT_CLOSED, failure(client.getHistoryAsync()).getCode());
        assertEquals(calls, told.calls.size());
    }

    @Test
    void aCallbackMayCloseTheClient() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(new Told() {
            @Override
            public void webSocketConnected() {
                client.close();
                told.webSocketConnected();
            }
        });
        client.connectAsync(ID, ORIGIN, Optional.empty(), Optional.empty());
        until("it came through", () -> !told.calls.isEmpty());
        assertTrue(client.isOutputClosed());
    }

    @Test
    void whoClosesWithoutWaitingInACallbackIsToldTheEnd() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        CountDownLatch gone = new CountDownLatch(1);
        client.addSessionListener(new SessionListener() {
            @Override
            public void webSocketDisconnected(int statusCode, String reason) {
                gone.countDown();
            }
        });
        client.addSessionListener(new Told() {
            @Override
            public void webSocketConnected() {
                client.closeAsync();
                try {
                    assertTrue(gone.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void webSocketDisconnected(int statusCode, String reason) {
                told.webSocketDisconnected(statusCode, reason);
            }
        });
        client.connectAsync(ID, ORIGIN, Optional.empty(), Optional.empty());
        until("it is told", () -> told.codes.size() == 1);
    }

    @Test
    void REL12_nothingOfOursIsLeft() throws InterruptedException {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        for (int round = 0; round < 10; round++) {
            Confab confab = Confab.create();
            WebMessagingClient client = new WebMessagingClient(address(sandbox), confab);
            Told here = new Told();
            client.addSessionListener(here);
            result(client.joinConversation(ID, "round " + round));
            until("it is answered", () -> here.messages.size() == 2);
            client.close();
            confab.close();
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        // The pools of the process stay, and end with it: their workers are daemons and are not ours alone.
        left.removeIf(thread -> thread.isDaemon()
                && (thread.getName().startsWith("DefaultDispatcher-worker-")
                        || thread.getName().startsWith("kotlinx.coroutines.DefaultExecutor")));
        left.removeIf(thread ->
                thread.getName().startsWith("sandbox") || thread.getName().startsWith("vert.x"));
        // Some are on their way out.
        for (Thread thread : left) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            assertFalse(thread.isAlive(), "still alive: " + thread);
        }
    }

    @Test
    void REL13_manyClientsShareOneHttpClientAndAllComeBack() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Confab confab = Confab.create();
        closing(confab::close);
        CallbackPool.letGrow();
        List<WebMessagingClient> clients = new ArrayList<>();
        List<Told> listeners = new ArrayList<>();
        int withFew = 0;
        for (int i = 0; i < 100; i++) {
            WebMessagingClient client = closing(new WebMessagingClient(address(sandbox), confab, QUICK));
            Told here = new Told();
            client.addSessionListener(here);
            clients.add(client);
            listeners.add(here);
            result(client.joinConversation(ID, "hello of " + i));
            withFew = i == 9 ? CallbackPool.countThreads() : withFew;
        }
        until("each heard its own", () -> Stream.iterate(0, i -> i + 1)
                .limit(100)
                .allMatch(i -> listeners.get(i).heard("hello of " + i)));
        int withMany = CallbackPool.countThreads();
        // Other pools grow to the number of cores when they are needed, not with the sessions.
        assertTrue(withMany <= withFew + 8, withFew + " threads with 10 clients, " + withMany + " with 100");
        sandbox.dropConnections();
        until("all are back", () -> listeners.stream().allMatch(here -> here.sessions.size() == 2));
        clients.forEach(client -> client.sendMessage("after"));
        until("all go on", () -> listeners.stream().allMatch(here -> here.heard("after")));
        assertTrue(listeners.stream().allMatch(here -> here.messages.size() == 2));
    }

    @Test
    void messagesOfOneThreadArriveInOrder() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);
        client.configureSession(ID, ORIGIN);
        for (int i = 0; i < 250; i++) {
            client.sendMessage("message " + i);
        }
        until("all came back", () -> told.messages.size() == 250);
        for (int i = 0; i < 250; i++) {
            assertEquals("message " + i, sandbox.messages().get(i).text());
        }
    }
}
