package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.ConfigureAuthenticatedSessionRequest;
import dev.confab.client.webmessaging.sdk.model.ConfigureSessionRequest;
import dev.confab.client.webmessaging.sdk.model.Direction;
import dev.confab.client.webmessaging.sdk.model.EventPresence;
import dev.confab.client.webmessaging.sdk.model.EventPresenceType;
import dev.confab.client.webmessaging.sdk.model.EventType;
import dev.confab.client.webmessaging.sdk.model.EventTypingType;
import dev.confab.client.webmessaging.sdk.model.GenerateUploadUrlRequest;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.MessageContent;
import dev.confab.client.webmessaging.sdk.model.MessageDataType;
import dev.confab.client.webmessaging.sdk.model.MessageEvent;
import dev.confab.client.webmessaging.sdk.model.OAuthParams;
import dev.confab.client.webmessaging.sdk.model.PresignedUrlResponse;
import dev.confab.client.webmessaging.sdk.model.SendMessageRequest;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessage;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessageEntityList;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each method of the client in the SDK's published documentation; the name begins with its anchor there. */
@SuppressWarnings("FutureReturnValueIgnored") // Programs that were written for void methods look at no future.
class WebMessagingClientTest extends FaceTest {

    private static final StructuredMessage TYPES_AND_JOINS = JsonModel.read(
            "{\"type\":\"Event\",\"events\":[{\"eventType\":\"Typing\",\"typing\":{\"type\":\"On\"}},{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Join\"}}]}",
            StructuredMessage.class);

    private final Told told = new Told();

    @Test
    void hasPresenceEvents1_findsThem() {
        assertTrue(WebMessagingClient.hasPresenceEvents(TYPES_AND_JOINS));
        assertFalse(WebMessagingClient.hasPresenceEvents(new StructuredMessage().text("hello")));
    }

    @Test
    void hasTypingEvents1_findsThem() {
        assertTrue(WebMessagingClient.hasTypingEvents(TYPES_AND_JOINS));
        assertFalse(WebMessagingClient.hasTypingEvents(
                new StructuredMessage().events(List.of(new MessageEvent().eventType(EventType.PRESENCE)))));
    }

    @Test
    void hasEvents1_looksForAnyType() {
        assertTrue(WebMessagingClient.hasEvents(TYPES_AND_JOINS, EventType.TYPING));
        assertFalse(WebMessagingClient.hasEvents(TYPES_AND_JOINS, EventType.COBROWSE));
    }

    @Test
    void WebMessagingClient1_takesAddressesThatAreEncryptedOrOfThisMachine() {
        closing(new WebMessagingClient("wss://webmessaging.mypurecloud.ie/v1"));
        closing(new WebMessagingClient("wss://gateway.example.com:8443/v1"));
        closing(new WebMessagingClient("ws://127.0.0.1:8088/v1"));
        for (String refused : List.of(
                "ws://chat.example.com/v1",
                "https://webmessaging.mypurecloud.ie/v1",
                "wss://host/v2",
                "wss://host/v1?a=b",
                "wss://user@host/v1",
                "nonsense",
                "")) {
            assertThrows(IllegalArgumentException.class, () -> new WebMessagingClient(refused), refused);
        }
    }

    @Test
    void WebMessagingClient2_knowsAllRegions() {
        assertEquals(17, GenesysCloudRegionWebSocketHosts.values().length);
        for (GenesysCloudRegionWebSocketHosts region : GenesysCloudRegionWebSocketHosts.values()) {
            closing(new WebMessagingClient(region));
            assertEquals(
                    region.asApiHost(),
                    ServiceAddress.parse(region.getWebSocketHost()).api());
        }
        assertEquals(
                "wss://webmessaging.mypurecloud.de/v1",
                GenesysCloudRegionWebSocketHosts.eu_central_1.getWebSocketHost());
        assertEquals("https://api.usw2.pure.cloud", GenesysCloudRegionWebSocketHosts.us_west_2.asApiHost());
    }

    @Test
    void joinConversation1_saysTheFirstMessageWhenTheSessionStands() {
        Sandbox sandbox = sandbox(Scenario.ECHO);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);

        result(client.joinConversation(ID, "hello"));

        until("the echo is there", () -> told.messages.size() == 2);
        assertEquals(List.of("hello"), texts(sandbox));
        assertTrue(told.calls.indexOf("sessionResponse") < told.calls.indexOf("structuredMessage"));
    }

    @Test
    void joinConversation2_goesOnWithTheSessionOfAToken() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        result(client(sandbox).joinConversation(ID, TOKEN, "first"));
        until("the service has it", () -> texts(sandbox).size() == 1);
        WebMessagingClient again = client(sandbox);
        again.addSessionListener(told);

        result(again.joinConversation(ID, TOKEN, "second"));

        until("the service has both", () -> texts(sandbox).equals(List.of("first", "second")));
        until("the session is told", () -> told.sessions.size() == 1);
        assertEquals(false, told.sessions.get(0).getNewSession());
    }

    @Test
    void joinConversation1_failsWhenTheSessionIsRefused() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        String unknown = "c0000000-0000-4000-8000-00000000dead";
        assertEquals(
                ErrorCode.WEBSOCKET_ACCESS_DENIED,
                failure(client(sandbox).joinConversation(unknown, "hello")).getCode());
    }

    @Test
    void connect1_standsWhenItReturnsAndFailsWithTheReason() {
        Sandbox sandbox = sandbox(Scenario.SILENT, Deployment.builder(ID).allowedDomains("shop.example.com"));
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);

        WebMessagingException refused =
                assertThrows(WebMessagingException.class, () -> client.connect(ID, "elsewhere.example.com"));
        assertEquals(ErrorCode.WEBSOCKET_ACCESS_DENIED, refused.getCode());
        client.connect(ID, "https://shop.example.com", Optional.of(5), Optional.of("my-app-1.0"));
        client.connect(ID, "https://shop.example.com");

        assertFalse(client.isOutputClosed());
        until("it is told", () -> told.calls.contains("webSocketConnected"));
        assertEquals(
                ErrorCode.WRONG_STATE,
                failure(client.connectAsync(
                                "c0000000-0000-4000-8000-000000000001", null, Optional.empty(), Optional.empty()))
                        .getCode());
        assertThrows(IllegalArgumentException.class, () -> client.connect(ID, ORIGIN, Optional.of(0)));
    }

    @Test
    void isInputClosed1_isTrueBeforeAndAfter() {
        WebMessagingClient client = client(sandbox(Scenario.SILENT));
        assertTrue(client.isInputClosed());
        client.connect(ID, ORIGIN);
        assertFalse(client.isInputClosed());
        result(client.disconnect());
        assertTrue(client.isInputClosed());
    }

    @Test
    void isOutputClosed1_isTrueBeforeAndAfter() {
        WebMessagingClient client = client(sandbox(Scenario.SILENT));
        assertTrue(client.isOutputClosed());
        client.connect(ID, ORIGIN);
        assertFalse(client.isOutputClosed());
        client.close();
        assertTrue(client.isOutputClosed());
    }

    @Test
    void configureSession1_makesARandomToken() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        assertEquals(
                ErrorCode.NOT_CONNECTED,
                failure(client.configureSession(ID, ORIGIN)).getCode());
        client.connect(ID, ORIGIN);

        String tracingId = result(client.configureSession(ID, ORIGIN));

        until("the session stands", () -> told.sessions.size() == 1);
        ConfigureSessionRequest request =
                JsonModel.read(received(sandbox, "configureSession").get(0), ConfigureSessionRequest.class);
        assertEquals(ID, request.getDeploymentId());
        assertEquals(tracingId, request.getTracingId());
        assertNull(request.getStartNew());
        assertEquals(36, Objects.requireNonNull(client.getToken()).length());
        assertEquals(true, told.sessions.get(0).getNewSession());
        assertEquals(tracingId, told.sessions.get(0).getTracingId());
        WebMessagingClient other = client(sandbox);
        other.connect(ID, ORIGIN);
        result(other.configureSession(ID, ORIGIN));
        assertNotEquals(client.getToken(), other.getToken());
    }

    @Test
    void configureSession2_findsTheSessionOfATokenAndBeginsAnew() {
        Sandbox sandbox = sandbox(
                Scenario.SILENT,
                Deployment.builder(ID)
                        .autoStart(false)
                        .conversationDisconnect(Deployment.ConversationDisconnect.READ_ONLY));
        WebMessagingClient client = joined(sandbox, told);
        result(client.sendMessage("hello"));
        until("it came back", () -> told.heard("hello"));
        sandbox.agentDisconnect(TOKEN);

        client.configureSession(ID, TOKEN, ORIGIN, Optional.empty());
        until("it is read-only", () -> told.sessions.size() == 2);
        assertEquals(true, told.sessions.get(1).getReadOnly());
        client.configureSession(ID, TOKEN, ORIGIN, Optional.of(true));

        until("it is new", () -> told.sessions.size() == 3);
        assertEquals(true, told.sessions.get(2).getNewSession());
        assertTrue(received(sandbox, "configureSession").get(2).contains("\"startNew\":true"));
        assertThrows(IllegalArgumentException.class, () -> client.configureSession(ID, " ", ORIGIN, Optional.empty()));
    }

    @Test
    void configureAuthenticatedSession1_makesARandomToken() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT, signedIn());
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);

        client.configureAuthenticatedSession(ID, ORIGIN, new OAuthParams().code(Rest.jwt(sandbox, ID)));

        until("the session stands", () -> told.sessions.size() == 1);
        ConfigureAuthenticatedSessionRequest request = JsonModel.read(
                received(sandbox, "configureAuthenticatedSession").get(0), ConfigureAuthenticatedSessionRequest.class);
        assertNotNull(Objects.requireNonNull(request.getData()).getCode());
        assertNotNull(client.getToken());
    }

    @Test
    void configureAuthenticatedSession2_takesATokenAndRefusesWithoutACode() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT, signedIn());
        WebMessagingClient client = client(sandbox);
        client.addSessionListener(told);
        client.connect(ID, ORIGIN);

        client.configureAuthenticatedSession(ID, TOKEN, ORIGIN, new OAuthParams().code("nonsense"));
        until("it is refused", () -> told.others.size() == 1);
        assertEquals(0, told.sessions.size());
        assertEquals(
                ErrorCode.NOT_CONNECTED,
                failure(client.sendMessage("too early")).getCode());
        client.configureAuthenticatedSession(ID, TOKEN, ORIGIN, new OAuthParams().code(Rest.jwt(sandbox, ID)));

        until("the session stands", () -> told.sessions.size() == 1);
        assertEquals(TOKEN, client.getToken());
        assertThrows(
                IllegalArgumentException.class,
                () -> client.configureAuthenticatedSession(ID, TOKEN, ORIGIN, new OAuthParams()));
    }

    @Test
    void disconnect1_endsAndConnectWorksAgain() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);

        result(client.disconnect());

        until("it is told", () -> told.codes.size() == 1);
        assertEquals(List.of(1000), told.codes);
        assertEquals(
                ErrorCode.NOT_CONNECTED, failure(client.sendMessage("late")).getCode());
        client.connect(ID, ORIGIN);
        client.configureSession(ID, TOKEN, ORIGIN, Optional.empty());
        result(client.sendMessage("again"));
        until("it came back", () -> told.heard("again"));
        assertEquals(List.of(), told.errors);
    }

    @Test
    void ping1_isAnsweredToTheListener() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);

        String tracingId = result(client.ping());

        until("the answer is there", () -> told.messages.stream().anyMatch(m -> tracingId.equals(m.getTracingId())));
        assertEquals("ping", told.messages.get(0).getText());
        assertEquals(1, received(sandbox, "echo").size());
    }

    @Test
    void sendMessage1_comesBackWithItsTracingId() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);

        String tracingId = result(client.sendMessage("Wo ist mein Päckchen?"));

        until("it came back", () -> told.messages.size() == 1);
        StructuredMessage echo = told.messages.get(0);
        assertEquals("Wo ist mein Päckchen?", echo.getText());
        assertEquals(Direction.INBOUND, echo.getDirection());
        assertEquals(tracingId, echo.getTracingId());
        assertEquals(
                ErrorCode.MESSAGE_TOO_LONG,
                assertThrows(WebMessagingException.class, () -> client.sendMessage("ä".repeat(2049)))
                        .getCode());
        assertThrows(IllegalArgumentException.class, () -> client.sendMessage(""));
    }

    @Test
    void sendMessage1_carriesFiles() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        String file = uploaded(client);

        client.sendMessage("see here", file);

        until("it came back", () -> told.heard("see here"));
        List<MessageContent> content = Objects.requireNonNull(
                Objects.requireNonNull(lastMessage(sandbox).getMessage()).getContent());
        assertEquals(
                file, Objects.requireNonNull(content.get(0).getAttachment()).getId());
    }

    @Test
    void sendMessage2_carriesCustomAttributes() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);

        client.sendMessage("hello", Map.of("tier", "gold"));

        until("it came back", () -> told.heard("hello"));
        SendMessageRequest request = lastMessage(sandbox);
        assertEquals(
                Map.of("tier", "gold"),
                Objects.requireNonNull(
                                Objects.requireNonNull(request.getChannel()).getMetadata())
                        .getCustomAttributes());
    }

    @Test
    void sendPresenceEvent1_sendsTheTypeThatIsGiven() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        client.sendPresenceEvent(EventPresenceType.JOIN);
        assertEquals(EventPresenceType.JOIN, presence(lastMessage(sandbox)));
        assertThrows(IllegalArgumentException.class, () -> client.sendPresenceEvent(EventPresenceType.UNKNOWN));
    }

    @Test
    void sendPresenceEvent2_joins() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        joined(sandbox, told).sendPresenceEvent();
        assertEquals(EventPresenceType.JOIN, presence(lastMessage(sandbox)));
    }

    @Test
    void sendPresenceEventJoin1_beginsTheConversation() {
        Sandbox sandbox = sandbox(Scenario.SILENT, Deployment.builder(ID).autoStart(true));
        joined(sandbox, told).sendPresenceEventJoin();
        until("the join came back", () -> told.messages.stream().anyMatch(WebMessagingClient::hasPresenceEvents));
        assertEquals(EventPresenceType.JOIN, presence(lastMessage(sandbox)));
    }

    @Test
    void sendPresenceEventEndUserClear1_wipesTheConversation() {
        Sandbox sandbox =
                sandbox(Scenario.SILENT, Deployment.builder(ID).autoStart(false).conversationClear(true));
        WebMessagingClient client = joined(sandbox, told);
        result(client.sendMessage("hello"));
        client.sendPresenceEventEndUserClear();
        until("it is told", () -> told.clearings.size() == 1);
        assertEquals(EventPresenceType.CLEAR, presence(lastMessage(sandbox)));
    }

    @Test
    void sendTypingEvent1_isOn() {
        Sandbox sandbox =
                sandbox(Scenario.SILENT, Deployment.builder(ID).autoStart(false).typing(true));
        joined(sandbox, told).sendTypingEvent();
        MessageEvent event = Objects.requireNonNull(
                        Objects.requireNonNull(lastMessage(sandbox).getMessage())
                                .getEvents())
                .get(0);
        assertEquals(EventType.TYPING, event.getEventType());
        assertEquals(
                EventTypingType.ON, Objects.requireNonNull(event.getTyping()).getType());
    }

    @Test
    void attachment1_getsAnAddressToUploadTo() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);

        String tracingId = result(client.attachment("receipt.txt", 5, "text/plain"));

        until("the address is there", () -> told.addresses.size() == 1);
        PresignedUrlResponse address = told.addresses.get(0);
        assertTrue(Objects.requireNonNull(address.getUrl()).startsWith(sandbox.url()));
        assertFalse(Objects.requireNonNull(address.getHeaders()).isEmpty());
        assertEquals(tracingId, address.getTracingId());
        GenerateUploadUrlRequest request =
                JsonModel.read(received(sandbox, "onAttachment").get(0), GenerateUploadUrlRequest.class);
        assertEquals(5, request.getFileSize());
        assertThrows(IllegalArgumentException.class, () -> client.attachment("empty.txt", 0, "text/plain"));
    }

    @Test
    void getAttachment1_getsAnAddressToDownloadFrom() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        String file = uploaded(client);

        client.getAttachment(file);

        until("the address is there", () -> told.addresses.size() == 2);
        assertEquals(5, told.addresses.get(1).getFileSize());
        assertEquals(
                "hello", Rest.get(Objects.requireNonNull(told.addresses.get(1).getUrl())));
    }

    @Test
    void deleteAttachment1_deletesAFileThatWasNotSent() throws Exception {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        String file = uploaded(client);

        client.deleteAttachment(file);

        until("the answer is there", () -> told.others.size() == 1);
        assertEquals(
                MessageDataType.ATTACHMENTDELETEDRESPONSE, told.others.get(0).getPropertyClass());
    }

    @Test
    void deserialize1_readsModelsAndRefusesTheRest() {
        WebMessagingClient client = closing(new WebMessagingClient(GenesysCloudRegionWebSocketHosts.eu_west_1));
        BaseMessage message =
                client.deserialize("{\"class\":\"SessionResponse\",\"code\":200,\"new\":1}", BaseMessage.class);
        assertEquals(MessageDataType.SESSIONRESPONSE, message.getPropertyClass());
        assertTrue(message.toJson().contains("\"new\":1"));
        for (String bad : List.of("", "no JSON", "[1]", "{\"a\":", "{\"a\": word}", "{\"a\":" + "[".repeat(100_000))) {
            WebMessagingException failure =
                    assertThrows(WebMessagingException.class, () -> client.deserialize(bad, BaseMessage.class), bad);
            assertTrue(String.valueOf(failure.getMessage()).contains("BaseMessage"));
        }
        assertThrows(IllegalArgumentException.class, () -> client.deserialize("{}", String.class));
    }

    @Test
    void onSessionEvent1_reachesTheRightMethod() {
        WebMessagingClient client = closing(new WebMessagingClient(GenesysCloudRegionWebSocketHosts.eu_west_1));
        client.addSessionListener(told);
        String raw = "{\"class\":\"StructuredMessage\",\"tracingId\":\"t\",\"body\":{\"text\":\"hello\"}}";
        client.onSessionEvent(raw, client.deserialize(raw, BaseMessage.class));
        until("it is told", () -> told.messages.size() == 1);
        assertEquals("t", told.messages.get(0).getTracingId());
        assertEquals(List.of(raw), told.raw);
    }

    @Test
    void onWebSocketConnected1_isTold() {
        WebMessagingClient client = closing(new WebMessagingClient(GenesysCloudRegionWebSocketHosts.eu_west_1));
        client.addSessionListener(told);
        client.onWebSocketConnected();
        until("it is told", () -> told.calls.equals(List.of("webSocketConnected")));
    }

    @Test
    void onWebSocketDisconnected1_isTold() {
        WebMessagingClient client = closing(new WebMessagingClient(GenesysCloudRegionWebSocketHosts.eu_west_1));
        client.addSessionListener(told);
        client.onWebSocketDisconnected(1001, "going away");
        until("it is told", () -> told.codes.equals(List.of(1001)));
    }

    @Test
    void onWebSocketError1_isTold() {
        WebMessagingClient client = closing(new WebMessagingClient(GenesysCloudRegionWebSocketHosts.eu_west_1));
        client.addSessionListener(told);
        client.onWebSocketError("broken");
        until("it is told", () -> told.errors.equals(List.of("broken")));
    }

    @Test
    void addSessionListener1_eachListenerHearsEverything() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Told second = new Told();
        WebMessagingClient client = joined(sandbox, told);
        client.addSessionListener(second);
        client.sendMessage("hello");
        until("both heard it", () -> told.heard("hello") && second.heard("hello"));
        told.messages.get(0).setText("changed");
        assertEquals("hello", second.messages.get(0).getText());
    }

    @Test
    void removeSessionListener1_hearsNothingMore() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Told second = new Told();
        WebMessagingClient client = joined(sandbox, told);
        client.addSessionListener(second);
        client.removeSessionListener(second);
        client.removeSessionListener(second);
        client.sendMessage("hello");
        until("the first heard it", () -> told.heard("hello"));
        assertEquals(List.of(), second.calls);
    }

    @Test
    void getHistory1_readsAllPages() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        for (int i = 1; i <= 120; i++) {
            client.sendMessage("message " + i);
        }
        until("all came back", () -> told.messages.size() == 120);

        WebMessagingMessageEntityList history = client.getHistory();

        List<WebMessagingMessage> messages = Objects.requireNonNull(history.getEntities());
        assertEquals(120, messages.size());
        assertEquals("message 120", messages.get(0).getText());
        assertEquals("message 1", messages.get(119).getText());
        assertEquals(WebMessagingMessage.DirectionEnum.INBOUND, messages.get(0).getDirection());
        assertNotNull(Objects.requireNonNull(messages.get(0).getChannel()).getTime());
        assertEquals(120L, history.getTotal());
        assertEquals(1, told.jwts.size());
    }

    @Test
    void getHistory1_waitsWhereTheServiceSaysForHowLong() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        client.sendMessage("hello");
        until("it came back", () -> told.heard("hello"));
        sandbox.faults().add(new SessionFault.FailHistory(429, 1), FaultScope.once());
        assertEquals(
                1, Objects.requireNonNull(client.getHistory().getEntities()).size());
    }

    @Test
    void getHistory1_failsWithTheReason() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = client(sandbox);
        assertEquals(
                ErrorCode.NOT_CONNECTED,
                assertThrows(WebMessagingException.class, client::getHistory).getCode());
    }

    @Test
    void initializeApiClient1_leadsToTheServiceOfTheSocket() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        client.setApiClient(ApiClient.Builder.standard()
                .withBasePath("https://api.example.com")
                .build());
        client.initializeApiClient();
        client.sendMessage("hello");
        until("it came back", () -> told.heard("hello"));
        assertEquals(
                1, Objects.requireNonNull(client.getHistory().getEntities()).size());
    }

    @Test
    void setApiClient1_takesAnotherAddressAndToken() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        WebMessagingClient client = joined(sandbox, told);
        client.setApiClient(ApiClient.Builder.standard()
                .withBasePath(sandbox.url())
                .withAccessToken("nonsense")
                .withDefaultHeader("X-Test", "1")
                .build());

        WebMessagingException refused = assertThrows(WebMessagingException.class, client::getHistory);

        assertEquals(401, refused.getStatusCode());
        assertEquals(List.of(), told.jwts);
        assertThrows(IllegalArgumentException.class, () -> ApiClient.Builder.standard()
                .withBasePath("http://api.example.com")
                .build());
    }

    private String uploaded(WebMessagingClient client) throws Exception {
        client.attachment("receipt.txt", 5, "text/plain");
        until("the address is there", () -> told.addresses.size() == 1);
        Rest.put(told.addresses.get(0), "hello", "text/plain");
        until("it is uploaded", () -> told.uploads.size() == 1);
        return Objects.requireNonNull(told.uploads.get(0).getAttachmentId());
    }

    private static Deployment.Builder signedIn() {
        return Deployment.builder(ID).autoStart(false).authentication(true);
    }

    private static EventPresenceType presence(SendMessageRequest request) {
        MessageEvent event = Objects.requireNonNull(
                        Objects.requireNonNull(request.getMessage()).getEvents())
                .get(0);
        EventPresence presence = Objects.requireNonNull(event.getPresence());
        return Objects.requireNonNull(presence.getType());
    }

    private static List<String> texts(Sandbox sandbox) {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }
}
