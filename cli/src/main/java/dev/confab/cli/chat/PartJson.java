package dev.confab.cli.chat;

import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.FormComponent;
import dev.confab.transport.model.Link;
import dev.confab.transport.model.ListSection;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Prompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message as the fields of a JSON object: {@code type}, and what that type has; what the service left out is left
 * out. An address that must not be opened is left out, too.
 */
final class PartJson {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private PartJson(String type) {
        fields.put("type", type);
    }

    static Map<String, @Nullable Object> fields(MessagePart part) {
        if (part instanceof MessagePart.Text text) {
            return new PartJson("text").put("text", text.getText()).fields;
        }
        if (part instanceof MessagePart.Attachment file) {
            return file(file.getAttachment());
        }
        if (part instanceof MessagePart.QuickReplies quick) {
            return new PartJson("quickReplies")
                    .put("title", quick.getTitle())
                    .list("replies", quick.getReplies(), reply -> new PartJson("quickReply")
                            .put("text", reply.getText())
                            .put("payload", reply.getPayload())
                            .link("image", reply.getImage()))
                    .fields;
        }
        if (part instanceof MessagePart.Card card) {
            return card(card).fields;
        }
        if (part instanceof MessagePart.Carousel carousel) {
            return new PartJson("carousel").list("cards", carousel.getCards(), PartJson::card).fields;
        }
        if (part instanceof MessagePart.DatePicker picker) {
            return datePicker(picker).fields;
        }
        if (part instanceof MessagePart.ListPicker picker) {
            return listPicker(picker).fields;
        }
        if (part instanceof MessagePart.Form form) {
            return form(form);
        }
        return answered(part);
    }

    private static Map<String, @Nullable Object> answered(MessagePart part) {
        if (part instanceof MessagePart.ButtonReply button) {
            return new PartJson("buttonReply")
                    .put("kind", button.getKind().name().toLowerCase(Locale.ROOT))
                    .put("text", button.getText())
                    .put("payload", button.getPayload())
                    .put("replyTo", button.getReplyTo())
                    .fields;
        }
        if (part instanceof MessagePart.FormReply answer) {
            return new PartJson("formReply")
                    .put("id", answer.getFormId())
                    .put("replyTo", answer.getReplyTo())
                    .list("fields", answer.getFields(), field -> new PartJson("field")
                            .put("id", field.getId())
                            .put("text", field.getText())
                            .put("payload", field.getPayload()))
                    .fields;
        }
        if (part instanceof MessagePart.Reactions reactions) {
            return new PartJson("reactions")
                    .list("reactions", reactions.getReactions(), reaction -> new PartJson("reaction")
                            .put("name", reaction.getType())
                            .put("count", reaction.getCount()))
                    .fields;
        }
        if (part instanceof MessagePart.Unknown unknown) {
            return new PartJson("unknown").put("name", unknown.getType()).put("json", unknown.getJson()).fields;
        }
        return new PartJson("unknown").fields;
    }

    /** Without its address, which is a secret. */
    private static Map<String, @Nullable Object> file(Attachment file) {
        return new PartJson("file")
                .put("id", file.getId().getValue())
                .put("name", file.getFileName())
                .put("bytes", file.getSizeBytes())
                .put("contentType", file.getContentType())
                .fields;
    }

    private static PartJson card(MessagePart.Card card) {
        CardAction whole = card.getDefaultAction();
        PartJson json = new PartJson("card")
                .put("title", card.getTitle())
                .put("description", card.getDescription())
                .link("image", card.getImage())
                .link("video", card.getVideo())
                .list("actions", card.getActions(), PartJson::action);
        return whole == null ? json : json.put("defaultAction", action(whole).fields);
    }

    private static PartJson action(CardAction action) {
        if (action instanceof CardAction.Open open) {
            return new PartJson("open").put("text", open.getText()).link("address", open.getLink());
        }
        if (action instanceof CardAction.Postback postback) {
            return new PartJson("postback").put("text", postback.getText()).put("payload", postback.getPayload());
        }
        return new PartJson("unknown");
    }

    private static PartJson datePicker(MessagePart.DatePicker picker) {
        return new PartJson("datePicker")
                .put("id", picker.getId())
                .put("title", picker.getTitle())
                .put("subtitle", picker.getSubtitle())
                .put("minimum", picker.getMinimum())
                .put("maximum", picker.getMaximum())
                .list("times", picker.getTimes(), time -> new PartJson("time")
                        .put("payload", time.getDateTime())
                        .put("durationSeconds", time.getDurationSeconds()));
    }

    private static PartJson listPicker(MessagePart.ListPicker picker) {
        return new PartJson("listPicker")
                .put("id", picker.getId())
                .put("title", title(picker.getReceived()))
                .list("sections", picker.getSections(), section -> new PartJson("section")
                        .put("title", section.getTitle())
                        .put("multipleSelection", section.getMultipleSelection())
                        .list("items", section.getItems(), PartJson::item));
    }

    private static PartJson item(ListSection.Item item) {
        return new PartJson("item")
                .put("payload", item.getId())
                .put("text", item.getTitle())
                .put("subtitle", item.getSubtitle());
    }

    private static Map<String, @Nullable Object> form(MessagePart.Form form) {
        return new PartJson("form")
                .put("id", form.getId())
                .put("title", title(form.getReceived()))
                .list("pages", form.getPages(), page -> new PartJson("page")
                        .put("title", page.getTitle())
                        .put("subtitle", page.getSubtitle())
                        .list("components", page.getComponents(), PartJson::component))
                .fields;
    }

    private static PartJson component(FormComponent component) {
        if (component instanceof FormComponent.Input input) {
            return new PartJson("input")
                    .put("id", input.getId())
                    .put("title", input.getTitle())
                    .put("required", input.getRequired());
        }
        if (component instanceof FormComponent.Date date) {
            return datePicker(date.getPicker());
        }
        if (component instanceof FormComponent.Choice choice) {
            return listPicker(choice.getPicker());
        }
        if (component instanceof FormComponent.Wheel wheel) {
            return new PartJson("wheel").put("id", wheel.getId()).list("items", wheel.getItems(), PartJson::item);
        }
        return new PartJson("unknown").put("id", component.getId());
    }

    private static @Nullable String title(@Nullable Prompt prompt) {
        return prompt == null ? null : prompt.getTitle();
    }

    private PartJson put(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    private PartJson link(String name, @Nullable Link link) {
        return put(name, link == null ? null : link.getAddress());
    }

    private <T> PartJson list(String name, List<T> values, Function<T, PartJson> writer) {
        return put(
                name, values.stream().map(value -> writer.apply(value).fields).toList());
    }
}
