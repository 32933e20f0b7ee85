package dev.confab.sample.screen;

import static org.junit.Assert.assertTrue;

import android.view.View;
import android.widget.GridView;
import android.widget.TextView;
import androidx.appcompat.app.AlertDialog;
import androidx.fragment.app.Fragment;
import com.google.android.material.datepicker.MaterialDatePicker;
import dev.confab.sandbox.Scenario;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowDialog;

/** What is chosen in a dialog reaches the service, also where the device was turned while the dialog was open. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class DialogsTest {

    private static final String TIMES = "[{\"contentType\":\"DatePicker\",\"datePicker\":{\"title\":\"When?\","
            + "\"availableTimes\":[{\"dateTime\":\"2030-06-03T09:00:00.000Z\",\"duration\":600},"
            + "{\"dateTime\":\"2030-06-04T09:00:00.000Z\",\"duration\":600}]}}]";
    private static final String DAYS = "[{\"contentType\":\"DatePicker\",\"datePicker\":{\"title\":\"Which day?\"}}]";

    @Test
    public void aTimeIsChosenAfterATurn() {
        try (AppTester app = asked(TIMES, "When?", "Choose a date")) {
            turn(app);
            dialog().getListView().performItemClick(new View(app.device), 1, 1);
            assertAnswered(app, "2030-06-04T09:00:00.000Z");
        }
    }

    @Test
    public void aDayIsChosenAfterATurn() {
        try (AppTester app = asked(DAYS, "Which day?", "Choose a date")) {
            turn(app);
            View calendar = calendar(app).requireDialog().getWindow().getDecorView();
            GridView days = (GridView) Objects.requireNonNull(Views.find(
                    calendar, // not the line with the names of the days
                    each -> each instanceof GridView grid && grid.getAdapter().getCount() > 7));
            int middle = 15; // of this month, on whatever day of the week it begins
            days.performItemClick(days.getChildAt(middle), middle, middle);
            app.settle();
            View ok = calendar.findViewById(com.google.android.material.R.id.confirm_button);
            assertTrue(ok.isEnabled());
            ok.performClick();
            app.await("answered", () -> app.sandbox.messages().size() == 2);
        }
    }

    @Test
    public void itemsThatWereCheckedStayCheckedInATurn() {
        try (AppTester app = new AppTester(Scenario.CONCIERGE).connected().said("list picker")) {
            open(app, app.awaitRow("a list", row -> button(row, "Choose") != null), "Choose");
            dialog().getListView().performItemClick(new View(app.device), 0, 0);
            turn(app);
            dialog().getListView().performItemClick(new View(app.device), 2, 2);
            dialog().getButton(AlertDialog.BUTTON_POSITIVE).performClick();
            app.awaitWords("You picked internet, tv.");
        }
    }

    private static AppTester asked(String content, String title, String label) {
        AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello");
        app.agent().show(null, content);
        open(app, app.awaitWords(title), label);
        return app;
    }

    private static void open(AppTester app, View row, String label) {
        Objects.requireNonNull(button(row, label)).performClick();
        app.settle();
    }

    private static @Nullable View button(View row, String label) {
        return Views.find(
                row,
                each -> each instanceof TextView words
                        && words.isClickable()
                        && words.getText().toString().equals(label));
    }

    private static void turn(AppTester app) {
        app.controller.recreate();
        app.settle();
    }

    private static AlertDialog dialog() {
        AlertDialog dialog = (AlertDialog) ShadowDialog.getLatestDialog();
        assertTrue(dialog.isShowing());
        return dialog;
    }

    private static MaterialDatePicker<?> calendar(AppTester app) {
        for (Fragment each : app.controller.get().getSupportFragmentManager().getFragments()) {
            if (each instanceof MaterialDatePicker<?> calendar) {
                return calendar;
            }
        }
        throw new AssertionError("There is no calendar.");
    }

    private static void assertAnswered(AppTester app, @Nullable String words) {
        app.await("answered", () -> app.sandbox.messages().size() == 2);
        assertTrue(ledger(app), ledger(app).contains(String.valueOf(words)));
    }

    private static String ledger(AppTester app) {
        return String.valueOf(app.sandbox.ledger());
    }
}
