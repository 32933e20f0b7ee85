package dev.confab.sandbox.amm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a conversation: a message, or something that happened (AMM notes A.6.3, B.6.4). It never changes; what is
 * particular to one reader stands in {@link Member}.
 *
 * @param id its id
 * @param type {@code MESSAGE}, {@code START}, {@code JOINED} …
 * @param from who did it
 * @param to who was in the conversation then, the sender included
 * @param subject the subject at that time
 * @param content what was said; empty for what happened
 * @param concerned who joined, left or was called
 * @param reason why somebody left, or the conversation was closed; or null
 * @param sessionType AUDIO or VIDEO, or null
 * @param received when
 */
record Entry(
        String id,
        String type,
        Person from,
        List<Person> to,
        String subject,
        Content content,
        List<Person> concerned,
        @Nullable String reason,
        @Nullable String sessionType,
        Instant received) {

    static final String MESSAGE = "MESSAGE";
    static final String START = "START";
    static final String JOINED = "JOINED";
    static final String LEFT = "LEFT";
    static final String SUBJECT_CHANGE = "SUBJECT_CHANGE";
    static final String SESSION = "SESSION";
    static final String CLOSED = "CLOSED";

    /**
     * What a message says.
     *
     * @param body the words, perhaps empty
     * @param importance NORMAL, LOW or HIGH
     * @param sensitivity NORMAL, PERSONAL, PRIVATE or CONFIDENTIAL
     * @param doNotForward a wish of the sender
     * @param inReplyTo the id of another message, or null
     * @param parts the files
     */
    record Content(
            String body,
            String importance,
            String sensitivity,
            boolean doNotForward,
            @Nullable String inReplyTo,
            List<Part> parts) {

        static Content words(String body) {
            return new Content(body, "NORMAL", "NORMAL", false, null, List.of());
        }
    }

    boolean isMessage() {
        return type.equals(MESSAGE);
    }

    boolean hasFiles() {
        return !content.parts().isEmpty();
    }

    long files() {
        return content.parts().stream().filter(part -> !part.thumbnail()).count();
    }
}
