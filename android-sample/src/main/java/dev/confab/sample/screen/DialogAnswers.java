package dev.confab.sample.screen;

import androidx.appcompat.app.AppCompatActivity;
import androidx.fragment.app.Fragment;
import androidx.fragment.app.FragmentManager;
import com.google.android.material.datepicker.MaterialDatePicker;
import com.google.android.material.datepicker.MaterialPickerOnPositiveButtonClickListener;
import dev.confab.sample.chat.Answers;
import java.util.function.Consumer;

/** Takes what was chosen in a dialog to the session, also where the screen under the dialog was made anew. */
final class DialogAnswers {

    private DialogAnswers() {}

    /**
     * Listens as long as the activity lives. Before {@code super.onCreate}, which brings back the dialogs that were open.
     *
     * @param session does something with the answers of the session, as soon as there is one
     */
    static void listen(AppCompatActivity activity, Consumer<Consumer<Answers>> session) {
        FragmentManager fragments = activity.getSupportFragmentManager();
        fragments.setFragmentResultListener(
                DateDialog.RESULT,
                activity,
                (key, result) -> session.accept(answers -> DateDialog.answer(result, answers)));
        fragments.setFragmentResultListener(
                ListDialog.RESULT,
                activity,
                (key, result) -> session.accept(answers -> ListDialog.answer(result, answers)));
        fragments.registerFragmentLifecycleCallbacks(new Calendars(session), false);
    }

    /** Material's calendar loses its listeners with the screen, and is given one whenever it is shown. */
    private static final class Calendars extends FragmentManager.FragmentLifecycleCallbacks {
        private final Consumer<Consumer<Answers>> session;

        Calendars(Consumer<Consumer<Answers>> session) {
            this.session = session;
        }

        @Override
        public void onFragmentStarted(FragmentManager fragments, Fragment fragment) {
            String tag = fragment.getTag();
            if (fragment instanceof MaterialDatePicker<?> calendar
                    && tag != null
                    && tag.startsWith(DateDialog.CALENDAR)) {
                calendar.clearOnPositiveButtonClickListeners();
                MaterialPickerOnPositiveButtonClickListener<Object> chosen =
                        day -> session.accept(answers -> DateDialog.answer(tag, (Long) day, answers));
                calendar.addOnPositiveButtonClickListener(chosen);
            }
        }
    }
}
