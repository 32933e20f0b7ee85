package dev.confab.cli;

/**
 * The colours of texts for people.
 *
 * @param coloured false: all methods return the text as it is
 */
public record Palette(boolean coloured) {

    /** What the guest says. */
    public String guest(String text) {
        return paint("36", text);
    }

    /** What the other side says. */
    public String agent(String text) {
        return paint("33", text);
    }

    /** What is said about the conversation. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** Good news. */
    public String good(String text) {
        return paint("32", text);
    }

    /** Bad news. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** A heading. */
    public String strong(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
