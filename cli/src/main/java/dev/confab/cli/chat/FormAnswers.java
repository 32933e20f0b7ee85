package dev.confab.cli.chat;

import dev.confab.transport.model.FormComponent;
import dev.confab.transport.model.FormPage;
import dev.confab.transport.model.ListSection;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessagePart.FormReply;
import dev.confab.transport.model.Reply;
import dev.confab.transport.model.TimeSlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills in a form with values that somebody typed: a text, a time, or the id of an item. */
final class FormAnswers {

    private final MessageId message;
    private final MessagePart.Form form;

    FormAnswers(MessageId message, MessagePart.Form form) {
        this.message = message;
        this.form = form;
    }

    Reply.FormAnswer filledIn(Map<String, String> values) throws Refusal {
        String formId = form.getId();
        if (formId == null) {
            throw new Refusal("The form has no id, so it cannot be answered.");
        }
        List<FormReply.Field> fields = new ArrayList<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            fields.addAll(fields(component(value.getKey()), value.getKey(), value.getValue()));
        }
        return new Reply.FormAnswer(message, formId, fields);
    }

    /** What can be filled in, as it is typed. */
    static String usage(MessagePart.Form form) {
        return components(form)
                .filter(component -> component.getId() != null)
                .map(component -> component.getId() + "="
                        + (component instanceof FormComponent.Input input && input.getRequired() ? "NEEDED" : ""))
                .collect(Collectors.joining(" "));
    }

    private FormComponent component(String id) throws Refusal {
        return components(form)
                .filter(component -> id.equals(component.getId()))
                .findFirst()
                .orElseThrow(() -> new Refusal("The form has no field " + id + ". It has: " + usage(form) + "."));
    }

    private static List<FormReply.Field> fields(FormComponent component, String id, String value) throws Refusal {
        if (component instanceof FormComponent.Date date) {
            return List.of(time(date.getPicker(), id, value));
        }
        if (component instanceof FormComponent.Wheel wheel) {
            return List.of(item(wheel.getItems(), id, value));
        }
        if (component instanceof FormComponent.Choice choice) {
            return choices(choice.getPicker(), id, value);
        }
        return List.of(new FormReply.Field(id, value, value));
    }

    private static FormReply.Field time(MessagePart.DatePicker picker, String id, String value) throws Refusal {
        List<String> times =
                picker.getTimes().stream().map(TimeSlot::getDateTime).toList();
        if (!times.isEmpty() && !times.contains(value)) {
            throw notOffered(id, value, times);
        }
        if (times.isEmpty() && !Offers.isDate(value)) {
            throw new Refusal(id + " is a date such as 2030-06-03T09:00:00.000Z, which " + value + " is not.");
        }
        return new FormReply.Field(id, value, value);
    }

    /** Several items, separated by commas, are as many answers to the field, as they are where a list stands alone. */
    private static List<FormReply.Field> choices(MessagePart.ListPicker picker, String id, String value)
            throws Refusal {
        List<String> chosen =
                Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        for (ListSection section : picker.getSections()) {
            long here = section.getItems().stream()
                    .filter(item -> chosen.contains(item.getId()))
                    .count();
            if (here > 1 && !section.getMultipleSelection()) {
                throw new Refusal(id + " allows one item only.");
            }
        }
        List<ListSection.Item> items = picker.getSections().stream()
                .flatMap(section -> section.getItems().stream())
                .toList();
        List<FormReply.Field> fields = new ArrayList<>();
        for (String one : chosen) {
            fields.add(item(items, id, one));
        }
        return fields;
    }

    private static FormReply.Field item(List<ListSection.Item> items, String id, String value) throws Refusal {
        ListSection.Item chosen = items.stream()
                .filter(item -> item.getId().equals(value))
                .findFirst()
                .orElseThrow(() -> notOffered(
                        id, value, items.stream().map(ListSection.Item::getId).toList()));
        return new FormReply.Field(id, Objects.requireNonNullElse(chosen.getTitle(), value), value);
    }

    private static Refusal notOffered(String id, String value, List<String> offered) {
        return new Refusal(id + " does not offer " + value + ". On offer: " + String.join(", ", offered) + ".");
    }

    private static Stream<FormComponent> components(MessagePart.Form form) {
        return form.getPages().stream().map(FormPage::getComponents).flatMap(List::stream);
    }
}
