package dev.confab.client.messaging;

/** Where a conversation, a message or an attachment stands. */
public enum ResourceStatus {
    /** Made here; the service does not know it. */
    DRAFT_UNSENT,
    /** On its way to the service. */
    DRAFT_SENDING,
    /** It was taken back before it was sent. */
    DRAFT_REMOVING,
    /** It could not be sent. Sending it again is possible. */
    DRAFT_ERROR,
    /** The service has it. */
    PUBLISHED,
    /** A conversation that is being left. */
    PUBLISHED_LEAVING,
    /** A conversation that was left. */
    PUBLISHED_LEFT;

    /** Whether the service does not have it. */
    boolean isDraft() {
        return this == DRAFT_UNSENT || this == DRAFT_SENDING || this == DRAFT_ERROR || this == DRAFT_REMOVING;
    }

    /** Whether its author may change it. */
    boolean isEditable() {
        return this == DRAFT_UNSENT || this == DRAFT_ERROR;
    }
}
