package dev.confab.sample.screen;

import android.app.Dialog;
import android.content.DialogInterface;
import android.os.Bundle;
import androidx.fragment.app.DialogFragment;
import androidx.fragment.app.Fragment;
import androidx.fragment.app.FragmentManager;
import com.google.android.material.dialog.MaterialAlertDialogBuilder;
import dev.confab.sample.R;
import org.jspecify.annotations.Nullable;

/** There is no conversation to show: says why, and what can be done. A fragment, so that it outlives a turn of the device. */
public final class TroubleDialog extends DialogFragment {

    /** The key under which the activity hears what was chosen. */
    static final String RESULT = "trouble";

    private static final String KIND = "kind";
    private static final String CHOICE = "choice";

    /** What is the matter. */
    enum Kind {
        /** The store of this device does not open. It may next time: the Keystore is busy after a restart. */
        STORE,
        /** What was saved once does not work any more. */
        SETTINGS
    }

    /** What the guest wants. */
    enum Choice {
        TRY_AGAIN,
        FORGET,
        SETTINGS,
        CLOSE
    }

    private boolean answered;

    /** Made by the system, too. */
    public TroubleDialog() {
        setCancelable(false);
    }

    static void show(FragmentManager fragments, Kind kind) {
        // One that was answered is on its way out while the next answer is there already.
        boolean asks = fragments.findFragmentByTag(RESULT) instanceof TroubleDialog shown && !shown.answered;
        if (fragments.isStateSaved() || asks) {
            return;
        }
        Bundle arguments = new Bundle();
        arguments.putString(KIND, kind.name());
        TroubleDialog dialog = new TroubleDialog();
        dialog.setArguments(arguments);
        dialog.show(fragments, RESULT);
    }

    /** The trouble is over. */
    static void hide(FragmentManager fragments) {
        Fragment shown = fragments.findFragmentByTag(RESULT);
        if (shown instanceof DialogFragment dialog) {
            dialog.dismissAllowingStateLoss();
        }
    }

    static Choice choice(Bundle result) {
        return Choice.valueOf(result.getString(CHOICE, Choice.CLOSE.name()));
    }

    @Override
    public Dialog onCreateDialog(@Nullable Bundle saved) {
        boolean store = Kind.STORE.name().equals(requireArguments().getString(KIND));
        MaterialAlertDialogBuilder dialog = new MaterialAlertDialogBuilder(requireContext())
                .setMessage(store ? R.string.store_unreadable : R.string.settings_unusable)
                .setNegativeButton(R.string.action_close, choose(Choice.CLOSE));
        if (store) {
            dialog.setPositiveButton(R.string.action_try_again, choose(Choice.TRY_AGAIN))
                    .setNeutralButton(R.string.action_forget, choose(Choice.FORGET));
        } else {
            dialog.setPositiveButton(R.string.action_settings, choose(Choice.SETTINGS));
        }
        return dialog.create();
    }

    private DialogInterface.OnClickListener choose(Choice choice) {
        return (dialog, button) -> {
            answered = true;
            Bundle result = new Bundle();
            result.putString(CHOICE, choice.name());
            getParentFragmentManager().setFragmentResult(RESULT, result);
        };
    }
}
