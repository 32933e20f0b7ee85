package dev.confab.sandbox.amm;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The media types by which versions are told apart (AMM notes B.3). */
final class Media {

    static final String RESOURCES_V3 = "resources.v3";
    static final String RESOURCES = "resources.v4";
    static final String CONVERSATIONS_V1 = "conversations.v1";
    static final String CONVERSATIONS = "conversations.v2";
    static final String CONVERSATION_V1 = "conversation.v1";
    static final String CONVERSATION = "conversation.v2";
    static final String MESSAGE_V1 = "message.v1";
    static final String MESSAGE = "message.v2";
    static final String IDS = "conversations.ids.v1";
    static final String PARTICIPANTS = "participants.v1";
    static final String VALIDATED = "validatedAddresses.v2";
    static final String TO_VALIDATE = "addressesToValidate.v1";
    static final String FILTER = "conversationsFilter.v1";
    static final String SUBJECT = "subject.v1";
    static final String ACCESS_TIME = "conversation.access.time.v1";
    static final String FLAGS = "conversation.flags.v1";
    static final String EVENT = "event.v1";
    static final String MESSAGE_IDS = "messageIds.v1";
    static final String ERROR = "error.v1";

    private static final String PREFIX = "application/vnd.avaya.aem.";
    private static final String SUFFIX = "+json";

    private Media() {}

    static String type(String name) {
        return PREFIX + name + SUFFIX;
    }

    /** Tells whether a client takes a type. One that says nothing takes all. */
    static boolean accepts(@Nullable String accept, String name) {
        if (accept == null) {
            return true;
        }
        String wanted = type(name).toLowerCase(Locale.ROOT);
        for (String one : accept.split(",", -1)) {
            String range = bare(one);
            if (range.equals("*/*") || range.equals("application/*") || range.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    static boolean is(@Nullable String contentType, String name) {
        return contentType != null && bare(contentType).equals(type(name).toLowerCase(Locale.ROOT));
    }

    /** A type without its parameters, in lower case. */
    static String bare(String type) {
        return type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    }
}
