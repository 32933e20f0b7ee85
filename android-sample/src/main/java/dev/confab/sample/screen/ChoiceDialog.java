package dev.confab.sample.screen;

import android.app.Dialog;
import android.os.Bundle;
import androidx.fragment.app.DialogFragment;
import androidx.fragment.app.FragmentManager;
import com.google.android.material.dialog.MaterialAlertDialogBuilder;
import dev.confab.sample.R;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of some lines be chosen, or several. A fragment: it is there again after a turn of the device, and the screen that
 * hears the answer need not be the one that asked.
 */
public final class ChoiceDialog extends DialogFragment {

    private static final String TITLE = "title";
    private static final String LABELS = "labels";
    private static final String SEVERAL = "several";
    private static final String ABOUT = "about";
    private static final String CHOSEN = "chosen";

    private boolean[] checked = {};

    /**
     * Asks.
     *
     * @param result the key under which the activity hears the answer
     * @param several whether more than one line may be chosen
     * @param about comes back with the answer
     */
    static void show(
            FragmentManager fragments, String result, String title, String[] labels, boolean several, Bundle about) {
        if (fragments.isStateSaved() || fragments.findFragmentByTag(result) != null) {
            return; // touched twice
        }
        Bundle arguments = new Bundle();
        arguments.putString(TITLE, title);
        arguments.putStringArray(LABELS, labels);
        arguments.putBoolean(SEVERAL, several);
        arguments.putBundle(ABOUT, about);
        ChoiceDialog dialog = new ChoiceDialog();
        dialog.setArguments(arguments);
        dialog.show(fragments, result);
    }

    /** What was given with the question. */
    static Bundle about(Bundle result) {
        return Objects.requireNonNull(result.getBundle(ABOUT));
    }

    /** The lines that were chosen, at least one. */
    static int[] chosen(Bundle result) {
        return Objects.requireNonNull(result.getIntArray(CHOSEN));
    }

    @Override
    public Dialog onCreateDialog(@Nullable Bundle saved) {
        Bundle arguments = requireArguments();
        String[] labels = Objects.requireNonNull(arguments.getStringArray(LABELS));
        MaterialAlertDialogBuilder dialog = new MaterialAlertDialogBuilder(requireContext())
                .setTitle(arguments.getString(TITLE))
                .setNegativeButton(R.string.action_cancel, null);
        if (!arguments.getBoolean(SEVERAL)) {
            return dialog.setItems(labels, (shown, index) -> answer(index)).create();
        }
        boolean[] before = saved == null ? null : saved.getBooleanArray(CHOSEN);
        checked = before == null ? new boolean[labels.length] : before;
        return dialog.setMultiChoiceItems(labels, checked, (shown, index, on) -> checked[index] = on)
                .setPositiveButton(R.string.action_send, (shown, button) -> answerChecked())
                .create();
    }

    @Override
    public void onSaveInstanceState(Bundle out) {
        super.onSaveInstanceState(out);
        out.putBooleanArray(CHOSEN, checked);
    }

    private void answerChecked() {
        ArrayList<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < checked.length; i++) {
            if (checked[i]) {
                chosen.add(i);
            }
        }
        if (!chosen.isEmpty()) {
            answer(chosen.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private void answer(int... chosen) {
        Bundle result = new Bundle();
        result.putBundle(ABOUT, requireArguments().getBundle(ABOUT));
        result.putIntArray(CHOSEN, chosen);
        getParentFragmentManager().setFragmentResult(Objects.requireNonNull(getTag()), result);
    }
}
