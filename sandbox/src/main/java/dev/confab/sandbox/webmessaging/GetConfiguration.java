package dev.confab.sandbox.webmessaging;

/** {@code getConfiguration}: tells the limits of a deployment, with or without a session (Web Messaging protocol notes §2.7). */
final class GetConfiguration implements Action {

    private final Realm realm;

    GetConfiguration(Realm realm) {
        this.realm = realm;
    }

    @Override
    public void answer(Turn turn) {
        Deployment deployment =
                realm.deployments().find(turn.field("deploymentId").textValue());
        if (deployment == null) {
            turn.badRequest("deploymentId is missing or unknown");
        } else {
            turn.answer(SessionFrames.configuration(deployment, turn.tracingId()));
        }
    }
}
