package dev.confab.sample.chat;

import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessageStatus;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Makes the lines of the list from the messages: days, groups of one author, and what can be chosen. Pure. */
public final class Rows {

    /** A pause after which the same author begins a new group. */
    static final long GROUP_MILLIS = 5 * 60 * 1000L;

    private final Calendar left;
    private final Calendar right;

    /** Days begin at midnight of this time zone. */
    public Rows(TimeZone zone) {
        left = Calendar.getInstance(zone);
        right = Calendar.getInstance(zone);
    }

    /**
     * The lines for the messages of a conversation.
     *
     * @param messages oldest first
     * @param nowMillis the day of messages that the service does not have yet
     * @param writable whether anything can be answered
     */
    public List<Row> of(List<Message> messages, long nowMillis, boolean writable) {
        List<Message> shown = new ArrayList<>();
        for (Message message : messages) {
            if (!message.getStatus().equals(MessageStatus.Cancelled.INSTANCE)) {
                shown.add(message);
            }
        }
        List<Row> rows = new ArrayList<>();
        int answered = lastOwn(shown);
        Author speaking = null;
        for (int i = 0; i < shown.size(); i++) {
            Message message = shown.get(i);
            boolean newDay = i == 0 || !sameDay(time(shown.get(i - 1), nowMillis), time(message, nowMillis));
            if (newDay) {
                rows.add(new Row.Day(time(message, nowMillis)));
            }
            boolean first = newDay || !grouped(shown.get(i - 1), message, nowMillis);
            boolean last = i + 1 == shown.size()
                    || !grouped(message, shown.get(i + 1), nowMillis)
                    || !sameDay(time(message, nowMillis), time(shown.get(i + 1), nowMillis));
            Author author = Author.of(message.getFrom());
            boolean named = !isOwn(message) && (newDay || !author.equals(speaking));
            rows.add(bubble(message, named, first, last, writable && i > answered));
            speaking = isOwn(message) ? speaking : author;
        }
        Row.Choices choices = writable && !shown.isEmpty() ? choices(shown.get(shown.size() - 1)) : null;
        if (choices != null) {
            rows.add(choices);
        }
        return rows;
    }

    static Row.Bubble bubble(Message message, boolean named, boolean first, boolean last, boolean answerable) {
        boolean own = isOwn(message);
        Row.Mark mark = Row.Mark.NONE;
        Words failure = null;
        if (own) {
            mark = message.getStatus().equals(MessageStatus.Sending.INSTANCE) ? Row.Mark.SENDING : Row.Mark.SENT;
            if (message.getStatus() instanceof MessageStatus.Wedged wedged) {
                mark = Row.Mark.FAILED;
                failure = Failures.words(wedged.getCode());
            }
        }
        return new Row.Bubble(
                message.getId(),
                own,
                Author.of(message.getFrom()),
                named,
                first,
                last,
                message.getTimeMillis(),
                mark,
                failure,
                text(message),
                message.getParts(),
                !own && answerable);
    }

    /** The words of a message; of an answer that was chosen and has none, what was chosen. */
    static String text(Message message) {
        if (!message.getText().isEmpty()) {
            return message.getText();
        }
        StringBuilder chosen = new StringBuilder();
        for (MessagePart part : message.getParts()) {
            String words = part instanceof MessagePart.ButtonReply reply ? reply.getText() : null;
            if (words != null) {
                chosen.append(chosen.length() == 0 ? "" : ", ").append(words);
            }
        }
        return chosen.toString();
    }

    private static Row.@Nullable Choices choices(Message message) {
        if (!isOwn(message)) {
            for (MessagePart part : message.getParts()) {
                if (part instanceof MessagePart.QuickReplies offered) {
                    return new Row.Choices(message.getId(), offered.getTitle(), offered.getReplies());
                }
            }
        }
        return null;
    }

    static boolean isOwn(Message message) {
        return message.getDirection() == Direction.INBOUND;
    }

    private static int lastOwn(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (isOwn(messages.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static long time(Message message, long nowMillis) {
        Long time = message.getTimeMillis();
        return time == null ? nowMillis : time;
    }

    private static boolean grouped(Message before, Message after, long nowMillis) {
        return isOwn(before) == isOwn(after)
                && (isOwn(before) || Author.of(before.getFrom()).equals(Author.of(after.getFrom())))
                && time(after, nowMillis) - time(before, nowMillis) < GROUP_MILLIS;
    }

    private boolean sameDay(long one, long other) {
        left.setTimeInMillis(one);
        right.setTimeInMillis(other);
        return left.get(Calendar.YEAR) == right.get(Calendar.YEAR)
                && left.get(Calendar.DAY_OF_YEAR) == right.get(Calendar.DAY_OF_YEAR);
    }
}
