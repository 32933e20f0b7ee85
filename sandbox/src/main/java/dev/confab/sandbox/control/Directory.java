package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/** What there is, for somebody who came to the front page. */
final class Directory {

    private Directory() {}

    static ObjectNode json(Services services) {
        ObjectNode json = BoundedJson.object();
        json.put("what", "Confab sandbox: a strict local emulator of contact-center chat services");
        services.all().forEach(service -> {
            ObjectNode lines = json.putObject(service.name());
            service.paths().forEach(lines::put);
            service.acts().forEach((act, what) -> lines.put("act " + act, what));
        });
        json.putObject("control")
                .put("GET /sandbox/health", "is it up, and what does it hold")
                .put("GET /sandbox/ledger?after=SEQ&session=TOKEN", "every frame and request, in order")
                .put("GET /sandbox/messages?after=SEQ&session=TOKEN", "what was stored from guests, in order")
                .put("GET /sandbox/sessions", "the sessions")
                .put("POST /sandbox/sessions/{token}/say {\"text\":\"Hello\"}", "an agent says something")
                .put("POST /sandbox/sessions/{token}/typing", "an agent is typing")
                .put("POST /sandbox/sessions/{token}/content {\"content\":[…]}", "an agent sends rich content as it is")
                .put("POST /sandbox/sessions/{token}/file?name=NAME", "an agent sends a file, the body")
                .put("POST /sandbox/sessions/{token}/event {\"eventType\":…}", "an agent sends an event as it is")
                .put("POST /sandbox/sessions/{token}/frame", "the body goes out as a text frame")
                .put("POST /sandbox/sessions/{token}/disconnect", "the agent ends the conversation")
                .put("POST /sandbox/sessions/{token}/expire", "the session expires")
                .put("POST /sandbox/sessions/{token}/clear", "the session is wiped")
                .put(
                        "POST /sandbox/sessions/{token}/presence {\"type\":\"Authenticate\"}",
                        "the service shows a presence")
                .put("POST /sandbox/sessions/{token}/acts/{act}", "something that only its service has; see there")
                .put("POST /sandbox/sessions/{token}/reauthenticate", "refuse all until the guest configures again")
                .put("GET /sandbox/idp/authorize?response_type=code&redirect_uri=URI&user=ID", "log in, without a page")
                .put("GET /sandbox/pushdevices", "the devices that are registered for push")
                .put("GET /sandbox/violations", "how often each rate was exceeded")
                .put("POST /sandbox/drop?session=TOKEN", "cut connections without a close frame")
                .put("GET /sandbox/faults", "the faults that are switched on")
                .put("POST /sandbox/faults {\"fault\":\"dropAfterStore\",\"count\":1}", "switch a fault on")
                .put("DELETE /sandbox/faults", "switch all faults off")
                .put("DELETE /sandbox/faults/{id}", "switch one fault off")
                .put("GET /sandbox/clock", "the time the sandbox believes in")
                .put("POST /sandbox/clock {\"advanceMillis\":60000}", "advance it");
        return json;
    }
}
