package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** {@code /sandbox/sessions}: who is there, and what an agent or the service does to one of them. */
final class SessionResource {

    private static final String PRESENCE_EXAMPLE = "{\"type\":\"Authenticate\"}";
    private static final String SAY_EXAMPLE = "{\"text\":\"Hello\"}";

    private final List<ControlledBackend> backends;
    private final int maxText;

    SessionResource(List<ControlledBackend> backends, int maxText) {
        this.backends = backends;
        this.maxText = maxText;
    }

    void mount(Router router) {
        Resource.at(router, "/sandbox/sessions").get(this::list).andNothingElse();
        verb(router, "typing", ControlledBackend::type);
        verb(router, "disconnect", ControlledBackend::disconnect);
        verb(router, "expire", ControlledBackend::expire);
        verb(router, "clear", ControlledBackend::clear);
        verb(router, "reauthenticate", ControlledBackend::reauthenticate);
        Resource.at(router, path("presence")).post(this::present).andNothingElse();
        Resource.at(router, path("say")).post(this::say).andNothingElse();
        new AgentResource(this).mount(router);
    }

    private void list(RoutingContext context) {
        ArrayNode sessions = BoundedJson.array();
        backends.forEach(backend -> sessions.addAll(backend.sessions()));
        JsonReply.send(context, 200, sessions);
    }

    private void say(RoutingContext context) {
        JsonNode body = RequestBody.read(context, SAY_EXAMPLE);
        if (body == null) {
            return;
        }
        JsonNode text = body.path("text");
        int length = text.asText("").length();
        if (!text.isTextual() || length == 0 || length > maxText) {
            JsonReply.error(
                    context,
                    400,
                    "\"text\" must be a string of 1 to " + maxText + " characters",
                    "Send for example " + SAY_EXAMPLE);
            return;
        }
        perform(context, (backend, session) -> backend.say(session, text.textValue()));
    }

    private void present(RoutingContext context) {
        JsonNode body = RequestBody.read(context, PRESENCE_EXAMPLE);
        if (body == null) {
            return;
        }
        String presence = body.path("type").asText("");
        if (!ControlledBackend.PRESENCES.contains(presence)) {
            JsonReply.error(
                    context,
                    400,
                    "\"type\" must be one of " + String.join(", ", new TreeSet<>(ControlledBackend.PRESENCES)),
                    "Send for example " + PRESENCE_EXAMPLE);
            return;
        }
        perform(context, (backend, session) -> backend.present(session, presence));
    }

    private void verb(
            Router router, String name, BiFunction<ControlledBackend, String, ControlledBackend.Outcome> verb) {
        Resource.at(router, path(name)).post(context -> perform(context, verb)).andNothingElse();
    }

    void perform(RoutingContext context, BiFunction<ControlledBackend, String, ControlledBackend.Outcome> verb) {
        String session = context.pathParam("session");
        ControlledBackend.Outcome outcome = ControlledBackend.Outcome.UNKNOWN;
        for (ControlledBackend backend : backends) {
            if (outcome != ControlledBackend.Outcome.DONE) {
                ControlledBackend.Outcome here = verb.apply(backend, session);
                outcome = here == ControlledBackend.Outcome.UNKNOWN ? outcome : here;
            }
        }
        switch (outcome) {
            case DONE ->
                JsonReply.send(
                        context,
                        200,
                        BoundedJson.object().put("session", session).put("done", true));
            case UNKNOWN ->
                JsonReply.error(
                        context, 404, "There is no session " + session, "GET /sandbox/sessions lists those there are");
            case ENDED ->
                JsonReply.error(
                        context,
                        409,
                        "Session " + session + " is expired or read-only",
                        "Configure it again, with startNew if it is read-only");
        }
    }

    static String path(String verb) {
        return "/sandbox/sessions/:session/" + verb;
    }
}
