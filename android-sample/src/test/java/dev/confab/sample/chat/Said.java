package dev.confab.sample.chat;

import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.QuickReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as a client has them. */
final class Said {

    static final long DAY = 24 * 60 * 60 * 1000L;
    static final long NOON = 20_000 * DAY + DAY / 2;
    static final Participant ADA = new Participant(Participant.Kind.AGENT, "Ada Lovelace", null);

    private Said() {}

    static Message agent(String text, long time) {
        return new Message.Builder(new MessageId("m" + text + time), Direction.OUTBOUND)
                .text(text)
                .from(ADA)
                .timeMillis(time)
                .build();
    }

    static Message.Builder own(String text, @Nullable Long time) {
        return new Message.Builder(new MessageId("own" + text), Direction.INBOUND)
                .text(text)
                .timeMillis(time);
    }

    static Message offer(long time) {
        MessagePart replies = new MessagePart.QuickReplies(null, List.of(new QuickReply("Yes", "YES", null)));
        return agent("offer", time).toBuilder()
                .parts(List.of(new MessagePart.Text("offer"), replies))
                .build();
    }
}
