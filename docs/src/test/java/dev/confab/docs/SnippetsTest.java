package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The code that pages show is the code that this module compiles. */
class SnippetsTest {
    private final Map<String, String> snippets = Snippets.compiled();

    @Test
    void pagesShowTheCompiledCode() {
        if (Boolean.getBoolean("confab.update")) {
            pages().forEach(this::update);
        }
        List<String> problems = new ArrayList<>();
        for (CodeBlock block : shown()) {
            String compiled = snippets.get(block.snippet());
            if (compiled == null) {
                problems.add(
                        block.place() + ": no source in docs/src/test holds a snippet \"" + block.snippet() + "\".");
            } else if (!compiled.equals(block.text())) {
                problems.add(
                        block.place() + ": the block differs from the compiled snippet \"" + block.snippet() + "\" "
                                + firstDifference(block.text(), compiled)
                                + "\n  Change the source in docs/src/test and run the tests with -Dconfab.update=true.");
            }
        }
        if (!problems.isEmpty()) {
            fail(String.join("\n", problems));
        }
    }

    @Test
    void everySnippetIsShown() {
        TreeSet<String> missing = new TreeSet<>(snippets.keySet());
        shown().forEach(block -> missing.remove(block.snippet()));
        assertEquals(
                List.of(),
                List.copyOf(missing),
                "No page shows these snippets. Put <!-- snippet:NAME --> and a code block into README.md or a page in docs.");
    }

    @Test
    void theReadmeShowsNoCodeThatIsNotCompiled() {
        List<String> unmarked = new ArrayList<>();
        for (Path page : Tree.files("README.md", "")) {
            for (CodeBlock block : CodeBlock.on(page)) {
                boolean isCode =
                        block.language().equals("kotlin") || block.language().equals("java");
                if (isCode && block.snippet().isEmpty()) {
                    unmarked.add(block.place());
                }
            }
        }
        assertEquals(List.of(), unmarked, "Code without <!-- snippet:NAME --> before it is not compiled.");
    }

    private void update(Path page) {
        for (int i = 0; i < CodeBlock.on(page).size(); i++) {
            CodeBlock block = CodeBlock.on(page).get(i);
            String compiled = snippets.get(block.snippet());
            if (compiled != null && !compiled.equals(block.text())) {
                block.replaceBy(compiled);
            }
        }
    }

    private static List<CodeBlock> shown() {
        return pages().stream()
                .flatMap(page -> CodeBlock.on(page).stream())
                .filter(block -> !block.snippet().isEmpty())
                .toList();
    }

    private static List<Path> pages() {
        return Tree.files(".md", "");
    }

    private static String firstDifference(String shown, String compiled) {
        List<String> there = shown.lines().toList();
        List<String> here = compiled.lines().toList();
        for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
            String line = i < there.size() ? there.get(i) : "(nothing)";
            String wanted = i < here.size() ? here.get(i) : "(nothing)";
            if (!Objects.equals(line, wanted)) {
                return "in its line " + (i + 1) + ":\n  shown    " + line + "\n  compiled " + wanted;
            }
        }
        return "in the end of a line.";
    }
}
