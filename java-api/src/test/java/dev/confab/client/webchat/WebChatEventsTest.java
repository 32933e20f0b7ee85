package dev.confab.client.webchat;

import static dev.confab.client.webchat.Bench.ada;
import static dev.confab.client.webchat.Bench.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.Subscription;
import dev.confab.client.webchat.Bench.Wire;
import dev.confab.sandbox.SandboxAgent;
import dev.confab.sandbox.fault.CallFault;
import dev.confab.sandbox.fault.FaultScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The 29 events, on every wire (Engage chat protocol notes §4.3, §4.4). */
@Timeout(240)
class WebChatEventsTest extends BenchTest {

    @Test
    void there_are_29() {
        assertEquals(29, WebChatEvent.names().size());
    }

    @ParameterizedTest
    @EnumSource
    void ready_started_messageReceived_and_ended(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        assertEquals("ready", bench.names().get(0));
        WebChatResponse started = assertInstanceOf(WebChatResponse.class, bench.await("started"));
        assertEquals(wire == Wire.WEB_MESSAGING, started.data().isEmpty());
        bench.agent(service).say("hello");
        bench.awaitHeard("hello");
        MessagesReceived received = assertInstanceOf(MessagesReceived.class, bench.await("messageReceived"));
        assertFalse(received.restoring());
        assertEquals(wire == Wire.WEB_MESSAGING, received.sessionId() == null);
        bench.agent(service).disconnect();
        if (wire == Wire.V3 || wire == Wire.V3_ASYNC) {
            // The transcript of v3 tells no end: that an agent leaves has the client ask whether the session is still
            // active.
            bench.await("agentDisconnected");
        }
        bench.await("ended");
        assertEquals(1, bench.count("ended"));
        assertTrue(bench.names().indexOf("started") < bench.names().indexOf("messageReceived"));
    }

    @ParameterizedTest
    @EnumSource
    void agentTypingStarted_and_agentTypingStopped(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        bench.agent(service).say("hello");
        bench.awaitHeard("hello");
        bench.agent(service).typing();
        bench.await("agentTypingStarted");
        if (wire != Wire.WEB_MESSAGING) {
            bench.agent(service).stopTyping();
            WebChatMessage stopped = assertInstanceOf(WebChatMessage.class, bench.await("agentTypingStopped"));
            assertEquals("Agent", stopped.from().type());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void clientConnected_agentConnected_and_their_leaving(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        ParticipantChange guest = assertInstanceOf(ParticipantChange.class, bench.await("clientConnected"));
        assertEquals("Ada", guest.message().from().name());
        assertEquals(0, guest.numAgentsConnected());
        bench.agent(service).say("hello");
        ParticipantChange agent = assertInstanceOf(ParticipantChange.class, bench.await("agentConnected"));
        assertEquals(1, agent.numAgentsConnected());
        assertEquals(1, agent.agents().size());
        result(service.endChat());
        bench.await("ended");
    }

    @ParameterizedTest
    @EnumSource(names = {"REST", "COMETD"})
    void supervisors_and_bots(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        bench.agent(service).act("join", "{\"as\":\"agent\",\"name\":\"Robin\"}");
        bench.agent(service).act("join", "{\"as\":\"supervisor\",\"name\":\"Sam\"}");
        bench.agent(service).act("join", "{\"as\":\"bot\",\"name\":\"Bo\"}");
        ParticipantChange supervisor = assertInstanceOf(ParticipantChange.class, bench.await("supervisorConnected"));
        assertEquals(1, supervisor.numAgentsConnected());
        assertEquals(2, supervisor.agents().size());
        bench.await("botConnected");
        for (String name : List.of("Bo", "Sam", "Robin")) {
            bench.agent(service).act("leave", "{\"name\":\"" + name + "\"}");
        }
        bench.await("botDisconnected");
        bench.await("supervisorDisconnected");
        ParticipantChange agent = assertInstanceOf(ParticipantChange.class, bench.await("agentDisconnected"));
        assertEquals(0, agent.numAgentsConnected());
        Map<String, WebChatAgent> agents = result(service.getAgents());
        assertTrue(agents.values().stream().noneMatch(WebChatAgent::connected));
        assertTrue(agents.values().stream().allMatch(one -> one.disconnectedTime() > 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"REST", "COMETD"})
    void clientDisconnected_when_the_guest_is_removed(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        bench.await("clientConnected");
        bench.agent(service).act("end", "{\"reason\":5}");
        bench.await("clientDisconnected");
        bench.await("ended");
        assertEquals("There is no active chat session", Bench.rejection(service.sendMessage("hi")));
    }

    /** The state of the connection knows of the end before a slow listener has heard what was said before it. */
    @ParameterizedTest
    @EnumSource(names = {"REST", "COMETD"})
    void what_was_said_last_is_told_before_the_end(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        bench.await("clientConnected");
        CountDownLatch slow = new CountDownLatch(1);
        service.on("messageReceived", received -> Bench.open(slow));
        bench.agent(service).say("hold on");
        bench.agent(service).say("last words");
        bench.agent(service).act("end", "{\"reason\":5}");
        Bench.until("the end is on the wire", () -> bench.sandbox.ledger().stream()
                .anyMatch(entry -> entry.payload().contains("\"chatEnded\":true")));
        slow.countDown();
        bench.await("ended");
        assertTrue(bench.heard().contains("last words"));
        assertTrue(bench.names().indexOf("clientDisconnected") < bench.names().indexOf("ended"));
        assertTrue(bench.names().contains("clientDisconnected"));
    }

    @ParameterizedTest
    @EnumSource
    void the_countdown_of_clientTyping(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        TypingPreview field = TypingPreview.create();
        result(service.registerTypingPreviewInput(field));
        field.text("h");
        bench.await("clientTypingStarted");
        bench.timers.advance(Typing.COUNTDOWN_MILLIS - 1);
        field.text("he");
        // What was told to the service is behind the command.
        result(service.getStats());
        bench.timers.advance(Typing.COUNTDOWN_MILLIS - 1);
        result(service.getStats());
        assertEquals(0, bench.count("clientTypingStopped"));
        bench.timers.advance(1);
        bench.await("clientTypingStopped");
        field.text("hel");
        bench.awaitCount("clientTypingStarted", 2);
        result(service.sendMessage("hello"));
        bench.awaitCount("clientTypingStopped", 2);
        bench.timers.advance(60_000);
        result(service.getStats());
        assertEquals(2, bench.count("clientTypingStopped"));
    }

    @Test
    void the_chat_server_goes_and_comes_back() {
        Bench bench = bench(Wire.REST);
        WebChatService service =
                bench.service(bench.options().pollExceptionLimit(3).build());
        result(service.startChat(ada()));
        bench.await("pollingStarted");
        bench.agent(service).act("chatServer", "{\"up\":false}");
        bench.await("connectionPending");
        bench.await("chatServerWentOffline");
        assertTrue(bench.names().indexOf("connectionPending") < bench.names().indexOf("chatServerWentOffline"));
        bench.agent(service).act("chatServer", "{\"up\":true}");
        bench.await("chatServerBackOnline");
        bench.await("connectionRestored");
        assertEquals(1, bench.count("connectionPending"));
        assertEquals(1, bench.count("chatServerWentOffline"));
        result(service.sendMessage("still here"));
        result(service.endChat());
        bench.await("pollingStopped");
    }

    /** There are no polls that fail: attempts to connect do. */
    @Test
    void the_chat_server_goes_and_comes_back_over_cometd() {
        Bench bench = bench(Wire.COMETD);
        WebChatService service =
                bench.service(bench.options().pollExceptionLimit(3).build());
        result(service.startChat(ada()));
        bench.unreachable();
        bench.await("connectionPending");
        bench.await("chatServerWentOffline");
        assertTrue(bench.names().indexOf("connectionPending") < bench.names().indexOf("chatServerWentOffline"));
        bench.reachable();
        bench.await("chatServerBackOnline");
        bench.await("connectionRestored");
        assertEquals(1, bench.count("connectionPending"));
        assertEquals(1, bench.count("chatServerWentOffline"));
        assertEquals(1, bench.count("chatServerBackOnline"));
        assertTrue(bench.names().indexOf("chatServerBackOnline") < bench.names().indexOf("connectionRestored"));
        result(service.sendMessage("still here"));
    }

    @ParameterizedTest
    @EnumSource
    void error_has_the_answer_or_why_there_is_none(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.service();
        bench.unreachable();
        WebChatResponse refused = Bench.refusal(service.startChat(ada()));
        WebChatResponse told = assertInstanceOf(WebChatResponse.class, bench.await("error"));
        assertFalse(told.isSuccess());
        assertEquals(refused.code(), told.code());
        assertNotNull(told.failure());
        bench.reachable();
        assertTrue(result(service.startChat(ada())).isSuccess());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WEB_MESSAGING")
    void clientDisconnected_when_the_guest_leaves(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        ParticipantChange came = assertInstanceOf(ParticipantChange.class, bench.await("clientConnected"));
        result(service.endChat());
        bench.await("ended");
        ParticipantChange went = assertInstanceOf(ParticipantChange.class, bench.await("clientDisconnected"));
        assertEquals("ParticipantLeft", went.message().type());
        assertEquals(came.message().from().name(), went.message().from().name());
        assertEquals(1, bench.count("clientDisconnected"));
        assertTrue(bench.names().indexOf("clientDisconnected") < bench.names().indexOf("ended"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V3", "V3_ASYNC"})
    void agentDisconnected_of_v3(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service = bench.chatting();
        bench.agent(service).say("hello");
        bench.await("agentConnected");
        bench.agent(service).disconnect();
        ParticipantChange left = assertInstanceOf(ParticipantChange.class, bench.await("agentDisconnected"));
        assertEquals(0, left.numAgentsConnected());
        assertEquals(1, left.agents().size());
        bench.await("ended");
        assertTrue(bench.names().indexOf("agentDisconnected") < bench.names().indexOf("ended"));
    }

    /** It ends while the connection is lost: who comes back is told all the same, and what was said before it. */
    @ParameterizedTest
    @EnumSource(names = {"REST", "COMETD"})
    void an_end_behind_ones_back_is_told(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service =
                bench.service(bench.options().pollExceptionLimit(1).build());
        result(service.startChat(ada()));
        bench.await("clientConnected");
        SandboxAgent agent = bench.agent(service);
        bench.unreachable();
        bench.await("disconnected");
        agent.say("last words");
        agent.act("end", "{\"reason\":5}");
        bench.reachable();
        bench.await("ended");
        bench.awaitHeard("last words");
        assertEquals(1, bench.count("ended"));
        assertTrue(bench.events.stream()
                .filter(event -> event.data() instanceof MessagesReceived)
                .noneMatch(event -> Bench.received(event).restoring()));
    }

    @Test
    void one_failed_poll_is_not_the_end() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.chatting();
        bench.sandbox.faults().add(new CallFault.Fail("refresh", 503, "", 0), FaultScope.once());
        bench.await("connectionPending");
        bench.await("connectionRestored");
        assertFalse(bench.names().contains("chatServerBackOnline"));
        result(service.sendMessage("still here"));
    }

    @ParameterizedTest
    @EnumSource
    void disconnected_and_reconnected(Wire wire) {
        Bench bench = bench(wire);
        WebChatService service =
                bench.service(bench.options().pollExceptionLimit(2).build());
        result(service.startChat(ada()));
        bench.unreachable();
        bench.await("disconnected");
        bench.reachable();
        bench.await("reconnected");
        boolean tellsOfTheServer = wire == Wire.REST || wire == Wire.COMETD;
        if (tellsOfTheServer) {
            bench.await("connectionRestored");
        }
        assertEquals(tellsOfTheServer, bench.names().contains("connectionPending"));
        result(service.sendMessage("through it all"));
        assertTrue(bench.texts().contains("through it all"));
    }

    @Test
    void a_listener_that_throws_harms_nobody() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.service();
        List<Throwable> told = new CopyOnWriteArrayList<>();
        service.addListener(new WebChatListener() {
            @Override
            public void onMessageReceived(MessagesReceived received) {
                throw new IllegalStateException("of the listener");
            }

            @Override
            public void onListenerError(Throwable failure) {
                told.add(failure);
            }
        });
        result(service.registerPreProcessor(message -> {
            throw new IllegalStateException("of the preprocessor");
        }));
        result(service.startChat(ada()));
        result(service.sendMessage("hi"));
        bench.awaitHeard("hi");
        Bench.until(
                "both failures",
                () -> told.stream().map(Throwable::getMessage).distinct().count() == 2);
    }

    @Test
    void events_by_name() {
        Bench bench = bench(Wire.REST);
        WebChatService service = bench.bare();
        List<String> heard = new CopyOnWriteArrayList<>();
        Consumer<WebChatEvent> handler = event -> heard.add(event.name());
        Subscription ready = service.on("WebChatService.ready", handler);
        service.on("started", handler, Runnable::run);
        service.on("ended", handler);
        assertThrows(IllegalArgumentException.class, () -> service.on("readyy", handler));
        service.off("WebChatService.ended", handler);
        result(service.configure(bench.options().build()));
        result(service.startChat(ada()));
        Bench.until("both", () -> new ArrayList<>(heard).equals(List.of("ready", "started")));
        ready.close();
        result(service.endChat());
        bench.await("ended");
        assertEquals(List.of("ready", "started"), heard);
    }
}
