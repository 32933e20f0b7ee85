package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.10. */
class PushRulesTest {

    private static final String ID = Deployment.DEFAULT_ID;
    private static final String TOKEN = ServiceTester.TOKEN;
    private static final String DEVICE =
            "{\"deviceToken\":\"fcm\",\"language\":\"en-us\",\"deviceType\":\"android\",\"notificationProvider\":\"FCM\"}";

    private final ServiceTester tester = ServiceTester.with()
            .deployment(Deployment.builder(ID).build())
            .deployment(Deployment.builder("other").build())
            .deployment(Deployment.builder("quiet").push(false).build())
            .start();
    private final PushRules push = new PushRules(tester.service.realm());

    PushRulesTest() {
        tester.inSession();
    }

    @Test
    void a_device_is_registered_changed_and_removed() throws JsonProcessingException {
        assertEquals(204, push.register(ID, TOKEN, json(DEVICE)).status());
        assertEquals("en-us", push.devices().get(0).language());
        RestAnswer changed = push.update(ID, TOKEN, json("{\"deviceToken\":\"fcm-2\",\"language\":\"de-de\"}"));
        assertEquals(204, changed.status());
        assertEquals("", changed.body());
        assertEquals("de-de", push.devices().get(0).language());
        assertEquals("fcm-2", push.devices().get(0).deviceToken());
        assertEquals("FCM", push.devices().get(0).notificationProvider());
        assertEquals(204, push.remove(ID, TOKEN).status());
        assertEquals(0, push.devices().size());
    }

    @Test
    void the_token_may_come_in_lower_case() throws JsonProcessingException {
        tester.connect().withToken("ABC-DEF").configure();
        assertEquals(
                204,
                push.register(ID, "ABC-DEF".toLowerCase(Locale.ROOT), json(DEVICE))
                        .status());
        assertEquals("ABC-DEF", push.devices().get(0).session());
    }

    @Test
    void registering_twice_is_told() throws JsonProcessingException {
        push.register(ID, TOKEN, json(DEVICE));
        assertError(409, "device.already.registered", push.register(ID, TOKEN, json(DEVICE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deviceToken", "language", "deviceType", "notificationProvider"})
    void every_field_of_a_registration_is_required(String field) throws JsonProcessingException {
        JsonNode body = json(DEVICE.replace("\"" + field + "\"", "\"left out\""));
        assertError(400, "required.fields.missing", push.register(ID, TOKEN, body));
        assertError(400, "required.fields.missing", push.register(ID, TOKEN, null));
    }

    @Test
    void an_unknown_provider_or_kind_of_device_fails() throws JsonProcessingException {
        JsonNode pigeon = json(DEVICE.replace("FCM", "PIGEON"));
        assertError(400, "device.registration.failure", push.register(ID, TOKEN, pigeon));
        JsonNode toaster = json(DEVICE.replace("android", "toaster"));
        assertError(400, "device.registration.failure", push.register(ID, TOKEN, toaster));
    }

    @Test
    void what_is_not_registered_can_neither_be_changed_nor_removed() throws JsonProcessingException {
        assertError(404, "device.not.found", push.update(ID, TOKEN, json(DEVICE)));
        assertError(404, "device.not.found", push.remove(ID, TOKEN));
    }

    @Test
    void a_change_must_change_something() throws JsonProcessingException {
        push.register(ID, TOKEN, json(DEVICE));
        assertError(400, "update.fields.missing", push.update(ID, TOKEN, json("{}")));
    }

    @Test
    void deployment_and_token_must_belong_together() throws JsonProcessingException {
        assertError(404, "deployment.not.found", push.register("nobody", TOKEN, json(DEVICE)));
        assertError(403, "feature.toggle.disabled", push.register("quiet", TOKEN, json(DEVICE)));
        assertError(400, "invalid.path.parameter", push.register(ID, "unknown", json(DEVICE)));
        RestAnswer mismatch = push.register("other", TOKEN, json(DEVICE));
        assertError(400, "invalid.path.parameter", mismatch);
        String message = json(mismatch.body()).path("message").asText();
        assertEquals(
                "Deployment Id in the request does not match the expected deployment Id for the given TokenId",
                message);
    }

    @Test
    void a_device_can_be_removed_after_its_session() throws JsonProcessingException {
        push.register(ID, TOKEN, json(DEVICE));
        tester.inSession().presence("Clear");
        assertEquals(204, push.remove(ID, TOKEN).status());
        assertError(400, "invalid.path.parameter", push.remove(ID, TOKEN));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return BoundedJson.parse(text);
    }

    private static void assertError(int status, String code, RestAnswer answer) throws JsonProcessingException {
        JsonNode body = json(answer.body());
        assertEquals(status, answer.status());
        assertEquals(code, body.path("code").asText());
        assertEquals(status, body.path("status").intValue());
        assertEquals(36, body.path("contextId").asText().length());
        assertEquals(true, body.path("details").isArray());
    }
}
