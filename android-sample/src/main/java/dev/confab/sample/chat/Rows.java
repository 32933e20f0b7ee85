package dev.confab.sample.chat;

import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Makes the lines of the list from the messages: days, groups of one author, and what can be chosen. Pure. */
public final class Rows {

    /** A pause after which the same author begins a new group. */
    static final long GROUP_MILLIS = 5 * 60 * 1000L;

    private final Days days;

    /** Days begin at midnight of this time zone. */
    public Rows(TimeZone zone) {
        days = new Days(zone);
    }

    /**
     * The lines for the messages of a conversation.
     *
     * @param messages oldest first
     * @param nowMillis what is today, and the day of messages that the service does not have yet
     * @param writing whether anything can be answered, and what becomes of messages that wait
     */
    public List<Row> of(List<Message> messages, long nowMillis, Writing writing) {
        List<Message> shown = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (Message message : messages) {
            if (!message.getStatus().equals(MessageStatus.Cancelled.INSTANCE)) {
                times.add(time(message, times, nowMillis));
                shown.add(message);
            }
        }
        List<Row> rows = new ArrayList<>();
        int answered = lastOwn(shown);
        boolean writable = writing == Writing.OPEN;
        Author speaking = null;
        for (int i = 0; i < shown.size(); i++) {
            Message message = shown.get(i);
            boolean newDay = i == 0 || days.start(times.get(i - 1)) != days.start(times.get(i));
            if (newDay) {
                rows.add(days.row(times.get(i), nowMillis));
            }
            boolean first = newDay || !grouped(shown, times, i);
            boolean last = i + 1 == shown.size()
                    || !grouped(shown, times, i + 1)
                    || days.start(times.get(i)) != days.start(times.get(i + 1));
            Author author = Author.of(message.getFrom());
            boolean named = !isOwn(message) && (newDay || !author.equals(speaking));
            boolean answerable = writable && (isOwn(message) || i > answered);
            rows.add(bubble(message, writing, named, first, last, answerable));
            speaking = isOwn(message) ? speaking : author;
        }
        Row.Choices choices = writable && !shown.isEmpty() ? choices(shown.get(shown.size() - 1)) : null;
        if (choices != null) {
            rows.add(choices);
        }
        return rows;
    }

    /** The message alone, as it is read out when it comes in. */
    static Row.Bubble alone(Message message) {
        return bubble(message, Writing.OPEN, true, true, true, false);
    }

    private static Row.Bubble bubble(
            Message message, Writing writing, boolean named, boolean first, boolean last, boolean answerable) {
        boolean own = isOwn(message);
        Row.Mark mark = own ? mark(message.getStatus(), writing) : Row.Mark.NONE;
        Words failure = null;
        if (mark == Row.Mark.FAILED) {
            failure = message.getStatus() instanceof MessageStatus.Wedged wedged
                    ? Failures.words(wedged.getCode())
                    : Words.of(Phrase.FAILED_ENDED);
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
                answerable);
    }

    /**
     * What the client still calls on its way rests while it is not connected. Of a conversation that is over, only what may
     * have arrived is left so, to its proof: the rest the client has given up by then.
     */
    private static Row.Mark mark(MessageStatus status, Writing writing) {
        if (status instanceof MessageStatus.Wedged) {
            return Row.Mark.FAILED;
        }
        if (!status.equals(MessageStatus.Sending.INSTANCE)) {
            return Row.Mark.SENT;
        }
        return switch (writing) {
            case OPEN -> Row.Mark.SENDING;
            case PAUSED -> Row.Mark.WAITING;
            case ENDED -> Row.Mark.UNCERTAIN;
        };
    }

    /** The words of a message; of an answer that was chosen or filled in and has none, what it says. */
    static String text(Message message) {
        if (!message.getText().isEmpty()) {
            return message.getText();
        }
        List<String> chosen = new ArrayList<>();
        for (MessagePart part : message.getParts()) {
            if (part instanceof MessagePart.ButtonReply reply && reply.getText() != null) {
                chosen.add(reply.getText());
            } else if (part instanceof MessagePart.FormReply form) {
                form.getFields().forEach(field -> chosen.add(field.getText()));
            }
        }
        return String.join(", ", chosen);
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

    /** Without proof a message is of now; the clock of the service may be ahead of this one, and the list never goes back. */
    private static long time(Message message, List<Long> before, long nowMillis) {
        Long time = message.getTimeMillis();
        if (time != null) {
            return time;
        }
        return before.isEmpty() ? nowMillis : Math.max(nowMillis, before.get(before.size() - 1));
    }

    /** Whether a message belongs to the group of the one before it. */
    private static boolean grouped(List<Message> messages, List<Long> times, int index) {
        Message before = messages.get(index - 1);
        Message after = messages.get(index);
        return isOwn(before) == isOwn(after)
                && (isOwn(before) || Author.of(before.getFrom()).equals(Author.of(after.getFrom())))
                && times.get(index) - times.get(index - 1) < GROUP_MILLIS;
    }
}
