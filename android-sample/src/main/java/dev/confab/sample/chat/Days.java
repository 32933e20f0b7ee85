package dev.confab.sample.chat;

import java.util.Calendar;
import java.util.TimeZone;

/** Where days begin. For one thread. */
final class Days {

    private final Calendar calendar;

    /** Days begin at midnight of this time zone. */
    Days(TimeZone zone) {
        calendar = Calendar.getInstance(zone);
    }

    /** When the day began that this moment is in; days are not all of 24 hours. */
    long start(long millis) {
        return shifted(millis, 0);
    }

    /** When the day after that begins. */
    long next(long millis) {
        return shifted(millis, 1);
    }

    /** The line above the messages of a day. */
    Row.Day row(long millis, long nowMillis) {
        long start = start(millis);
        Row.Day.Name name = Row.Day.Name.DATE;
        if (start == start(nowMillis)) {
            name = Row.Day.Name.TODAY;
        } else if (start == shifted(nowMillis, -1)) {
            name = Row.Day.Name.YESTERDAY;
        }
        return new Row.Day(start, name);
    }

    private long shifted(long millis, int days) {
        calendar.setTimeInMillis(millis);
        calendar.set(Calendar.HOUR_OF_DAY, 0);
        calendar.set(Calendar.MINUTE, 0);
        calendar.set(Calendar.SECOND, 0);
        calendar.set(Calendar.MILLISECOND, 0);
        calendar.add(Calendar.DAY_OF_YEAR, days);
        return calendar.getTimeInMillis();
    }
}
