package dev.confab.client.guestchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.guestchat.ChatMember;
import dev.confab.transport.backend.guestchat.ChatMessage;
import dev.confab.transport.backend.guestchat.CreateConversationRequest;
import dev.confab.transport.backend.guestchat.CreateMessageRequest;
import dev.confab.transport.backend.guestchat.GuestChatException;
import dev.confab.transport.backend.guestchat.GuestChatOptions;
import dev.confab.transport.backend.guestchat.GuestMemberInfo;
import dev.confab.transport.backend.guestchat.MediaRequestState;
import dev.confab.transport.backend.guestchat.MediaRequestUpdate;
import dev.confab.transport.backend.guestchat.MemberRole;
import dev.confab.transport.backend.guestchat.MembersQuery;
import dev.confab.transport.backend.guestchat.MessagesQuery;
import dev.confab.transport.backend.guestchat.RoutingTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations of guest chat as a Java program uses them, each against the bytes of an answer. */
@Timeout(240)
class AsyncGuestChatApiTest {

    private static final String DEPLOYMENT = "0a11c0de-0000-4000-8000-000000000002";
    private static final String ORGANIZATION = "0a11c0de-0000-4000-8000-000000000001";
    private static final String PATH = "/api/v2/webchat/guest/conversations";
    private static final String REQUEST = "{\"id\":\"f1\",\"types\":[\"COBROWSE\"],\"state\":\"PENDING\"}";

    /** By method and path, what the service answers; everything else is not found. */
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("POST " + PATH, "{\"id\":\"c1\",\"jwt\":\"a.b.c\",\"member\":{\"id\":\"m1\"}}"),
            Map.entry("GET " + PATH + "/c1/members/m1", "{\"id\":\"m1\",\"role\":\"CUSTOMER\"}"),
            Map.entry("GET " + PATH + "/c1/members?pageSize=1", "{\"entities\":[{\"id\":\"m1\"}],\"pageCount\":2}"),
            Map.entry(
                    "GET " + PATH + "/c1/members?pageSize=1&pageNumber=1",
                    "{\"entities\":[{\"id\":\"m1\"}],\"pageCount\":2}"),
            Map.entry(
                    "GET " + PATH + "/c1/members?pageSize=1&pageNumber=2",
                    "{\"entities\":[{\"id\":\"m2\"}],\"pageCount\":2}"),
            Map.entry("DELETE " + PATH + "/c1/members/m1", ""),
            Map.entry("POST " + PATH + "/c1/members/m1/messages", "{\"id\":\"b1\",\"body\":\"hello\"}"),
            Map.entry("POST " + PATH + "/c1/members/m1/typing", "{\"id\":\"d1\",\"sender\":{\"id\":\"m1\"}}"),
            Map.entry("GET " + PATH + "/c1/messages?maxResults=1", "{\"entities\":[{\"id\":\"b1\"}]}"),
            Map.entry("GET " + PATH + "/c1/messages?after=b1&maxResults=1", "{\"entities\":[]}"),
            Map.entry("GET " + PATH + "/c1/messages/b1", "{\"id\":\"b1\"}"),
            Map.entry("GET " + PATH + "/c1/mediarequests", "{\"entities\":[" + REQUEST + "]}"),
            Map.entry("GET " + PATH + "/c1/mediarequests/f1", REQUEST),
            Map.entry("PATCH " + PATH + "/c1/mediarequests/f1", REQUEST));

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server = start();
    private final Confab confab = Confab.builder().userAgent("test").build();
    private final AsyncGuestChatApi stranger = AsyncGuestChatApi.create(
            confab,
            GuestChatOptions.builder(DEPLOYMENT, ORGANIZATION)
                    .loopbackEndpoint("http://127.0.0.1:" + server.getAddress().getPort())
                    .build());
    private final AsyncGuestChatApi api = stranger.withJwt("a.b.c");

    @AfterEach
    void stop() {
        confab.close();
        server.stop(0);
    }

    @Test
    void aConversationIsCreatedUsedAndLeft() {
        var created = stranger.createConversation(CreateConversationRequest.builder(
                                ORGANIZATION,
                                DEPLOYMENT,
                                RoutingTarget.queue("Support"),
                                GuestMemberInfo.builder("Ada").build())
                        .build())
                .join();
        assertEquals("a.b.c", created.getJwt());
        assertEquals(
                "b1",
                api.sendMessage("c1", "m1", CreateMessageRequest.of("hello"))
                        .join()
                        .getId());
        assertEquals("d1", api.sendTyping("c1", "m1").join().getId());
        var unused = api.removeMember("c1", "m1").join();
        assertEquals(List.of("none", "Bearer a.b.c", "Bearer a.b.c", "Bearer a.b.c"), authorizations);
    }

    @Test
    void membersAreRead() {
        assertEquals(MemberRole.CUSTOMER, api.member("c1", "m1").join().getRole());
        MembersQuery one = MembersQuery.builder().pageSize(1).build();
        assertEquals(1, api.members("c1", one).join().getEntities().size());
        List<String> ids = new ArrayList<>();
        var unused = api.forEachMembersPage("c1", one, page -> page.getEntities().stream()
                        .map(ChatMember::getId)
                        .forEach(ids::add))
                .join();
        assertEquals(List.of("m1", "m2"), ids);
    }

    @Test
    void messagesAreRead() {
        MessagesQuery one = MessagesQuery.builder().maxResults(1).build();
        assertEquals(1, api.messages("c1", one).join().getEntities().size());
        assertEquals("b1", api.message("c1", "b1").join().getId());
        List<String> ids = new ArrayList<>();
        var unused = api.forEachMessagesPage("c1", one, page -> page.getEntities().stream()
                        .map(ChatMessage::getId)
                        .forEach(ids::add))
                .join();
        assertEquals(List.of("b1"), ids);
    }

    @Test
    @SuppressWarnings("deprecation")
    void mediaRequestsAreReadAndAnswered() {
        assertEquals(1, api.mediaRequests("c1").join().getEntities().size());
        var request = api.mediaRequest("c1", "f1").join();
        assertEquals(MediaRequestState.PENDING, request.getState());
        var answered = api.updateMediaRequest("c1", "f1", MediaRequestUpdate.of(request, MediaRequestState.DECLINED))
                .join();
        assertEquals("f1", answered.getId());
    }

    @Test
    void aRefusalIsTyped() {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> api.message("c1", "gone").join());
        GuestChatException refused = assertInstanceOf(GuestChatException.class, failure.getCause());
        assertEquals("chat.error.not.found", refused.getErrorCode());
        assertEquals(404, refused.getStatus());
    }

    private HttpServer start() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var unused = made.createContext("/", this::answer);
            made.start();
            return made;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "none" : authorization);
        String answer = ANSWERS.get(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String body = answer != null ? answer : "{\"code\":\"chat.error.not.found\",\"status\":404}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int status = answer == null ? 404 : bytes.length == 0 ? 204 : 200;
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
