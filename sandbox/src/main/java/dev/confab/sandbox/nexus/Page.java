package dev.confab.sandbox.nexus;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a transcript is asked for (Engage chat protocol notes §3.4).
 *
 * @param after only entries with a higher index, the lowest first; null for no such limit
 * @param before only entries with a lower index, of which the newest count; null for no such limit
 * @param most how many at most, null for no limit of the caller's
 */
record Page(
        @Nullable Integer after,
        @Nullable Integer before,
        @Nullable Integer most) {

    /** Reads the parameters; null when one of them is no number or both directions are asked for. */
    static @Nullable Page of(@Nullable String after, @Nullable String before, @Nullable String limit) {
        try {
            Page page = new Page(number(after, 0), number(before, 1), number(limit, 1));
            return page.after != null && page.before != null ? null : page;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    boolean limited() {
        return most != null;
    }

    int limit(int highest) {
        return most == null ? highest : Math.min(most, highest);
    }

    private static @Nullable Integer number(@Nullable String text, int least) {
        if (text == null) {
            return null;
        }
        int number = Integer.parseInt(text);
        if (number < least) {
            throw new NumberFormatException(text);
        }
        return number;
    }
}
