package dev.confab.transport.model

/** Something that a back end, a deployment or a session may or may not be able to do. */
public enum class Capability {
    /** Sending text. */
    SEND_TEXT,

    /** Answering with one of a message's quick replies. */
    SEND_QUICK_REPLY,

    /** Answering with a button of a card. */
    SEND_CARD_ACTION,

    /** Answering a date picker. */
    SEND_DATE,

    /** Answering a list picker. */
    SEND_LIST,

    /** Answering a form. */
    SEND_FORM,

    /** Telling the agent that the guest is typing. */
    SEND_TYPING,

    /** Sending facts beside the text that are not shown. */
    CUSTOM_ATTRIBUTES,

    /** Uploading files and sending them with a message. */
    SEND_ATTACHMENTS,

    /** Reading what was said before. */
    HISTORY,

    /** Asking the service whether it is still there. */
    HEALTH_CHECK,

    /** Beginning a new conversation after one that has ended. */
    START_NEW_CHAT,

    /** Taking a running guest session over to the guest who has signed in. */
    SIGN_IN,

    /** Wiping the conversation, at the service too. */
    CLEAR_CONVERSATION,

    /** Leaving the conversation: the other side is told that the guest is gone. */
    LEAVE_CONVERSATION,
}
