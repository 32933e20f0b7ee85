package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/compatibility.md} names as proof of an operation is a test of this project. */
class CompatibilityTest {
    private static final Path PAGE = Tree.ROOT.resolve("docs/compatibility.md");
    /** Every row but the head of a table and the line below it. */
    private static final Pattern ROW = Pattern.compile("^\\| (?!Operation |-).*\\|([^|]*)\\|$");

    private static final Pattern NAMED = Pattern.compile("`(\\w+Test|\\w+Contract)\\.(\\w+)`");
    private static final Pattern METHOD = Pattern.compile("(?:fun|void)\\s+`?(\\w+)`?\\s*\\(");

    @Test
    void everyOperationNamesItsTests() {
        assertEquals(
                List.of(),
                rows().filter(row -> !NAMED.matcher(proof(row)).find()).collect(Collectors.toList()),
                "These rows of docs/compatibility.md name no test.");
    }

    @Test
    void everyNamedTestIsThere() {
        Set<String> missing = rows().flatMap(row -> NAMED.matcher(proof(row)).results())
                .map(named -> named.group(1) + "." + named.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(tests());
        assertEquals(Set.of(), missing, "docs/compatibility.md names tests that do not exist.");
    }

    private static Stream<String> rows() {
        return Tree.lines(PAGE).stream().filter(line -> ROW.matcher(line).matches());
    }

    private static String proof(String row) {
        Matcher matcher = ROW.matcher(row);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static Set<String> tests() {
        return Tree.sources("").stream()
                .filter(file ->
                        file.toString().contains("Test/") || file.toString().contains("/test/"))
                .flatMap(file -> METHOD.matcher(SourceText.codeOnly(Tree.read(file)))
                        .results()
                        .map(method ->
                                file.getFileName().toString().replaceFirst("\\.\\w+$", "") + "." + method.group(1)))
                .collect(Collectors.toSet());
    }
}
