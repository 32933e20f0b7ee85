package dev.confab.cli.chat;

/**
 * A line that tells this program something instead of the other side: a slash and a word, and perhaps an argument.
 *
 * @param line the whole line, as it was given
 * @param name the word, with its slash
 * @param argument the rest of the line, without the space around it; empty when there is none
 */
record Command(String line, String name, String argument) {

    /** A message that begins with one slash is written with two. */
    static boolean isCommand(String line) {
        return line.startsWith("/") && !line.startsWith("//");
    }

    static Command of(String line) {
        String[] words = line.strip().split("\\s+", 2);
        return new Command(line, words[0], words.length > 1 ? words[1] : "");
    }

    /** The line without what is secret in it. */
    String shown() {
        return name.equals("/login") ? "/login …" : line;
    }

    /** What would be sent of a line; nothing of a command. */
    static String message(String line) {
        if (line.startsWith("//")) {
            return line.substring(1);
        }
        return line.startsWith("/") ? "" : line;
    }
}
