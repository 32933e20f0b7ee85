package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/guarantees.md} promises is proved: a test that proves a guarantee carries its id at the front of its
 * name, and the page lists exactly these tests.
 */
class GuaranteesTest {
    private static final Path PAGE = Tree.ROOT.resolve("docs/guarantees.md");
    private static final Pattern TEST = Pattern.compile("(?:fun|void)\\s+`?((?:REL|SEC)\\d+_\\w+)");
    private static final Pattern ROW = Pattern.compile("^\\| ((?:REL|SEC)-\\d+) \\| (.*?) \\| (.*?) \\|$");
    /** Stands in place of tests where a guarantee comes with a feature that is not there yet. */
    private static final String DECLARED = "comes with";

    private final Map<String, Set<String>> proofs = proofs();

    @Test
    void thePageListsTheTestsThatProveEachGuarantee() {
        if (Boolean.getBoolean("confab.update")) {
            Tree.write(PAGE, Tree.lines(PAGE).stream().map(this::updated).collect(Collectors.joining("\n", "", "\n")));
        }
        List<String> wrong = new ArrayList<>();
        for (String line : Tree.lines(PAGE)) {
            if (!line.equals(updated(line))) {
                wrong.add(line);
            }
        }
        assertEquals(
                List.of(),
                wrong,
                "docs/guarantees.md does not list the tests that carry these ids: run the tests with -Dconfab.update=true");
    }

    @Test
    void everyReliabilityGuaranteeHasItsRow() {
        TreeSet<String> expected = IntStream.rangeClosed(1, 15)
                .mapToObj(number -> "REL-" + number)
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> rows = rows().keySet().stream()
                .filter(id -> id.startsWith("REL"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, rows);
    }

    @Test
    void everyGuaranteeIsProvedOrSaysWithWhichFeatureItComes() {
        rows().forEach((id, proof) -> {
            boolean isProved = proofs.containsKey(id);
            assertFalse(
                    !isProved && !proof.contains(DECLARED),
                    id + " has no test that carries its id, and does not say with which feature it comes.");
        });
    }

    @Test
    void noTestProvesAGuaranteeThatThePageDoesNotName() {
        TreeSet<String> unnamed = new TreeSet<>(proofs.keySet());
        unnamed.removeAll(rows().keySet());
        assertEquals(new TreeSet<>(), unnamed, "Tests carry these ids, but docs/guarantees.md has no row for them.");
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Tree.lines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(3));
            }
        }
        return rows;
    }

    private String updated(String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches() || !proofs.containsKey(row.group(1))) {
            return line;
        }
        String tests =
                proofs.get(row.group(1)).stream().map(test -> "`" + test + "`").collect(Collectors.joining("<br>"));
        return "| " + row.group(1) + " | " + row.group(2) + " | " + tests + " |";
    }

    private static Map<String, Set<String>> proofs() {
        Map<String, Set<String>> proofs = new TreeMap<>();
        for (Path file : Tree.sources("")) {
            if (!file.toString().contains("Test/") && !file.toString().contains("/test/")) {
                continue;
            }
            String name = file.getFileName().toString().replaceFirst("\\.\\w+$", "");
            Matcher test = TEST.matcher(SourceText.codeOnly(Tree.read(file)));
            while (test.find()) {
                String id = test.group(1).replaceFirst("^(REL|SEC)(\\d+)_.*", "$1-$2");
                proofs.computeIfAbsent(id, key -> new TreeSet<>()).add(name + "." + test.group(1));
            }
        }
        return proofs;
    }
}
