package dev.confab.cli.chat;

import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.FormComponent;
import dev.confab.transport.model.Link;
import dev.confab.transport.model.ListSection;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Prompt;
import dev.confab.transport.model.TimeSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of a message, other than its text, as lines for a person, with the commands that answer it. */
public final class PartText {

    private final List<String> lines = new ArrayList<>();

    private PartText() {}

    /**
     * Writes a part.
     *
     * @param part one of the message
     * @return none for text
     */
    public static List<String> lines(MessagePart part, Message message) {
        PartText text = new PartText();
        text.write(part, message);
        return text.lines;
    }

    private void write(MessagePart part, Message message) {
        if (part instanceof MessagePart.Attachment file) {
            file(file.getAttachment());
        } else if (part instanceof MessagePart.QuickReplies quick) {
            line(quick.getTitle());
            quick.getReplies().forEach(reply -> choice(reply.getText(), null, reply.getPayload()));
        } else if (part instanceof MessagePart.Card card) {
            card(card);
        } else if (part instanceof MessagePart.Carousel carousel) {
            carousel.getCards().forEach(this::card);
        } else if (part instanceof MessagePart.DatePicker picker) {
            dates(picker);
        } else if (part instanceof MessagePart.ListPicker picker) {
            list(picker);
        } else if (part instanceof MessagePart.Form form) {
            form(form);
        } else if (part instanceof MessagePart.ButtonReply button) {
            button(button, message);
        } else if (part instanceof MessagePart.FormReply answer) {
            answer.getFields().forEach(field -> line(field.getId() + " = " + field.getText()));
        } else if (part instanceof MessagePart.Reactions reactions) {
            line(reactions.getReactions().stream()
                    .map(sign -> sign.getCount() == null ? sign.getType() : sign.getType() + " ×" + sign.getCount())
                    .collect(Collectors.joining(", ")));
        } else if (part instanceof MessagePart.Unknown unknown) {
            line("[" + unknown.getType() + ": this version cannot show it]");
        }
    }

    private void file(Attachment file) {
        String facts = Stream.of(
                        file.getContentType(), file.getSizeBytes() == null ? null : file.getSizeBytes() + " bytes")
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        line("[file " + Objects.requireNonNullElse(file.getFileName(), "without a name")
                + (facts.isEmpty() ? "" : ", " + facts) + "] /download " + file.getId() + " PATH");
    }

    private void card(MessagePart.Card card) {
        line(joined(" – ", card.getTitle(), card.getDescription()));
        address("picture", card.getImage());
        address("video", card.getVideo());
        card.getActions().forEach(this::action);
        if (card.getDefaultAction() != null) {
            action(card.getDefaultAction());
        }
    }

    private void action(CardAction action) {
        if (action instanceof CardAction.Open open) {
            address(Objects.requireNonNullElse(open.getText(), "Open"), open.getLink());
        } else if (action instanceof CardAction.Postback postback) {
            choice(postback.getText(), null, postback.getPayload());
        }
    }

    private void dates(MessagePart.DatePicker picker) {
        line(joined(" – ", picker.getTitle(), picker.getSubtitle()));
        picker.getTimes().forEach(time -> {
            Long seconds = time.getDurationSeconds();
            choice(time.getDateTime(), seconds == null ? null : seconds / 60 + " min", time.getDateTime());
        });
        if (picker.getTimes().isEmpty()) {
            String range = joined(
                    ", ",
                    picker.getMinimum() == null ? null : "from " + picker.getMinimum(),
                    picker.getMaximum() == null ? null : "until " + picker.getMaximum());
            choice("Any date", range, "DATE, as in 2030-06-03T09:00:00.000Z");
        }
    }

    private void list(MessagePart.ListPicker picker) {
        Prompt received = picker.getReceived();
        line(received == null ? null : joined(" – ", received.getTitle(), received.getSubtitle()));
        for (ListSection section : picker.getSections()) {
            line(joined(
                    " ", section.getTitle(), section.getMultipleSelection() ? "(several: /reply ONE,OTHER)" : null));
            section.getItems()
                    .forEach(item -> choice(
                            Objects.requireNonNullElse(item.getTitle(), item.getId()),
                            item.getSubtitle(),
                            item.getId()));
        }
    }

    private void form(MessagePart.Form form) {
        Prompt received = form.getReceived();
        Prompt introduction = form.getIntroduction();
        line("[a form"
                + Stream.of(received, introduction)
                        .filter(prompt -> prompt != null && prompt.getTitle() != null)
                        .findFirst()
                        .map(prompt -> ": " + prompt.getTitle())
                        .orElse("")
                + "]");
        form.getPages().forEach(page -> {
            line(joined(" – ", page.getTitle(), page.getSubtitle()));
            page.getComponents().forEach(this::component);
        });
        line("/reply " + FormAnswers.usage(form));
    }

    private void component(FormComponent component) {
        String id = Objects.requireNonNullElse(component.getId(), "[without an id]");
        if (component instanceof FormComponent.Input input) {
            field(id, input.getTitle(), input.getRequired() ? "needed" : null);
        } else if (component instanceof FormComponent.Date date) {
            List<TimeSlot> times = date.getPicker().getTimes();
            field(id, date.getPicker().getTitle(), times.isEmpty() ? "a date such as 2030-06-03T09:00:00.000Z" : null);
            times.forEach(time -> line("  " + id + "=" + time.getDateTime()));
        } else if (component instanceof FormComponent.Wheel wheel) {
            field(id, null, "one of");
            wheel.getItems().forEach(item -> item(id, item));
        } else if (component instanceof FormComponent.Choice choice) {
            Prompt prompt = choice.getPicker().getReceived();
            boolean several = choice.getPicker().getSections().stream().anyMatch(ListSection::getMultipleSelection);
            field(
                    id,
                    prompt == null ? null : prompt.getTitle(),
                    several ? "one or more of, separated by commas" : "one of");
            choice.getPicker().getSections().forEach(section -> section.getItems()
                    .forEach(item -> item(id, item)));
        } else if (component instanceof FormComponent.Unknown unknown) {
            line("• [" + unknown.getType() + ": this version cannot show it]");
        }
    }

    private void field(String id, @Nullable String title, @Nullable String more) {
        line("• " + joined(", ", joined(" – ", id.equals(title) ? null : title, id), more));
    }

    private void item(String id, ListSection.Item item) {
        line("  " + id + "=" + joined(" – ", item.getId(), item.getTitle()));
    }

    /** An own message whose text says it already is not told twice. */
    private void button(MessagePart.ButtonReply button, Message message) {
        String payload = button.getPayload();
        String text = Objects.requireNonNullElse(button.getText(), "");
        if (message.getDirection() == Direction.OUTBOUND && payload != null) {
            choice(text, null, payload);
        } else if (!text.equals(message.getText())) {
            line("• " + text);
        }
    }

    private void choice(String text, @Nullable String more, String payload) {
        line("• " + joined(" – ", text, more) + "   /reply " + payload);
    }

    private void address(String what, @Nullable Link link) {
        if (link != null) {
            line("• " + what + ": " + (link.isSafe() ? link.getAddress() : "[an address that must not be opened]"));
        }
    }

    /** One line stays one: what strangers wrote cannot look like lines of this program. */
    private void line(@Nullable String text) {
        if (text != null && !text.isBlank()) {
            lines.add(text.replaceAll("\\R", " "));
        }
    }

    private static String joined(String between, @Nullable String... parts) {
        return Stream.of(parts).filter(part -> part != null && !part.isBlank()).collect(Collectors.joining(between));
    }
}
