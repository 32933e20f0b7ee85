package dev.confab.sample.screen;

import android.os.Bundle;
import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.datepicker.CalendarConstraints;
import com.google.android.material.datepicker.CompositeDateValidator;
import com.google.android.material.datepicker.DateValidatorPointBackward;
import com.google.android.material.datepicker.DateValidatorPointForward;
import com.google.android.material.datepicker.MaterialDatePicker;
import dev.confab.sample.R;
import dev.confab.sample.chat.Answers;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.TimeSlot;
import java.text.DateFormat;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Lets a date be chosen: one of those that are offered, else a day of the calendar between the bounds. */
final class DateDialog {

    /** The key under which the activity hears which of the offered times was chosen. */
    static final String RESULT = "time";

    /** The calendar's tag says which message it answers: a fragment of Material has no room for that. */
    static final String CALENDAR = "date ";

    private static final String TO = "to";
    private static final String TIMES = "times";
    private static final String LABELS = "labels";
    private static final String DATE = "yyyy-MM-dd";
    /** The service takes a day only with a time. */
    private static final String DATE_TIME = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private DateDialog() {}

    static void show(AppCompatActivity activity, MessageId to, MessagePart.DatePicker picker) {
        String title = picker.getTitle() == null ? activity.getString(R.string.action_choose_date) : picker.getTitle();
        if (picker.getTimes().isEmpty()) {
            calendar(activity, to, picker, title);
        } else {
            times(activity, to, picker.getTimes(), title);
        }
    }

    /** Sends the time that was chosen. */
    static void answer(Bundle result, Answers answers) {
        Bundle about = ChoiceDialog.about(result);
        int index = ChoiceDialog.chosen(result)[0];
        answers.chooseDate(
                new MessageId(about.getString(TO, "")),
                Objects.requireNonNull(about.getStringArray(TIMES))[index],
                Objects.requireNonNull(about.getStringArray(LABELS))[index]);
    }

    /** Sends the day that was chosen in the calendar of this tag. */
    static void answer(String tag, long millis, Answers answers) {
        DateFormat label = DateFormat.getDateInstance(DateFormat.LONG);
        label.setTimeZone(UTC);
        answers.chooseDate(
                new MessageId(tag.substring(CALENDAR.length())), iso(DATE_TIME).format(millis), label.format(millis));
    }

    private static void times(AppCompatActivity activity, MessageId to, List<TimeSlot> slots, String title) {
        String[] times = new String[slots.size()];
        String[] labels = new String[slots.size()];
        for (int i = 0; i < labels.length; i++) {
            Long start = slots.get(i).getStartMillis();
            times[i] = slots.get(i).getDateTime();
            labels[i] = start == null ? times[i] : Texts.slot(activity, start);
        }
        Bundle about = new Bundle();
        about.putString(TO, to.getValue());
        about.putStringArray(TIMES, times);
        about.putStringArray(LABELS, labels);
        ChoiceDialog.show(activity.getSupportFragmentManager(), RESULT, title, labels, false, about);
    }

    /** The calendar of Material counts days in UTC. */
    private static void calendar(
            AppCompatActivity activity, MessageId to, MessagePart.DatePicker picker, String title) {
        String tag = CALENDAR + to.getValue();
        if (activity.getSupportFragmentManager().isStateSaved()
                || activity.getSupportFragmentManager().findFragmentByTag(tag) != null) {
            return;
        }
        List<CalendarConstraints.DateValidator> bounds = new ArrayList<>();
        Long minimum = day(picker.getMinimum());
        Long maximum = day(picker.getMaximum());
        if (minimum != null) {
            bounds.add(DateValidatorPointForward.from(minimum));
        }
        if (maximum != null) {
            bounds.add(DateValidatorPointBackward.before(maximum));
        }
        MaterialDatePicker.Builder.datePicker()
                .setTitleText(title)
                .setCalendarConstraints(new CalendarConstraints.Builder()
                        .setValidator(CompositeDateValidator.allOf(bounds))
                        .build())
                .build()
                .show(activity.getSupportFragmentManager(), tag);
    }

    private static @Nullable Long day(@Nullable String iso) {
        if (iso == null || iso.length() < 10) {
            return null;
        }
        Calendar day = Calendar.getInstance(UTC);
        ParsePosition begin = new ParsePosition(0);
        SimpleDateFormat format = iso(DATE);
        format.setCalendar(day);
        // What was parsed stands in the calendar.
        return format.parse(iso.substring(0, 10), begin) == null ? null : (Long) day.getTimeInMillis();
    }

    private static SimpleDateFormat iso(String pattern) {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
        format.setTimeZone(UTC);
        return format;
    }
}
