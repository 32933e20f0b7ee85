package dev.confab.sample.screen;

import android.os.Bundle;
import androidx.appcompat.app.AppCompatActivity;
import dev.confab.sample.R;
import dev.confab.sample.chat.Answers;
import dev.confab.transport.model.ListSection;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Prompt;
import dev.confab.transport.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Lets items of a list be chosen: one, or several where its sections allow that. */
final class ListDialog {

    /** The key under which the activity hears the answer. */
    static final String RESULT = "list";

    private static final String TO = "to";
    private static final String WORDS = "words";
    private static final String IDS = "ids";
    private static final String LABELS = "labels";

    private ListDialog() {}

    static void show(AppCompatActivity activity, MessageId to, MessagePart.ListPicker picker) {
        List<ListSection.Item> items = new ArrayList<>();
        boolean several = picker.getSections().size() > 1;
        for (ListSection section : picker.getSections()) {
            several |= section.getMultipleSelection();
            items.addAll(section.getItems());
        }
        String[] ids = new String[items.size()];
        String[] labels = new String[items.size()];
        for (int i = 0; i < labels.length; i++) {
            String title = items.get(i).getTitle();
            ids[i] = items.get(i).getId();
            labels[i] = title == null ? ids[i] : title;
        }
        Prompt asked = picker.getReceived();
        String title = asked == null ? null : asked.getTitle();
        Prompt answer = picker.getReply();
        Bundle about = new Bundle();
        about.putString(TO, to.getValue());
        about.putString(WORDS, answer == null ? null : answer.getSubtitle());
        about.putStringArray(IDS, ids);
        about.putStringArray(LABELS, labels);
        ChoiceDialog.show(
                activity.getSupportFragmentManager(),
                RESULT,
                title == null ? activity.getString(R.string.action_choose) : title,
                labels,
                several,
                about);
    }

    /** Sends what was chosen. */
    static void answer(Bundle result, Answers answers) {
        Bundle about = ChoiceDialog.about(result);
        String[] ids = Objects.requireNonNull(about.getStringArray(IDS));
        String[] labels = Objects.requireNonNull(about.getStringArray(LABELS));
        List<Reply.ListChoice.Item> items = new ArrayList<>();
        for (int chosen : ChoiceDialog.chosen(result)) {
            items.add(new Reply.ListChoice.Item(ids[chosen], labels[chosen]));
        }
        String words = about.getString(WORDS);
        answers.chooseItems(new MessageId(about.getString(TO, "")), words == null ? "" : words, items);
    }
}
