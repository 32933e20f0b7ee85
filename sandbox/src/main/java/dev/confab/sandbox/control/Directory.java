package dev.confab.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/** What there is, for somebody who came to the front page. */
final class Directory {

    private Directory() {}

    static ObjectNode json() {
        ObjectNode json = BoundedJson.object();
        json.put("what", "Confab sandbox: a strict local emulator of contact-center chat services");
        json.putObject("webmessaging")
                .put("GET /webdeployments/v1/deployments/{id}/config.json", "deployment configuration")
                .put("GET /webdeployments/v1/deployments/{id}/domains.json", "allowed domains")
                .put("GET /v1?deploymentId={id}&application={name}", "WebSocket of a guest")
                .put("GET /api/v2/webmessaging/messages?pageNumber=1&pageSize=25", "history, bearer from getJwt")
                .put("PUT /uploads/{id}?sig={signature}", "upload of a file, address from onAttachment")
                .put("GET /api/v2/downloads/{id}", "download of a file, address from the message or getAttachment")
                .put("POST /api/v2/webdeployments/token/oauthcodegrantjwtexchange", "log in")
                .put("POST /api/v2/webdeployments/token/refresh", "stay logged in")
                .put("DELETE /api/v2/webdeployments/token/revoke", "log out, bearer is the auth JWT")
                .put("POST|PATCH|DELETE /api/v2/webmessaging/deployments/{id}/pushdevices/{token}", "push devices");
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
