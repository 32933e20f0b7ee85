package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The paths under {@code /sandbox}, and the front page. What happens here is not written into the ledger. */
public final class ControlApi {

    private final SandboxLoop loop;
    private final Services services;
    private final LogResource<?> ledger;
    private final LogResource<?> messages;
    private final SessionResource sessions;
    private final FaultResource faults;
    private final ClockResource clock;

    /**
     * Makes the control API.
     *
     * @param loop the loop that owns everything
     * @param services the services to control
     * @param ledger what was received and sent
     * @param messages what was stored
     * @param faults the faults
     */
    public ControlApi(
            SandboxLoop loop, Services services, LogResource<?> ledger, LogResource<?> messages, FaultPlan faults) {
        this.loop = loop;
        this.services = services;
        this.ledger = ledger;
        this.messages = messages;
        this.sessions = new SessionResource(services);
        this.faults = new FaultResource(faults);
        this.clock = new ClockResource(loop);
    }

    /**
     * Adds the paths.
     *
     * @param router where to
     */
    public void mount(Router router) {
        Resource.at(router, "/").get(this::frontPage).andNothingElse();
        Resource.at(router, "/sandbox").get(this::frontPage).andNothingElse();
        Resource.at(router, "/sandbox/health").get(this::health).andNothingElse();
        Resource.at(router, "/sandbox/ledger").get(ledger::answer).andNothingElse();
        Resource.at(router, "/sandbox/messages").get(messages::answer).andNothingElse();
        Resource.at(router, "/sandbox/drop").post(this::drop).andNothingElse();
        Resource.at(router, "/sandbox/violations").get(this::violations).andNothingElse();
        Resource.at(router, "/sandbox/pushdevices").get(this::pushDevices).andNothingElse();
        sessions.mount(router);
        faults.mount(router);
        clock.mount(router);
    }

    private void health(RoutingContext context) {
        ObjectNode json = BoundedJson.object();
        json.put("status", "up").put("now", loop.clock().instant().toString());
        ArrayNode backends = json.putArray("backends");
        for (EmulatedService backend : services.all()) {
            backends.addObject()
                    .put("backend", backend.name())
                    .put("connections", backend.connections())
                    .put("sessions", backend.sessionCount());
        }
        describe(json.putObject("ledger"), ledger);
        describe(json.putObject("messages"), messages);
        JsonReply.send(context, 200, json);
    }

    private void violations(RoutingContext context) {
        ObjectNode json = BoundedJson.object();
        for (EmulatedService backend : services.all()) {
            ObjectNode counts = json.putObject(backend.name());
            backend.violations().forEach(counts::put);
        }
        JsonReply.send(context, 200, json);
    }

    private void pushDevices(RoutingContext context) {
        ArrayNode json = BoundedJson.array();
        for (EmulatedService backend : services.all()) {
            for (PushDevice device : backend.pushDevices()) {
                json.addObject()
                        .put("backend", backend.name())
                        .put("deploymentId", device.deploymentId())
                        .put("session", device.session())
                        .put("deviceToken", device.deviceToken())
                        .put("language", device.language())
                        .put("deviceType", device.deviceType())
                        .put("notificationProvider", device.notificationProvider());
            }
        }
        JsonReply.send(context, 200, json);
    }

    private void drop(RoutingContext context) {
        String session = context.request().getParam("session");
        int dropped = services.cut(session);
        JsonReply.send(context, 200, BoundedJson.object().put("dropped", dropped));
    }

    private static void describe(ObjectNode json, LogResource<?> resource) {
        json.put("entries", resource.log().size())
                .put("lastSeq", resource.log().lastSeq())
                .put("discarded", resource.log().discarded());
    }

    private void frontPage(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .end(BoundedJson.indented(Directory.json(services)) + "\n");
    }
}
