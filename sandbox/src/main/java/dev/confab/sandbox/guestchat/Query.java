package dev.confab.sandbox.guestchat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The query of a call. An empty value is an absent one: the official client sends every option it was not given as such
 * (guest chat protocol notes §2, §4.1).
 */
final class Query {

    private final UnaryOperator<@Nullable String> values;

    /** Reads a query by the name of a parameter; null or an empty text when it is absent. */
    Query(UnaryOperator<@Nullable String> values) {
        this.values = values;
    }

    String text(String name, String absent) {
        String value = values.apply(name);
        return value == null || value.isEmpty() ? absent : value;
    }

    int number(String name, int absent, int least, int most) {
        String text = text(name, Integer.toString(absent));
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RefusedException(Refusals.invalidParameter(name, text, "a whole number"));
        }
        if (value < least || value > most) {
            String range = most == Integer.MAX_VALUE ? "from " + least : "from " + least + " to " + most;
            throw new RefusedException(Refusals.invalidParameter(name, text, range));
        }
        return value;
    }

    boolean flag(String name) {
        return oneOf(name, List.of("false", "true")).equals("true");
    }

    /** One of some values; the first of them when it is absent. */
    String oneOf(String name, List<String> allowed) {
        String value = text(name, allowed.get(0));
        if (!allowed.contains(value)) {
            throw new RefusedException(Refusals.invalidParameter(name, value, String.join(", ", allowed)));
        }
        return value;
    }
}
