package dev.confab.client.messaging;

import dev.confab.transport.model.ConversationNotice;

/** What kind of entry of a conversation a message is. */
public enum MessageType {
    /** Somebody wrote it. */
    MESSAGE,
    /** Somebody was brought in: see {@link Message#getEventParticipants}. */
    JOINED,
    /** Somebody left: see {@link Message#getEventParticipants}. */
    LEFT,
    /** Somebody began a call. */
    SESSION,
    /** The subject was changed. */
    SUBJECT_CHANGE,
    /** Nobody can contribute any more. */
    CLOSED,
    /** The first entry of a conversation. */
    START,
    /** Something that this version does not know. */
    UNKNOWN;

    static MessageType of(ConversationNotice.Kind kind) {
        switch (kind) {
            case STARTED:
                return START;
            case JOINED:
                return JOINED;
            case LEFT:
                return LEFT;
            case SUBJECT_CHANGED:
                return SUBJECT_CHANGE;
            case ESCALATED:
                return SESSION;
            case CLOSED:
                return CLOSED;
            default:
                return UNKNOWN;
        }
    }
}
