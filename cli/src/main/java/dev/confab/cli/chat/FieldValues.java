package dev.confab.cli.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /reply} says of a form: {@code name="Mira Okafor" age=34}. */
final class FieldValues {

    /** A value with space in it stands in quotation marks, in which a backslash takes the next character as it is. */
    private static final Pattern FIELD = Pattern.compile(
            "\\s*(?<name>[^\\s=\"]+)=(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"(?=\\s|$)|(?<bare>[^\\s\"]*+)(?=\\s|$))");

    private FieldValues() {}

    /** Whether it begins as one. */
    static boolean areIn(String argument) {
        return argument.matches("[^\\s=\"]+=.*");
    }

    static Map<String, String> of(String argument) throws Refusal {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher fields = FIELD.matcher(argument);
        int at = 0;
        while (at < argument.length()) {
            if (!fields.region(at, argument.length()).lookingAt()) {
                throw new Refusal(
                        "This is no FIELD=VALUE: " + argument.substring(at).strip()
                                + ". A value with space or quotation marks in it is written \"like \\\"this\\\"\".");
            }
            String quoted = fields.group("quoted");
            String value = quoted == null ? fields.group("bare") : quoted.replaceAll("\\\\(.)", "$1");
            if (values.put(fields.group("name"), value) != null) {
                throw new Refusal("The field " + fields.group("name") + " is there twice.");
            }
            at = fields.end();
        }
        return values;
    }
}
