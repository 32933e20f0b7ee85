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

    /** Beginning further conversations beside those that go on. A back end that offers it has many conversations in one session. */
    CREATE_CONVERSATION,

    /** Being told of all conversations that the guest takes part in. */
    RETRIEVE_CONVERSATIONS,

    /** Searching the guest's conversations at the service. */
    SEARCH_CONVERSATIONS,

    /** Asking who is reached under an address. */
    VALIDATE_ADDRESSES,

    /** Inviting further participants into a conversation. */
    ADD_PARTICIPANTS,

    /** Taking participants out of a conversation again: as long as it is a draft. */
    REMOVE_PARTICIPANTS,

    /** Saying what a conversation is about. */
    SET_SUBJECT,

    /** Saying how a conversation is to be treated: as long as it is a draft. */
    SET_SENSITIVITY,

    /** Telling the service what the guest has read. */
    MARK_AS_READ,

    /** Telling the service when the guest last looked at a conversation. */
    MARK_AS_ACCESSED,

    /** Answering a certain message in free words. */
    REPLY_TO,

    /** Saying how important a message is. */
    SET_IMPORTANCE,
}
