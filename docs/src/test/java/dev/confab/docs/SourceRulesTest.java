package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Words that must not stand in the source. Each finding names its file and line. */
class SourceRulesTest {
    private static final String[] LIBRARY_FOLDERS = {
        "transport-core/src/commonMain",
        "transport-core/src/jvmMain",
        "transport-core/src/jsMain",
        "java-api/src/main",
        "confab-android/src/main",
        "sandbox/src/main"
    };
    private static final List<Path> COMMON = Tree.sources("transport-core/src/commonMain");
    private static final List<Path> LIBRARY = Tree.sources(LIBRARY_FOLDERS);

    @TestFactory
    List<DynamicTest> libraries() {
        return List.of(
                code("no blocking in coroutines", LIBRARY, "\\brunBlocking\\b", "suspend instead"),
                code("no scope without an owner", LIBRARY, "\\bGlobalScope\\b", "give the scope to whoever ends it"),
                code(
                        "no sleeping",
                        LIBRARY,
                        "\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\.\\w+\\.sleep\\b",
                        "use a timer"),
                code(
                        "no output of its own",
                        LIBRARY,
                        "\\bSystem\\s*\\.\\s*(out|err)\\b|(?<![.\\w])print(ln)?\\s*\\(|\\bprintStackTrace\\b",
                        "tell it by an event, or by an exception"),
                code("no main thread", LIBRARY, "\\bDispatchers\\s*\\.\\s*Main\\b", "there is none on a server"));
    }

    @TestFactory
    List<DynamicTest> everything() {
        return List.of(text(
                "nothing left to do",
                Stream.concat(LIBRARY.stream(), Tree.sources("cli/src/main").stream())
                        .toList(),
                "\\b(TODO|FIXME)\\b",
                "do it, or write down why it is not needed"));
    }

    @TestFactory
    List<DynamicTest> commonSources() {
        return List.of(code(
                "no Java in common sources",
                COMMON,
                "(^\\s*import\\s+javax?\\.)|(\\bjavax?\\.[a-z]+\\.)",
                "what only one platform has goes behind an expect declaration"));
    }

    @TestFactory
    List<DynamicTest> moduleDescriptions() {
        Path root = Tree.ROOT.resolve("pom.xml");
        String own = Pattern.compile("<version>(.*?)</version>")
                .matcher(Tree.read(root))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        List<Path> modules = Tree.files("pom.xml", "").stream()
                .filter(pom -> !pom.equals(root))
                .toList();
        return List.of(text(
                "no version outside of the root",
                modules,
                "<version>(?!" + Pattern.quote(own) + "<)[^$]",
                "put it into pom.xml of the root, where one sees that the set fits together"));
    }

    @Test
    void wordsInCommentsAndTextsAreNoCode() {
        String source = "a() // b()\n/* c()\n */ d(\"e() \\\" f()\", 'g') + \"\"\"h\n()\"\"\" + i()";
        String code = SourceText.codeOnly(source);

        assertEquals(source.lines().count(), code.lines().count());
        assertEquals("a() d( , ) + + i()", code.replaceAll("\\s+", " "));
    }

    private static DynamicTest code(String name, List<Path> files, String banned, String wayOut) {
        return rule(name, files, banned, wayOut, SourceText::codeOnly);
    }

    private static DynamicTest text(String name, List<Path> files, String banned, String wayOut) {
        return rule(name, files, banned, wayOut, UnaryOperator.identity());
    }

    private static DynamicTest rule(
            String name, List<Path> files, String banned, String wayOut, UnaryOperator<String> view) {
        Pattern pattern = Pattern.compile(banned);
        return DynamicTest.dynamicTest(name, () -> {
            assertFalse(files.isEmpty(), "There is no file to look at: has a folder moved?");
            List<String> findings = new ArrayList<>();
            for (Path file : files) {
                List<String> shown = Tree.lines(file);
                List<String> seen = view.apply(Tree.read(file)).lines().toList();
                for (int i = 0; i < seen.size(); i++) {
                    if (pattern.matcher(seen.get(i)).find()) {
                        findings.add(
                                Tree.place(file, i + 1) + ": " + shown.get(i).strip());
                    }
                }
            }
            if (!findings.isEmpty()) {
                fail(name + ": " + wayOut + ".\n" + String.join("\n", findings));
            }
        });
    }
}
