package dev.confab.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Reads the JSON bodies of control requests. */
final class RequestBody {

    private RequestBody() {}

    /** Reads the body; when it is no JSON, answers with 400 and returns null. */
    static @Nullable JsonNode read(RoutingContext context, String example) {
        String text = context.body().asString();
        try {
            return BoundedJson.parse(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            JsonReply.error(
                    context, 400, "The body is not JSON: " + e.getOriginalMessage(), "Send for example " + example);
            return null;
        }
    }
}
