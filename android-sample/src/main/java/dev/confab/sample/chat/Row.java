package dev.confab.sample.chat;

import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.QuickReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the message list. Values: a list compares them to find out what has changed. */
public sealed interface Row {

    /** Stays the same while the content of the row changes; no other row of the list has it. */
    String key();

    /** Where older messages come from. */
    record Older(State state) implements Row {
        /** How far it is. */
        public enum State {
            LOADING,
            FAILED,
            BEGINNING
        }

        @Override
        public String key() {
            return "older";
        }
    }

    /**
     * Begins a day.
     *
     * @param startMillis its midnight: the same for all messages of the day, whenever the row is made
     * @param name what it is called today; tomorrow the row is another one
     */
    record Day(long startMillis, Name name) implements Row {
        /** What a day is called. */
        public enum Name {
            TODAY,
            YESTERDAY,
            DATE
        }

        @Override
        public String key() {
            return "day " + startMillis;
        }
    }

    /** How far an own message came. */
    enum Mark {
        /** A message of the other side. */
        NONE,
        SENDING,
        /** It goes out when the guest connects again. */
        WAITING,
        /** The conversation is over, and the service may have it: it will say so, or not. */
        UNCERTAIN,
        SENT,
        FAILED
    }

    /**
     * A message.
     *
     * @param own whether the guest wrote it
     * @param named whether the name is shown: where another one speaks than before
     * @param first whether it begins a group of one author
     * @param last whether it ends the group: then the picture and the time are shown
     * @param timeMillis null until the service has it
     * @param failure why it was not sent, when the mark is FAILED
     * @param text its words
     * @param parts everything in it, words too
     * @param answerable whether what it offers can still be chosen; of an own one that failed, whether it can be sent again now
     */
    record Bubble(
            MessageId id,
            boolean own,
            Author author,
            boolean named,
            boolean first,
            boolean last,
            @Nullable Long timeMillis,
            Mark mark,
            @Nullable Words failure,
            String text,
            List<MessagePart> parts,
            boolean answerable)
            implements Row {
        @Override
        public String key() {
            return "message " + id.getValue();
        }
    }

    /** Answers to choose from, for the newest message. */
    record Choices(MessageId to, @Nullable String title, List<QuickReply> replies) implements Row {
        @Override
        public String key() {
            return "choices " + to.getValue();
        }
    }

    /** Somebody is typing. */
    record Typing(Author author) implements Row {
        @Override
        public String key() {
            return "typing";
        }
    }
}
