package dev.confab.sample.screen;

import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.datepicker.CalendarConstraints;
import com.google.android.material.datepicker.CompositeDateValidator;
import com.google.android.material.datepicker.DateValidatorPointBackward;
import com.google.android.material.datepicker.DateValidatorPointForward;
import com.google.android.material.datepicker.MaterialDatePicker;
import com.google.android.material.dialog.MaterialAlertDialogBuilder;
import dev.confab.sample.R;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.TimeSlot;
import java.text.DateFormat;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Lets a date be chosen: one of those that are offered, else a day of the calendar between the bounds. */
final class DateDialog {

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private DateDialog() {}

    /** @param chosen is told the date for the service, and for people */
    static void show(AppCompatActivity activity, MessagePart.DatePicker picker, BiConsumer<String, String> chosen) {
        if (picker.getTimes().isEmpty()) {
            calendar(activity, picker, chosen);
        } else {
            times(activity, picker, chosen);
        }
    }

    private static void times(
            AppCompatActivity activity, MessagePart.DatePicker picker, BiConsumer<String, String> chosen) {
        List<TimeSlot> slots = picker.getTimes();
        String[] labels = new String[slots.size()];
        for (int i = 0; i < labels.length; i++) {
            Long start = slots.get(i).getStartMillis();
            labels[i] = start == null ? slots.get(i).getDateTime() : Texts.slot(activity, start);
        }
        new MaterialAlertDialogBuilder(activity)
                .setTitle(
                        picker.getTitle() == null ? activity.getString(R.string.action_choose_date) : picker.getTitle())
                .setItems(
                        labels,
                        (dialog, index) -> chosen.accept(slots.get(index).getDateTime(), labels[index]))
                .setNegativeButton(R.string.action_cancel, null)
                .show();
    }

    /** The calendar of Material counts days in UTC. */
    private static void calendar(
            AppCompatActivity activity, MessagePart.DatePicker picker, BiConsumer<String, String> chosen) {
        List<CalendarConstraints.DateValidator> bounds = new ArrayList<>();
        Long minimum = day(picker.getMinimum());
        Long maximum = day(picker.getMaximum());
        if (minimum != null) {
            bounds.add(DateValidatorPointForward.from(minimum));
        }
        if (maximum != null) {
            bounds.add(DateValidatorPointBackward.before(maximum));
        }
        CalendarConstraints constraints = new CalendarConstraints.Builder()
                .setValidator(CompositeDateValidator.allOf(bounds))
                .build();
        MaterialDatePicker<Long> dialog = MaterialDatePicker.Builder.datePicker()
                .setTitleText(
                        picker.getTitle() == null ? activity.getString(R.string.action_choose_date) : picker.getTitle())
                .setCalendarConstraints(constraints)
                .build();
        dialog.addOnPositiveButtonClickListener(millis -> {
            DateFormat label = DateFormat.getDateInstance(DateFormat.LONG);
            label.setTimeZone(UTC);
            chosen.accept(iso().format(millis), label.format(millis));
        });
        dialog.show(activity.getSupportFragmentManager(), "date");
    }

    private static @Nullable Long day(@Nullable String iso) {
        if (iso == null || iso.length() < 10) {
            return null;
        }
        Calendar day = Calendar.getInstance(UTC);
        ParsePosition begin = new ParsePosition(0);
        SimpleDateFormat format = iso();
        format.setCalendar(day);
        // What was parsed stands in the calendar.
        return format.parse(iso.substring(0, 10), begin) == null ? null : (Long) day.getTimeInMillis();
    }

    private static SimpleDateFormat iso() {
        SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT);
        format.setTimeZone(UTC);
        return format;
    }
}
