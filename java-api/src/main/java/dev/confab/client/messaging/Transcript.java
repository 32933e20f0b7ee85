package dev.confab.client.messaging;

import dev.confab.transport.model.MessageId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of one conversation: those that the client has, in its order, and behind them the drafts that it does not have. */
final class Transcript {

    private final Conversation conversation;

    // All guarded by the board.
    private Map<MessageId, Message> known = new HashMap<>();
    private final List<Message> drafts = new ArrayList<>();
    private List<dev.confab.transport.model.Message> seen = Collections.emptyList();

    private volatile Content<Message> content = Content.empty();

    Transcript(Conversation conversation) {
        this.conversation = conversation;
    }

    Content<Message> content() {
        return content;
    }

    /** Under the lock of the board. */
    void accept(List<dev.confab.transport.model.Message> now) {
        if (now != seen) {
            seen = now;
            collect();
        }
    }

    /** Under the lock of the board. */
    void add(Message draft) {
        drafts.add(draft);
        collect();
    }

    /** Under the lock of the board. */
    void remove(Message draft) {
        drafts.remove(draft);
        collect();
    }

    /** The live objects of values; those that are not here are made. */
    List<Message> of(List<dev.confab.transport.model.Message> values) {
        List<Message> messages = new ArrayList<>(values.size());
        synchronized (conversation.board) {
            values.forEach(value -> messages.add(messageOf(value)));
        }
        return messages;
    }

    /** Under the lock of the board, whenever a draft has changed. */
    void collect() {
        Map<MessageId, Message> next = new HashMap<>();
        Content.Builder<Message> built = new Content.Builder<>();
        for (dev.confab.transport.model.Message value : seen) {
            Message message = messageOf(value);
            message.accept(value);
            next.put(value.getId(), message);
            built.add(message, message.state());
        }
        drafts.removeIf(draft -> next.containsKey(draft.id()));
        drafts.forEach(draft -> built.add(draft, draft.state()));
        known = next;
        content = built.build();
    }

    private Message messageOf(dev.confab.transport.model.Message value) {
        Message there = known.get(value.getId());
        if (there != null) {
            return there;
        }
        for (Message draft : drafts) {
            if (draft.id().equals(value.getId())) {
                return draft;
            }
        }
        return Message.of(conversation, value);
    }
}
