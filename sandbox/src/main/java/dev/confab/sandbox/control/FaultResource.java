package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.confab.sandbox.fault.FaultJson;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /sandbox/faults}: what goes wrong on purpose. */
final class FaultResource {

    private static final String EXAMPLE = "{\"fault\":\"dropAfterStore\",\"count\":1}";

    private final FaultPlan plan;

    FaultResource(FaultPlan plan) {
        this.plan = plan;
    }

    void mount(Router router) {
        Resource.at(router, "/sandbox/faults")
                .get(this::list)
                .post(this::add)
                .delete(this::clear)
                .andNothingElse();
        Resource.at(router, "/sandbox/faults/:id").delete(this::remove).andNothingElse();
    }

    private void list(RoutingContext context) {
        ArrayNode faults = BoundedJson.array();
        plan.views().forEach(view -> faults.add(FaultJson.write(view)));
        JsonReply.send(context, 200, faults);
    }

    private void add(RoutingContext context) {
        JsonNode body = RequestBody.read(context, EXAMPLE);
        if (body == null) {
            return;
        }
        try {
            FaultJson.Scoped scoped = FaultJson.read(body);
            JsonReply.send(context, 201, FaultJson.write(plan.add(scoped.fault(), scoped.scope())));
        } catch (IllegalArgumentException e) {
            String problem = e.getMessage() == null ? "The fault is not valid" : e.getMessage();
            JsonReply.error(context, 400, problem, "Send for example " + EXAMPLE);
        }
    }

    private void clear(RoutingContext context) {
        plan.clear();
        context.response().setStatusCode(204).end();
    }

    private void remove(RoutingContext context) {
        String id = context.pathParam("id");
        if (plan.remove(id)) {
            context.response().setStatusCode(204).end();
        } else {
            JsonReply.error(context, 404, "There is no fault " + id, "GET /sandbox/faults lists those there are");
        }
    }
}
