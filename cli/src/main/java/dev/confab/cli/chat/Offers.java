package dev.confab.cli.chat;

import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.ListSection;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessagePart.ButtonReply;
import dev.confab.transport.model.Prompt;
import dev.confab.transport.model.QuickReply;
import dev.confab.transport.model.Reply;
import dev.confab.transport.model.TimeSlot;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the other side lets the guest choose from, newest message first. */
public final class Offers {

    private static final int MOST_LISTED = 20;

    private final List<Message> newestFirst;

    /**
     * Takes them from a conversation.
     *
     * @param conversation as it is now
     */
    public Offers(Conversation conversation) {
        List<Message> messages = new ArrayList<>();
        for (Message message : conversation.getMessages()) {
            if (message.getDirection() == Direction.OUTBOUND) {
                messages.add(0, message);
            }
        }
        this.newestFirst = messages;
    }

    /**
     * Makes the answer with this payload to the newest message that offers it.
     *
     * @param payload of a quick reply or button, a time of a date picker, or an item of a list; several items of one list
     *     are separated by commas
     * @return null when no message offers it
     */
    public @Nullable Reply find(String payload) {
        for (Message message : newestFirst) {
            for (MessagePart part : message.getParts()) {
                Reply reply = choices(message.getId(), part).get(payload);
                reply = reply != null ? reply : freeChoice(message.getId(), part, payload);
                if (reply != null) {
                    return reply;
                }
            }
        }
        return null;
    }

    /** The newest form that can be filled in; null when there is none. */
    @Nullable
    FormAnswers form() {
        for (Message message : newestFirst) {
            for (MessagePart part : message.getParts()) {
                if (part instanceof MessagePart.Form form) {
                    return new FormAnswers(message.getId(), form);
                }
            }
        }
        return null;
    }

    /** What can be chosen, for people. */
    String listed() {
        Set<String> payloads = new LinkedHashSet<>();
        newestFirst.forEach(message -> message.getParts().forEach(part -> {
            payloads.addAll(choices(message.getId(), part).keySet());
            if (part instanceof MessagePart.DatePicker picker
                    && picker.getTimes().isEmpty()) {
                payloads.add("a date such as 2030-06-03T09:00:00.000Z");
            } else if (part instanceof MessagePart.Form form) {
                payloads.add("a form to fill in with " + FormAnswers.usage(form));
            }
        }));
        if (payloads.isEmpty()) {
            return "nothing";
        }
        List<String> shown = payloads.stream().limit(MOST_LISTED).toList();
        return String.join(", ", shown) + (payloads.size() > MOST_LISTED ? ", …" : "");
    }

    private static Map<String, Reply> choices(MessageId to, MessagePart part) {
        Map<String, Reply> choices = new LinkedHashMap<>();
        if (part instanceof MessagePart.QuickReplies quick) {
            for (QuickReply reply : quick.getReplies()) {
                choices.putIfAbsent(reply.getPayload(), new Reply.QuickReply(to, reply));
            }
        } else if (part instanceof ButtonReply button && button.getKind() == ButtonReply.Kind.CARD_ACTION) {
            String payload = button.getPayload();
            if (payload != null) {
                choices.put(
                        payload,
                        new Reply.CardAction(to, Objects.requireNonNullElse(button.getText(), payload), payload));
            }
        } else if (part instanceof MessagePart.Card card) {
            addPostbacks(choices, to, card);
        } else if (part instanceof MessagePart.Carousel carousel) {
            carousel.getCards().forEach(card -> addPostbacks(choices, to, card));
        } else if (part instanceof MessagePart.DatePicker picker) {
            for (TimeSlot time : picker.getTimes()) {
                choices.putIfAbsent(time.getDateTime(), new Reply.DateChoice(to, time));
            }
        } else if (part instanceof MessagePart.ListPicker picker) {
            items(picker).forEach(item -> choices.putIfAbsent(item.getId(), listChoice(to, picker, List.of(item))));
        }
        return choices;
    }

    private static void addPostbacks(Map<String, Reply> choices, MessageId to, MessagePart.Card card) {
        Stream.concat(card.getActions().stream(), Stream.ofNullable(card.getDefaultAction()))
                .forEach(action -> {
                    if (action instanceof CardAction.Postback postback) {
                        choices.putIfAbsent(postback.getPayload(), new Reply.CardAction(to, postback));
                    }
                });
    }

    /** What is not listed one by one: a date of a picker without times, and several items of a list. */
    private static @Nullable Reply freeChoice(MessageId to, MessagePart part, String payload) {
        if (part instanceof MessagePart.DatePicker picker && picker.getTimes().isEmpty() && isDate(payload)) {
            return new Reply.DateChoice(to, payload, payload);
        }
        if (!(part instanceof MessagePart.ListPicker picker) || payload.indexOf(',') < 0) {
            return null;
        }
        List<String> ids =
                Arrays.stream(payload.split(",", -1)).map(String::strip).toList();
        List<ListSection.Item> chosen =
                items(picker).filter(item -> ids.contains(item.getId())).toList();
        return chosen.size() == ids.size() ? listChoice(to, picker, chosen) : null;
    }

    private static Reply listChoice(MessageId to, MessagePart.ListPicker picker, List<ListSection.Item> chosen) {
        Prompt prompt = picker.getReply();
        String words = prompt == null ? null : prompt.getSubtitle();
        return new Reply.ListChoice(
                to,
                Objects.requireNonNullElse(words, ""),
                chosen.stream().map(Reply.ListChoice.Item::new).toList());
    }

    private static Stream<ListSection.Item> items(MessagePart.ListPicker picker) {
        return picker.getSections().stream().flatMap(section -> section.getItems().stream());
    }

    static boolean isDate(String text) {
        try {
            var unused = OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException other) {
            return false;
        }
    }
}
