package dev.confab.client.webchat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a chat: words, a notice, somebody who came or left. Immutable.
 *
 * <p>The shape is the same for every back end; the entry as the service wrote it is in {@link MessagesReceived#originalMessages()}.
 */
public final class WebChatMessage {

    /** Words. The v3 service calls it {@code Text}. */
    public static final String MESSAGE = "Message";

    /** Somebody came. */
    public static final String PARTICIPANT_JOINED = "ParticipantJoined";

    /** Somebody left. */
    public static final String PARTICIPANT_LEFT = "ParticipantLeft";

    /** Somebody types. */
    public static final String TYPING_STARTED = "TypingStarted";

    /** Somebody stopped. */
    public static final String TYPING_STOPPED = "TypingStopped";

    /** A file was sent. */
    public static final String FILE_UPLOADED = "FileUploaded";

    private final @Nullable String id;
    private final @Nullable Integer index;
    private final String type;
    private final @Nullable String text;
    private final @Nullable Long utcTime;
    private final From from;
    private final Map<String, String> userData;

    WebChatMessage(
            @Nullable String id,
            @Nullable Integer index,
            String type,
            @Nullable String text,
            @Nullable Long utcTime,
            From from,
            Map<String, String> userData) {
        this.id = id;
        this.index = index;
        this.type = type;
        this.text = text;
        this.utcTime = utcTime;
        this.from = from;
        this.userData = Collections.unmodifiableMap(new LinkedHashMap<>(userData));
    }

    /**
     * Returns the name of the entry.
     *
     * @return the id, or null where the service gives none
     */
    public @Nullable String id() {
        return id;
    }

    /**
     * Returns the place in the transcript.
     *
     * @return the index, from 1; null for what has no place there
     */
    public @Nullable Integer index() {
        return index;
    }

    /**
     * Returns what kind of entry it is.
     *
     * @return one of the constants, or the service's own word
     */
    public String type() {
        return type;
    }

    /**
     * Returns the words: the message, a pushed address, a new nickname, the name of a file, the kind of a notice.
     *
     * @return the words, or null
     */
    public @Nullable String text() {
        return text;
    }

    /**
     * Returns when it happened.
     *
     * @return milliseconds since the epoch in the service's time, or null where it does not tell
     */
    public @Nullable Long utcTime() {
        return utcTime;
    }

    /**
     * Returns whose doing it is.
     *
     * @return the party
     */
    public From from() {
        return from;
    }

    /**
     * Returns facts beside the words, such as {@code file-id}.
     *
     * @return the facts, perhaps none; unmodifiable
     */
    public Map<String, String> userData() {
        return userData;
    }

    /**
     * Returns the same with other words, for a {@link MessagePreprocessor}.
     *
     * @param text the words to show
     * @return the changed entry
     */
    public WebChatMessage withText(@Nullable String text) {
        return new WebChatMessage(id, index, type, text, utcTime, from, userData);
    }

    /** Without the words. */
    @Override
    public String toString() {
        return "WebChatMessage(" + index + ", " + type + ", " + from.type() + ")";
    }

    /** A party of a chat. Immutable. */
    public static final class From {

        /** The guest. */
        public static final String CLIENT = "Client";

        /** An agent. */
        public static final String AGENT = "Agent";

        /** Somebody who watches over agents. */
        public static final String SUPERVISOR = "Supervisor";

        /** Anybody else: a bot, the system. */
        public static final String EXTERNAL = "External";

        private final @Nullable String name;
        private final String type;
        private final @Nullable String participantId;

        From(@Nullable String name, String type, @Nullable String participantId) {
            this.name = name;
            this.type = type;
            this.participantId = participantId;
        }

        /**
         * Returns the name to show.
         *
         * @return the name, or null where the service tells none
         */
        public @Nullable String name() {
            return name;
        }

        /**
         * Returns what kind of party it is.
         *
         * @return one of the constants
         */
        public String type() {
            return type;
        }

        /**
         * Returns which party of the chat it is.
         *
         * @return the id, or null where the service tells none
         */
        public @Nullable String participantId() {
            return participantId;
        }

        /** What tells this party from others. */
        String key() {
            return type + "/" + (participantId != null ? participantId : Objects.toString(name, ""));
        }

        /** Names are personal data and stay out of logs. */
        @Override
        public String toString() {
            return "From(" + type + ")";
        }
    }
}
