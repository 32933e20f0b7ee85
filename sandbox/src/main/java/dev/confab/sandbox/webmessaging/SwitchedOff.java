package dev.confab.sandbox.webmessaging;

import java.util.Set;

/** What the service answers for features that a deployment has switched off (Web Messaging protocol notes §1.8, §2.7). */
final class SwitchedOff {

    private static final String ATTACHMENTS = "Attachments are switched off for this deployment";
    private static final Set<String> ATTACHMENT_ACTIONS = Set.of("onAttachment", "getAttachment", "deleteAttachment");

    private SwitchedOff() {}

    /** Refuses what is done with attachments if they are switched off; an upload with an object for who asks for objects. */
    static boolean refuses(Turn turn, Deployment deployment) {
        String action = turn.request().action();
        if (deployment.attachments().enabled() || !ATTACHMENT_ACTIONS.contains(action)) {
            return false;
        }
        if (action.equals("onAttachment") && turn.field("errorsAsJson").asBoolean()) {
            String attachmentId = turn.field("attachmentId").textValue();
            turn.answer(AttachmentFrames.urlError(
                    attachmentId, ErrorCodes.FEATURE_UNAVAILABLE, ATTACHMENTS, turn.tracingId()));
        } else {
            turn.refuse(ErrorCodes.FEATURE_UNAVAILABLE, ATTACHMENTS);
        }
        return true;
    }
}
