package dev.confab.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param opening the index of the line that opens the fence
 * @param closing the index of the line that closes it
 * @param language what stands behind the opening fence
 * @param snippet the name in the line {@code <!-- snippet:NAME -->} before the fence, or the empty string
 */
record CodeBlock(Path page, int opening, int closing, String language, String snippet, String text) {
    private static final String FENCE = "```";
    private static final String MARKER_BEGIN = "<!-- snippet:";
    private static final String MARKER_END = "-->";

    static List<CodeBlock> on(Path page) {
        List<CodeBlock> blocks = new ArrayList<>();
        List<String> lines = Tree.lines(page);
        String snippet = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(FENCE)) {
                int closing = closing(lines, i, page);
                String text = String.join("\n", lines.subList(i + 1, closing));
                blocks.add(new CodeBlock(page, i, closing, line.substring(FENCE.length()), snippet, text));
                snippet = "";
                i = closing;
            } else if (!snippet.isEmpty() && !line.isEmpty()) {
                throw new IllegalStateException(
                        Tree.place(page, i + 1) + ": no code block follows the marker of snippet \"" + snippet + "\".");
            } else if (line.startsWith(MARKER_BEGIN) && line.endsWith(MARKER_END)) {
                snippet = line.substring(MARKER_BEGIN.length(), line.length() - MARKER_END.length())
                        .strip();
            }
        }
        return blocks;
    }

    String place() {
        return Tree.place(page, opening + 1);
    }

    /** Writes the page with another text in this block. Every other block of the page must be read again then. */
    void replaceBy(String newText) {
        List<String> lines = new ArrayList<>(Tree.lines(page));
        List<String> block = lines.subList(opening + 1, closing);
        block.clear();
        block.addAll(newText.lines().toList());
        Tree.write(page, String.join("\n", lines) + "\n");
    }

    private static int closing(List<String> lines, int opening, Path page) {
        for (int i = opening + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(FENCE)) {
                return i;
            }
        }
        throw new IllegalStateException(Tree.place(page, opening + 1) + ": this code block does not end.");
    }
}
