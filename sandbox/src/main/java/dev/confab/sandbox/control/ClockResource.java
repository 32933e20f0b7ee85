package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code /sandbox/clock}: the time the sandbox believes in. */
final class ClockResource {

    private static final String EXAMPLE = "{\"advanceMillis\":60000}";

    private final SandboxLoop loop;

    ClockResource(SandboxLoop loop) {
        this.loop = loop;
    }

    void mount(Router router) {
        Resource.at(router, "/sandbox/clock")
                .get(this::tell)
                .post(this::advance)
                .andNothingElse();
    }

    private void tell(RoutingContext context) {
        JsonReply.send(
                context,
                200,
                BoundedJson.object().put("now", loop.clock().instant().toString()));
    }

    private void advance(RoutingContext context) {
        JsonNode body = RequestBody.read(context, EXAMPLE);
        if (body == null) {
            return;
        }
        JsonNode millis = body.path("advanceMillis");
        if (!millis.isIntegralNumber() || !millis.canConvertToLong() || millis.longValue() < 0) {
            JsonReply.error(
                    context,
                    400,
                    "\"advanceMillis\" must be a whole number, not negative",
                    "The clock can only be advanced: send for example " + EXAMPLE);
            return;
        }
        loop.advance(Duration.ofMillis(millis.longValue()));
        tell(context);
    }
}
