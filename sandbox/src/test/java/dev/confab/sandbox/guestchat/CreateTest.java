package dev.confab.sandbox.guestchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.testing.Http;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /conversations} (guest chat protocol notes §4.2, §5). */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreateTest {

    private static final String CLOSED = "b0000000-0000-4000-8000-000000000001";
    private static final String MEMBERS_ONLY = "b0000000-0000-4000-8000-000000000002";
    private static final String DISABLED = "b0000000-0000-4000-8000-000000000003";
    private static final String KEY = "a shared key";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .guestChat(GuestChatOptions.builder()
                    .deployment(GuestChatDeployment.builder(CLOSED)
                            .allowedOrigin("https://shop.example")
                            .build())
                    .deployment(GuestChatDeployment.builder(MEMBERS_ONLY)
                            .authentication(GuestChatDeployment.Authentication.REQUIRED)
                            .authenticationKey(KEY)
                            .build())
                    .deployment(
                            GuestChatDeployment.builder(DISABLED).active(false).build())
                    .build())
            .build());

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void the_answer_holds_what_real_answers_hold() throws Exception {
        Http.Answer answer = ChatGuest.create(sandbox, ChatGuest.CREATE);
        assertEquals(200, answer.status());
        JsonNode json = answer.json();
        assertEquals(4, json.size());
        assertEquals(1, json.path("member").size());
        assertTrue(json.path("eventStreamUri").asText().startsWith("ws://127.0.0.1:" + sandbox.port() + "/v1/token/"));
        assertTrue(
                json.path("eventStreamUri").asText().endsWith(json.path("jwt").asText()));
        assertEquals(36, answer.header("inin-correlation-id").length());
        assertEquals("application/json", answer.header("content-type"));
        JsonNode claims = new ObjectMapper()
                .readTree(
                        Base64.getUrlDecoder().decode(json.path("jwt").asText().split("\\.", -1)[1]));
        assertEquals(json.path("id").asText(), claims.at("/data/conv").asText());
        assertEquals(json.at("/member/id").asText(), claims.at("/data/sub").asText());
        assertEquals(GuestChatDeployment.DEFAULT_ID, claims.at("/data/did").asText());
        assertEquals("urn:purecloud:webchat", claims.path("iss").asText());
        assertEquals(78_760, claims.path("exp").asLong() - claims.path("iat").asLong());
    }

    @Test
    void a_client_with_ids_and_queues_of_its_own_finds_them() {
        String body = "{\"organizationId\":\"0a11c0de-0000-4000-8000-000000000001\","
                + "\"deploymentId\":\"0A11C0DE-0000-4000-8000-000000000002\",\"routingTarget\":{\"targetType\":\"queue\","
                + "\"targetAddress\":\"Anything\",\"skills\":[\"billing\"],\"language\":\"English\",\"priority\":2},"
                + "\"memberInfo\":{\"displayName\":\"Ada\",\"role\":\"CUSTOMER\",\"profileImageUrl\":\"http://x.test/i.png\"}}";
        assertEquals(200, ChatGuest.create(sandbox, body).status());
        try (Sandbox strict = Sandbox.start(SandboxOptions.builder()
                .guestChat(GuestChatOptions.builder().onlyKnownDeployments(true).build())
                .build())) {
            assertError(ChatGuest.create(strict, body), 400, "chat.deployment.disabled");
            assertEquals(200, ChatGuest.create(strict, ChatGuest.CREATE).status());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "organizationId | `` | chat.error.bad.request",
                "organizationId | `\"x\"` | chat.error.bad.request",
                "deploymentId | `` | chat.error.pattern.createconversationrequest.deploymentid",
                "deploymentId | `\"yours\"` | chat.error.pattern.createconversationrequest.deploymentid",
                "routingTarget | `` | chat.error.notnull.createconversationrequest.routingtarget",
                "routingTarget | `null` | chat.error.notnull.createconversationrequest.routingtarget",
                "routingTarget | `{\"targetAddress\":\"Support\"}` | chat.error.createconversationrequest.routingtarget",
                "routingTarget | `{\"targetType\":\"QUEUE\"}` | chat.error.createconversationrequest.routingtarget",
                "routingTarget | `{\"targetType\":\"USER\",\"targetAddress\":\"Support\"}` | "
                        + "chat.error.createconversationrequest.routingtarget",
                "routingTarget | `{\"targetType\":\"QUEUE\",\"targetAddress\":\"Support\",\"skills\":[1]}` | "
                        + "chat.error.createconversationrequest.routingtarget",
                "routingTarget | `{\"targetType\":\"QUEUE\",\"targetAddress\":\"Support\",\"priority\":\"x\"}` | "
                        + "chat.error.createconversationrequest.routingtarget",
                "routingTarget | `{\"targetType\":\"QUEUE\",\"targetAddress\":\"Nowhere\"}` | chat.error.invalid.queue",
                "memberInfo | `` | chat.error.notnull.createconversationrequest.memberinfo.displayname",
                "memberInfo | `{}` | chat.error.notnull.createconversationrequest.memberinfo.displayname",
                "memberInfo | `{\"displayName\":\"A\",\"email\":7}` | invalid.value",
                "memberInfo | `{\"displayName\":\"A\",\"customFields\":{\"a\":1}}` | invalid.value",
                "journeyContext | `{}` | chat.error.notnull.createconversationrequest.journeycontext.customer",
                "journeyContext | `{\"customer\":{\"idType\":\"cookie\"}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.customer.customerid",
                "journeyContext | `{\"customer\":{\"id\":\"1\"}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.customer.customeridtype",
                "journeyContext | `{\"customer\":{\"id\":\"1\",\"idType\":\"c\"},\"customerSession\":{\"id\":\"s\"}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.customersession.sessionidtype",
                "journeyContext | `{\"customer\":{\"id\":\"1\",\"idType\":\"c\"},\"customerSession\":{\"type\":\"s\"}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.customersession.sessionid",
                "journeyContext | `{\"customer\":{\"id\":\"1\",\"idType\":\"c\"},\"triggeringAction\":{}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionid",
                "journeyContext | `{\"customer\":{\"id\":\"1\",\"idType\":\"c\"},\"triggeringAction\":{\"id\":\"a\"}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionmapid",
                "journeyContext | `{\"customer\":{\"id\":\"1\",\"idType\":\"c\"},\"triggeringAction\":{\"id\":\"a\","
                        + "\"actionMap\":{\"id\":\"m\"}}}` | "
                        + "chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionmapversion",
                "memberAuthToken | `\"x\"` | chat.deployment.bad.auth",
            })
    void what_is_wrong_is_named_by_its_code(String field, String value, String code) throws Exception {
        ObjectNode body = (ObjectNode) new ObjectMapper().readTree(ChatGuest.CREATE);
        body.remove(field);
        if (!value.isEmpty()) {
            body.set(field, new ObjectMapper().readTree(value));
        }
        assertError(ChatGuest.create(sandbox, body.toString()), 400, code);
    }

    @Test
    void a_body_that_is_none_is_refused() {
        assertError(ChatGuest.create(sandbox, "{\"x\""), 400, "bad.request");
        assertError(ChatGuest.create(sandbox, "[]"), 400, "chat.error.bad.request");
        assertError(ChatGuest.create(sandbox, "x".repeat(200_000)), 413, "request.entity.too.large");
        assertError(
                Http.send(sandbox, "POST", ChatGuest.CONVERSATIONS, ChatGuest.CREATE, "Content-Type", "text/plain"),
                415,
                "unsupported.media.type");
        assertEquals(
                200,
                Http.send(
                                sandbox,
                                "POST",
                                ChatGuest.CONVERSATIONS,
                                ChatGuest.CREATE,
                                "Content-Type",
                                "application/json; charset=UTF-8")
                        .status());
        assertEquals(
                200,
                Http.post(sandbox, ChatGuest.CONVERSATIONS, ChatGuest.CREATE).status());
    }

    @Test
    void a_deployment_takes_whom_it_wants() {
        assertError(ChatGuest.create(sandbox, at(DISABLED, "")), 400, "chat.deployment.disabled");
        String elsewhere = ChatGuest.CREATE.replaceFirst(
                GuestChatDeployment.DEFAULT_ORGANIZATION, "0a11c0de-0000-4000-8000-000000000001");
        assertError(ChatGuest.create(sandbox, elsewhere), 400, "chat.deployment.disabled");
        assertError(
                Http.send(sandbox, "POST", ChatGuest.CONVERSATIONS, at(CLOSED, ""), "Origin", "https://evil.example"),
                403,
                "origin.not.allowed");
        assertEquals(
                200,
                Http.send(sandbox, "POST", ChatGuest.CONVERSATIONS, at(CLOSED, ""), "Origin", "https://shop.example")
                        .status());
    }

    @Test
    void a_guest_proves_who_it_is() {
        assertError(ChatGuest.create(sandbox, at(MEMBERS_ONLY, "")), 400, "chat.deployment.require.auth");
        long soon = System.currentTimeMillis() / 1000 + 3600;
        for (String bad : List.of("x", jwt(soon, "another key"), jwt(1, KEY))) {
            assertError(
                    ChatGuest.create(sandbox, at(MEMBERS_ONLY, ",\"memberAuthToken\":\"" + bad + "\"")),
                    400,
                    "chat.deployment.bad.auth");
        }
        String proof = ",\"memberAuthToken\":\"" + jwt(soon, KEY) + "\"";
        JsonNode created = ChatGuest.create(sandbox, at(MEMBERS_ONLY, proof)).json();
        assertTrue(self(created).path("authenticatedGuest").booleanValue());
        assertFalse(self(ChatGuest.create(sandbox, ChatGuest.CREATE).json())
                .path("authenticatedGuest")
                .booleanValue());
        // Where anybody may chat, too, and no key is set, a well-formed one is believed.
        JsonNode free = ChatGuest.create(
                        sandbox, at(GuestChatDeployment.DEFAULT_ID, ",\"memberAuthToken\":\"" + jwt(soon, "k") + "\""))
                .json();
        assertTrue(self(free).path("authenticatedGuest").booleanValue());
    }

    private JsonNode self(JsonNode created) {
        return Http.get(
                        sandbox,
                        ChatGuest.CONVERSATIONS + "/" + created.path("id").asText() + "/members/"
                                + created.at("/member/id").asText(),
                        "Authorization",
                        "Bearer " + created.path("jwt").asText())
                .json();
    }

    /** The usual request at another deployment, with more fields. */
    private static String at(String deployment, String more) {
        String body = ChatGuest.CREATE.replace(
                "\"deploymentId\":\"" + GuestChatDeployment.DEFAULT_ID + "\"",
                "\"deploymentId\":\"" + deployment + "\"");
        return body.substring(0, body.length() - 1) + more + "}";
    }

    private static String jwt(long expires, String key) {
        String unsigned = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(("{\"data\":{\"id\":\"7\"},\"exp\":" + expires + "}").getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return unsigned + "." + base64(mac.doFinal(unsigned.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** An error has all that errors always have (§5). */
    static void assertError(Http.Answer answer, int status, String code) {
        assertEquals(status, answer.status(), answer.body());
        JsonNode json = answer.json();
        assertEquals(code, json.path("code").asText(), answer.body());
        assertEquals(status, json.path("status").intValue());
        assertEquals(
                answer.header("inin-correlation-id"), json.path("contextId").asText());
        assertFalse(json.path("message").asText().isEmpty());
        assertTrue(json.path("details").isArray() && json.path("errors").isArray(), answer.body());
    }
}
