package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What both ways to configure have in common (Web Messaging protocol notes §2.4).
 *
 * @param deployment the deployment, which is the one that the connection was opened for
 * @param key of the session that is meant
 * @param startNew whether a new conversation is wanted
 */
record ConfigureRequest(Deployment deployment, Session.Key key, boolean startNew) {

    /** Reads a request; when it is not good, refuses it and returns null. */
    static @Nullable ConfigureRequest read(Turn turn, Realm realm) {
        String id = turn.field("deploymentId").textValue();
        JsonNode startNew = turn.field("startNew");
        Deployment deployment = realm.deployments().find(id);
        if (id == null) {
            turn.badRequest("deploymentId is missing or not a string");
        } else if (deployment == null || !deployment.active()) {
            turn.badRequest("unknown deployment");
        } else if (deployment != turn.connection().deployment()) {
            turn.badRequest("deploymentId is not the one this connection was opened with");
        } else if (!startNew.isMissingNode() && !startNew.isNull() && !startNew.isBoolean()) {
            turn.badRequest("startNew is not a boolean");
        } else {
            Session.Key key = new Session.Key(id, turn.request().token());
            return new ConfigureRequest(deployment, key, startNew.asBoolean());
        }
        return null;
    }
}
