package dev.confab.sample.chat;

import dev.confab.transport.model.Participant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on the other side.
 *
 * @param name what to call them, or null where the service tells no name
 * @param bot whether it is a machine
 */
public record Author(@Nullable String name, boolean bot) {

    /** One of whom nothing is known. */
    public static final Author UNKNOWN = new Author(null, false);

    /** The author of a message, as far as the service tells. */
    public static Author of(@Nullable Participant from) {
        if (from == null) {
            return UNKNOWN;
        }
        String name = from.getName();
        boolean named = name != null && !name.trim().isEmpty();
        return new Author(named ? name.trim() : null, from.getKind() == Participant.Kind.BOT);
    }

    /** The first letters of first and last name; empty without a name. */
    public String initials() {
        if (name == null) {
            return "";
        }
        String[] parts = name.split("\\s+", -1);
        String initials = first(parts[0]) + (parts.length > 1 ? first(parts[parts.length - 1]) : "");
        return initials.toUpperCase(Locale.ROOT);
    }

    /** A letter may take two chars of Java. */
    private static String first(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }
}
