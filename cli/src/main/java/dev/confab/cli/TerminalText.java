package dev.confab.cli;

/** Makes what strangers wrote safe to show. */
public final class TerminalText {

    private TerminalText() {}

    /**
     * Replaces what a terminal would obey or what would turn the direction of the text: control characters other than
     * line ends and tabs, and the characters for direction.
     *
     * @param text from the service or from the input
     * @return the same with a visible mark in their place
     */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(character -> shown.appendCodePoint(isSafe(character) ? character : '\uFFFD'));
        return shown.toString();
    }

    private static boolean isSafe(int character) {
        if (character == '\n' || character == '\t') {
            return true;
        }
        int type = Character.getType(character);
        boolean turns = (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
        return type != Character.CONTROL && type != Character.SURROGATE && !turns;
    }
}
