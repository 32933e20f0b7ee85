package dev.confab.sample.screen;

import android.app.Dialog;
import android.content.DialogInterface;
import android.os.Bundle;
import androidx.fragment.app.DialogFragment;
import androidx.fragment.app.Fragment;
import androidx.fragment.app.FragmentManager;
import com.google.android.material.dialog.MaterialAlertDialogBuilder;
import dev.confab.sample.R;
import dev.confab.transport.store.StoreLostException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** There is no conversation to show: says why, and what can be done. A fragment, so that it outlives a turn of the device. */
public final class TroubleDialog extends DialogFragment {

    /** The key under which the activity hears what was chosen. */
    static final String RESULT = "trouble";

    private static final String KIND = "kind";
    private static final String CHOICE = "choice";

    /** What is the matter. */
    enum Kind {
        /** The store cannot be opened at the moment: the Keystore is busy, the disk is full. Nothing is lost, so nothing is thrown away. */
        BUSY,
        /** What is stored will never open again: it is damaged, or its key is gone. */
        STORE,
        /** What was saved once does not work any more. */
        SETTINGS;

        /** In doubt it passes: who is told too soon that all is lost, throws it away. */
        static Kind of(Throwable failure) {
            Throwable cause = failure;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof IllegalArgumentException) {
                return SETTINGS;
            }
            return cause instanceof StoreLostException ? STORE : BUSY;
        }
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
        TroubleDialog asks =
                fragments.findFragmentByTag(RESULT) instanceof TroubleDialog shown && !shown.answered ? shown : null;
        if (fragments.isStateSaved() || (asks != null && asks.kind() == kind)) {
            return;
        }
        if (asks != null) {
            asks.dismiss(); // it is another trouble by now
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
        MaterialAlertDialogBuilder dialog = new MaterialAlertDialogBuilder(requireContext())
                .setNegativeButton(R.string.action_close, choose(Choice.CLOSE));
        return switch (kind()) {
            case BUSY ->
                dialog.setMessage(R.string.store_busy)
                        .setPositiveButton(R.string.action_try_again, choose(Choice.TRY_AGAIN))
                        .create();
            case STORE ->
                dialog.setMessage(R.string.store_unreadable)
                        .setPositiveButton(R.string.action_try_again, choose(Choice.TRY_AGAIN))
                        .setNeutralButton(R.string.action_forget, choose(Choice.FORGET))
                        .create();
            case SETTINGS ->
                dialog.setMessage(R.string.settings_unusable)
                        .setPositiveButton(R.string.action_settings, choose(Choice.SETTINGS))
                        .create();
        };
    }

    private Kind kind() {
        return Kind.valueOf(requireArguments().getString(KIND, Kind.BUSY.name()));
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
