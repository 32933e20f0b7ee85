package dev.confab.client.webchat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * The regular expressions that hide messages. Matched by RE2/J, whose time is linear in the text whatever the expression: a hostile one cannot
 * stall a session, on Android either, where a matcher of the platform can be neither interrupted nor given a deadline. What RE2 has not, back
 * references and looking around, is refused. Confined to the turns of its service.
 */
final class Prefilters {

    private static final int MAX_FILTERS = 50;
    private static final int MAX_LENGTH = 1_000;

    /** Counted repetitions are written out when an expression is compiled, and nested ones multiply. */
    private static final int MAX_REPETITIONS = 1_000;

    /** Before an expression is compiled: so much it can come to with its repetitions written out. */
    private static final int MAX_WRITTEN_OUT = 20_000;

    /** Of all filters together, in steps of RE2. Times {@link #MAX_TEXT} this is the work for one message: about a second at worst. */
    private static final int MAX_SIZE = 4_000;

    /** More than services take for one message. */
    private static final int MAX_TEXT = 16_384;

    // The closing brace, too: Android takes no bare one.
    private static final java.util.regex.Pattern COUNTED = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    private static final int KNOWN_FLAGS = java.util.regex.Pattern.CASE_INSENSITIVE
            | java.util.regex.Pattern.MULTILINE
            | java.util.regex.Pattern.DOTALL
            | java.util.regex.Pattern.UNICODE_CASE
            | java.util.regex.Pattern.LITERAL;

    private final Map<String, Pattern> byText = new LinkedHashMap<>();

    /**
     * What stands for an expression from now on: the flags go in front of it.
     *
     * @throws IllegalArgumentException when it cannot be used; the message says why
     */
    static String text(java.util.regex.Pattern regex) {
        int flags = regex.flags();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new IllegalArgumentException("The regular expression has flags that filters do not know: use"
                    + " CASE_INSENSITIVE, MULTILINE, DOTALL or LITERAL.");
        }
        String body = regex.pattern();
        if ((flags & java.util.regex.Pattern.LITERAL) != 0) {
            body = Pattern.quote(body);
        }
        StringBuilder letters = new StringBuilder();
        if ((flags & java.util.regex.Pattern.CASE_INSENSITIVE) != 0) {
            letters.append('i');
        }
        if ((flags & java.util.regex.Pattern.MULTILINE) != 0) {
            letters.append('m');
        }
        if ((flags & java.util.regex.Pattern.DOTALL) != 0) {
            letters.append('s');
        }
        String text = letters.length() == 0 ? body : "(?" + letters + ")" + body;
        compile(text);
        return text;
    }

    /** All of them or none. */
    void add(List<String> texts) {
        Map<String, Pattern> next = new LinkedHashMap<>();
        for (String text : texts) {
            if (!byText.containsKey(text)) {
                next.put(text, compile(text));
            }
        }
        if (byText.size() + next.size() > MAX_FILTERS) {
            throw new IllegalArgumentException("There can be " + MAX_FILTERS + " filters: join some with |.");
        }
        int size = size(byText) + size(next);
        if (size > MAX_SIZE) {
            throw new IllegalArgumentException("All filters together come to " + size + " steps, and may come to "
                    + MAX_SIZE + ": use * or + in place of counted repetitions.");
        }
        byText.putAll(next);
    }

    List<String> texts() {
        return new ArrayList<>(byText.keySet());
    }

    boolean hides(String text) {
        String looked = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return byText.values().stream()
                .anyMatch(filter -> filter.matcher(looked).find());
    }

    private static int size(Map<String, Pattern> filters) {
        return filters.values().stream().mapToInt(Pattern::programSize).sum();
    }

    private static Pattern compile(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("A filter has between 1 and " + MAX_LENGTH + " characters.");
        }
        long repetitions = repetitions(text);
        if (repetitions > MAX_REPETITIONS || repetitions * text.length() > MAX_WRITTEN_OUT) {
            throw new IllegalArgumentException("The counted repetitions of a filter come to more than "
                    + MAX_REPETITIONS + " together, or are too long when they are written out: use * or +.");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "The filter cannot be used: " + wrong.getDescription()
                            + ". Looking around and back references are not possible.",
                    wrong);
        }
    }

    /** At worst: as if each stood inside the one before. */
    private static long repetitions(String text) {
        Matcher counted = COUNTED.matcher(text);
        long product = 1;
        while (counted.find() && product <= MAX_REPETITIONS) {
            String most = counted.group(2) == null || counted.group(2).isEmpty() ? counted.group(1) : counted.group(2);
            product *= most.length() > 6 ? Integer.MAX_VALUE : Math.max(1, Integer.parseInt(most));
        }
        return product;
    }
}
