package dev.confab.client.webmessaging.sdk.model;

import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as the service writes them (ISO 8601), with any number of digits behind the second. {@code java.time} is not on Android 7. */
final class IsoTime {

    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,18}))?)?([Zz]|[+-]\\d\\d(?::?\\d\\d)?)");

    private IsoTime() {}

    /** Null when the text is no time; what is finer than a millisecond is left out. */
    static @Nullable Date parse(String text) {
        Matcher time = TIME.matcher(text.trim());
        if (!time.matches()) {
            return null;
        }
        String zone = time.group(8).toUpperCase(Locale.ROOT);
        GregorianCalendar calendar =
                new GregorianCalendar(TimeZone.getTimeZone(zone.equals("Z") ? "GMT" : "GMT" + zone), Locale.ROOT);
        calendar.setLenient(false);
        calendar.clear();
        calendar.set(
                number(time, 1),
                number(time, 2) - 1,
                number(time, 3),
                number(time, 4),
                number(time, 5),
                number(time, 6));
        String fraction = time.group(7);
        calendar.set(Calendar.MILLISECOND, fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3)));
        try {
            return calendar.getTime();
        } catch (IllegalArgumentException noSuchDay) {
            return null;
        }
    }

    static String format(Date date) {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT"), Locale.ROOT);
        calendar.setTime(date);
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                calendar.get(Calendar.YEAR),
                calendar.get(Calendar.MONTH) + 1,
                calendar.get(Calendar.DAY_OF_MONTH),
                calendar.get(Calendar.HOUR_OF_DAY),
                calendar.get(Calendar.MINUTE),
                calendar.get(Calendar.SECOND),
                calendar.get(Calendar.MILLISECOND));
    }

    private static int number(Matcher time, int group) {
        String digits = time.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
