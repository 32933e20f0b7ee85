package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.BiFunction;

/** {@code /sandbox/sessions}: who is there, and what an agent or the service does to one of them. */
final class SessionResource {

    private static final String PRESENCE_EXAMPLE = "{\"type\":\"Authenticate\"}";
    private static final String SAY_EXAMPLE = "{\"text\":\"Hello\"}";

    private final Services services;

    SessionResource(Services services) {
        this.services = services;
    }

    void mount(Router router) {
        Resource.at(router, "/sandbox/sessions").get(this::list).andNothingElse();
        verb(router, "typing", EmulatedService::type);
        verb(router, "disconnect", EmulatedService::disconnect);
        verb(router, "expire", EmulatedService::expire);
        verb(router, "clear", EmulatedService::clear);
        verb(router, "reauthenticate", EmulatedService::reauthenticate);
        Resource.at(router, path("presence")).post(this::present).andNothingElse();
        Resource.at(router, path("say")).post(this::say).andNothingElse();
        Resource.at(router, path("acts/:act")).post(this::act).andNothingElse();
        new AgentResource(this).mount(router);
    }

    private void list(RoutingContext context) {
        ArrayNode sessions = BoundedJson.array();
        services.all().forEach(service -> sessions.addAll(service.sessions()));
        JsonReply.send(context, 200, sessions);
    }

    private void say(RoutingContext context) {
        JsonNode body = RequestBody.read(context, SAY_EXAMPLE);
        if (body == null) {
            return;
        }
        EmulatedService owner = services.having(context.pathParam("session"));
        int most = owner == null ? Integer.MAX_VALUE : owner.maxAgentText();
        JsonNode text = body.path("text");
        int length = text.asText("").length();
        if (!text.isTextual() || length == 0 || length > most) {
            String limit = owner == null ? "" : " and at most " + most;
            JsonReply.error(
                    context,
                    400,
                    "\"text\" must be a string of at least 1" + limit + " characters",
                    "Send for example " + SAY_EXAMPLE);
            return;
        }
        perform(context, (service, session) -> service.say(session, text.textValue()));
    }

    private void present(RoutingContext context) {
        JsonNode body = RequestBody.read(context, PRESENCE_EXAMPLE);
        if (body == null) {
            return;
        }
        String presence = body.path("type").asText("");
        Set<String> presences = services.presences();
        if (!presences.contains(presence)) {
            JsonReply.error(
                    context,
                    400,
                    "\"type\" must be one of " + String.join(", ", presences),
                    "Send for example " + PRESENCE_EXAMPLE);
            return;
        }
        perform(context, (service, session) -> service.present(session, presence));
    }

    private void act(RoutingContext context) {
        String text = context.body().asString();
        JsonNode body = text == null || text.isBlank() ? BoundedJson.object() : RequestBody.read(context, "{}");
        if (body == null) {
            return;
        }
        if (!(body instanceof ObjectNode parameters)) {
            JsonReply.error(
                    context, 400, "The parameters of an act are an object", "Send {}, or see GET / for an example");
            return;
        }
        String act = context.pathParam("act");
        try {
            perform(context, (service, session) -> service.act(session, act, parameters));
        } catch (IllegalArgumentException e) {
            String problem = e.getMessage() == null ? "The parameters of " + act + " are not valid" : e.getMessage();
            JsonReply.error(context, 400, problem, "GET / lists the acts of each service, with examples");
        }
    }

    private void verb(Router router, String name, BiFunction<EmulatedService, String, Outcome> verb) {
        Resource.at(router, path(name)).post(context -> perform(context, verb)).andNothingElse();
    }

    void perform(RoutingContext context, BiFunction<EmulatedService, String, Outcome> verb) {
        String session = context.pathParam("session");
        Services.Result result = services.perform(session, service -> verb.apply(service, session));
        switch (result.outcome()) {
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
                        "Session " + session + " is expired, read-only or has ended",
                        "Begin it anew; in Web Messaging by configuring it, with startNew if it is read-only");
            case UNSUPPORTED -> {
                String path = context.request().path();
                String verbName = path.substring(path.lastIndexOf('/') + 1);
                JsonReply.error(
                        context,
                        501,
                        "Session " + session + " is one of " + result.backend() + ", which cannot do \"" + verbName
                                + "\", or not now",
                        "GET / lists what each service has");
            }
        }
    }

    static String path(String verb) {
        return "/sandbox/sessions/:session/" + verb;
    }
}
