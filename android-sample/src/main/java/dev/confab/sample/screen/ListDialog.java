package dev.confab.sample.screen;

import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.dialog.MaterialAlertDialogBuilder;
import dev.confab.sample.R;
import dev.confab.transport.model.ListSection;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Prompt;
import dev.confab.transport.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Lets items of a list be chosen: one, or several where its sections allow that. */
final class ListDialog {

    private ListDialog() {}

    /** @param chosen is told the words above the items, and the items */
    static void show(
            AppCompatActivity activity,
            MessagePart.ListPicker picker,
            BiConsumer<String, List<Reply.ListChoice.Item>> chosen) {
        List<ListSection.Item> items = new ArrayList<>();
        boolean several = picker.getSections().size() > 1;
        for (ListSection section : picker.getSections()) {
            several |= section.getMultipleSelection();
            items.addAll(section.getItems());
        }
        String[] labels = new String[items.size()];
        for (int i = 0; i < labels.length; i++) {
            String title = items.get(i).getTitle();
            labels[i] = title == null ? items.get(i).getId() : title;
        }
        Prompt asked = picker.getReceived();
        String title = asked == null ? null : asked.getTitle();
        Prompt answer = picker.getReply();
        String words = answer == null || answer.getSubtitle() == null ? "" : answer.getSubtitle();
        MaterialAlertDialogBuilder dialog = new MaterialAlertDialogBuilder(activity)
                .setTitle(title == null ? activity.getString(R.string.action_choose) : title)
                .setNegativeButton(R.string.action_cancel, null);
        if (!several) {
            dialog.setItems(labels, (shown, index) -> chosen.accept(words, List.of(item(items.get(index)))));
        } else {
            boolean[] checked = new boolean[labels.length];
            dialog.setMultiChoiceItems(labels, checked, (shown, index, on) -> checked[index] = on);
            dialog.setPositiveButton(R.string.action_send, (shown, button) -> {
                List<Reply.ListChoice.Item> picked = new ArrayList<>();
                for (int i = 0; i < checked.length; i++) {
                    if (checked[i]) {
                        picked.add(item(items.get(i)));
                    }
                }
                if (!picked.isEmpty()) {
                    chosen.accept(words, picked);
                }
            });
        }
        dialog.show();
    }

    private static Reply.ListChoice.Item item(ListSection.Item chosen) {
        return new Reply.ListChoice.Item(chosen);
    }
}
