package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /sandbox/sessions/{token}/…}: what an agent sends besides words. */
final class AgentResource {

    private static final String CONTENT_EXAMPLE = "{\"text\":\"Call you back?\",\"content\":[{\"contentType\":"
            + "\"QuickReply\",\"quickReply\":{\"text\":\"Yes\",\"payload\":\"YES\"}}]}";
    private static final String EVENT_EXAMPLE = "{\"eventType\":\"Presence\",\"presence\":{\"type\":\"Join\"}}";
    private static final String FILE_EXAMPLE = "POST …/file?name=hello.txt with the bytes as the body";

    private final SessionResource sessions;

    AgentResource(SessionResource sessions) {
        this.sessions = sessions;
    }

    void mount(Router router) {
        Resource.at(router, SessionResource.path("content")).post(this::content).andNothingElse();
        Resource.at(router, SessionResource.path("event")).post(this::event).andNothingElse();
        Resource.at(router, SessionResource.path("file")).post(this::file).andNothingElse();
        Resource.at(router, SessionResource.path("frame")).post(this::frame).andNothingElse();
    }

    private void content(RoutingContext context) {
        JsonNode body = RequestBody.read(context, CONTENT_EXAMPLE);
        if (body == null) {
            return;
        }
        JsonNode text = body.path("text");
        boolean sound = text.isMissingNode() || text.isNull() || text.isTextual();
        if (sound && body.path("content") instanceof ArrayNode content && !content.isEmpty()) {
            sessions.perform(context, (backend, session) -> backend.desk().show(session, text.textValue(), content));
        } else {
            JsonReply.error(
                    context,
                    400,
                    "\"content\" must be an array that is not empty, and \"text\" a string if it is there",
                    "Send for example " + CONTENT_EXAMPLE);
        }
    }

    private void event(RoutingContext context) {
        JsonNode body = RequestBody.read(context, EVENT_EXAMPLE);
        if (body == null) {
            return;
        }
        if (body instanceof ObjectNode event && event.path("eventType").isTextual()) {
            sessions.perform(context, (backend, session) -> backend.desk().signal(session, event));
        } else {
            JsonReply.error(
                    context,
                    400,
                    "The body must be an object with an \"eventType\"",
                    "Send for example " + EVENT_EXAMPLE);
        }
    }

    private void file(RoutingContext context) {
        String name = context.request().getParam("name");
        Buffer body = context.body().buffer();
        if (name == null || name.isBlank() || body == null || body.length() == 0) {
            JsonReply.error(
                    context, 400, "A file needs a name in the query and a body", "Send for example " + FILE_EXAMPLE);
            return;
        }
        String given = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String type = given == null ? "application/octet-stream" : given;
        AgentAct.OutgoingFile file = new AgentAct.OutgoingFile(name, type, new FileContent.InMemory(body.getBytes()));
        String text = context.request().getParam("text");
        sessions.perform(context, (backend, session) -> backend.desk().sendFile(session, text, file));
    }

    private void frame(RoutingContext context) {
        String text = context.body().asString();
        String frame = text == null ? "" : text;
        sessions.perform(context, (backend, session) -> backend.desk().frame(session, frame));
    }
}
