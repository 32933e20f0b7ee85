package dev.confab.docs;

/** Kotlin and Java source text. */
final class SourceText {
    private SourceText() {}

    /** The text with blanks in place of comments and of what stands in quotes; every line end stays. */
    static String codeOnly(String source) {
        StringBuilder code = new StringBuilder(source);
        int i = 0;
        while (i < source.length()) {
            int end = endOfSkipped(source, i);
            for (int k = i; k < end; k++) {
                if (source.charAt(k) != '\n') {
                    code.setCharAt(k, ' ');
                }
            }
            i = Math.max(end, i + 1);
        }
        return code.toString();
    }

    /** Where the comment or quoted text that begins here ends; this place itself when none begins. */
    private static int endOfSkipped(String source, int at) {
        if (source.startsWith("//", at)) {
            return before("\n", source, at);
        }
        if (source.startsWith("/*", at)) {
            return behind("*/", source, at + 2);
        }
        if (source.startsWith("\"\"\"", at)) {
            return behind("\"\"\"", source, at + 3);
        }
        char quote = source.charAt(at);
        if (quote == '"' || quote == '\'') {
            return behindQuote(quote, source, at + 1);
        }
        return at;
    }

    private static int before(String mark, String source, int from) {
        int at = source.indexOf(mark, from);
        return at < 0 ? source.length() : at;
    }

    private static int behind(String mark, String source, int from) {
        int at = source.indexOf(mark, from);
        return at < 0 ? source.length() : at + mark.length();
    }

    private static int behindQuote(char quote, String source, int from) {
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote || c == '\n') {
                return i + 1;
            }
        }
        return source.length();
    }
}
