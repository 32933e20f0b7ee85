package dev.confab.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pieces of compiled code that pages show.
 *
 * <p>A piece stands between the lines {@code // snippet:NAME} and {@code // snippet-end} in the sources of this module.
 * Pieces of one name in one file are joined by an empty line, so that a page can show imports and body without the class
 * around them.
 */
final class Snippets {
    private static final String BEGIN = "// snippet:";
    private static final String END = "// snippet-end";

    private Snippets() {}

    /** By name. */
    static Map<String, String> compiled() {
        Map<String, String> snippets = new TreeMap<>();
        for (Path source : Tree.sources("docs/src/test")) {
            in(source).forEach((name, text) -> {
                if (snippets.put(name, text) != null) {
                    throw new IllegalStateException("Two files hold a snippet \"" + name + "\".");
                }
            });
        }
        return snippets;
    }

    private static Map<String, String> in(Path source) {
        Map<String, String> snippets = new TreeMap<>();
        List<String> lines = Tree.lines(source);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(BEGIN)) {
                int end = endOf(lines, i, source);
                String piece = String.join("\n", lines.subList(i + 1, end)).stripIndent();
                snippets.merge(line.substring(BEGIN.length()), piece, (one, next) -> one + "\n\n" + next);
                i = end;
            }
        }
        return snippets;
    }

    private static int endOf(List<String> lines, int begin, Path source) {
        for (int i = begin + 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals(END)) {
                return i;
            }
            if (line.startsWith(BEGIN)) {
                break;
            }
        }
        throw new IllegalStateException(Tree.place(source, begin + 1) + ": this snippet has no line \"" + END + "\".");
    }
}
