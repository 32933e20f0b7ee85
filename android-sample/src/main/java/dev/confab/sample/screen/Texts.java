package dev.confab.sample.screen;

import android.content.Context;
import android.text.format.DateUtils;
import dev.confab.sample.R;
import dev.confab.sample.chat.Author;
import dev.confab.sample.chat.Phrase;
import dev.confab.sample.chat.Row;
import dev.confab.sample.chat.Words;

/** Puts what presenters say into the language of the device. */
final class Texts {

    private Texts() {}

    static String of(Context context, Words words) {
        Object[] values = words.values().toArray();
        int plural = plural(words.phrase());
        return plural == 0
                ? context.getString(string(words.phrase()), values)
                : context.getResources().getQuantityString(plural, (Integer) values[0], values);
    }

    static String name(Context context, Author author) {
        String name = author.name();
        return name != null ? name : context.getString(author.bot() ? R.string.bot : R.string.agent);
    }

    /** The time of day, as the device shows it. */
    static String time(Context context, long millis) {
        return DateUtils.formatDateTime(context, millis, DateUtils.FORMAT_SHOW_TIME);
    }

    /** A day, with its name where that is enough. */
    static String day(Context context, Row.Day day) {
        return switch (day.name()) {
            case TODAY -> context.getString(R.string.today);
            case YESTERDAY -> context.getString(R.string.yesterday);
            case DATE ->
                DateUtils.formatDateTime(
                        context,
                        day.startMillis(),
                        DateUtils.FORMAT_SHOW_DATE | DateUtils.FORMAT_SHOW_WEEKDAY | DateUtils.FORMAT_ABBREV_ALL);
        };
    }

    /** A day and a time that can be chosen. */
    static String slot(Context context, long millis) {
        return DateUtils.formatDateTime(
                context,
                millis,
                DateUtils.FORMAT_SHOW_DATE
                        | DateUtils.FORMAT_SHOW_YEAR
                        | DateUtils.FORMAT_SHOW_WEEKDAY
                        | DateUtils.FORMAT_SHOW_TIME
                        | DateUtils.FORMAT_ABBREV_ALL);
    }

    private static int plural(Phrase phrase) {
        return switch (phrase) {
            case BANNER_NEXT_TRY -> R.plurals.banner_next_try;
            case BANNER_EXPIRES -> R.plurals.banner_expires;
            default -> 0;
        };
    }

    /** No default: a new phrase without its string does not compile. */
    private static int string(Phrase phrase) {
        return switch (phrase) {
            case STATUS_ONLINE -> R.string.status_online;
            case STATUS_CONNECTING -> R.string.status_connecting;
            case STATUS_WAITING -> R.string.status_waiting;
            case STATUS_ENDED -> R.string.status_ended;
            case STATUS_OFFLINE -> R.string.status_offline;
            case STATUS_TYPING -> R.string.status_typing;
            case BANNER_CONNECTING -> R.string.banner_connecting;
            case BANNER_TRYING -> R.string.banner_trying;
            case BANNER_READ_ONLY -> R.string.banner_read_only;
            case BANNER_CLOSED -> R.string.banner_closed;
            case FAILED_NETWORK -> R.string.failed_network;
            case FAILED_TIMEOUT -> R.string.failed_timeout;
            case FAILED_SETTINGS -> R.string.failed_settings;
            case FAILED_SIGN_IN -> R.string.failed_sign_in;
            case FAILED_FORBIDDEN -> R.string.failed_forbidden;
            case FAILED_NOT_FOUND -> R.string.failed_not_found;
            case FAILED_TOO_FAST -> R.string.failed_too_fast;
            case FAILED_TOO_LONG -> R.string.failed_too_long;
            case FAILED_FILE -> R.string.failed_file;
            case FAILED_FILE_SIZE -> R.string.failed_file_size;
            case FAILED_FILE_TYPE -> R.string.failed_file_type;
            case FAILED_FILE_EMPTY -> R.string.failed_file_empty;
            case FAILED_UPLOAD -> R.string.failed_upload;
            case FAILED_DOWNLOAD -> R.string.failed_download;
            case FAILED_ENDED -> R.string.failed_ended;
            case FAILED_UNCERTAIN -> R.string.failed_uncertain;
            case FAILED_UNSUPPORTED -> R.string.failed_unsupported;
            case FAILED_FULL -> R.string.failed_full;
            case FAILED_STORE -> R.string.failed_store;
            case FAILED_NOT_CONNECTED -> R.string.failed_not_connected;
            case FAILED_OTHER -> R.string.failed_other;
            case GAP -> R.string.gap;
            case OFFERED_SCREEN -> R.string.offered_screen;
            case OFFERED_VIDEO -> R.string.offered_video;
            case BANNER_NEXT_TRY, BANNER_EXPIRES -> throw new IllegalArgumentException(phrase + " has a plural.");
        };
    }
}
