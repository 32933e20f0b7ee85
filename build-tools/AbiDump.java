import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlin.abi.tools.AbiFilters;
import org.jetbrains.kotlin.abi.tools.AbiTools;

/**
 * Compares the public API of compiled classes with the committed dump of it, or writes the dump.
 *
 * <p>Run as a source file: {@code java -cp ABI_TOOLS AbiDump.java (check|update) CLASSES COMMITTED ACTUAL}.
 */
final class AbiDump {
    public static void main(String[] args) throws IOException {
        boolean update = args[0].equals("update");
        Path classes = Path.of(args[1]);
        Path committed = Path.of(args[2]);
        Path actual = Path.of(args[3]);

        AbiTools tools = AbiTools.Companion.getInstance(AbiDump.class.getClassLoader());
        StringBuilder dump = new StringBuilder();
        tools.printJvmDump(dump, classFiles(classes), AbiFilters.Companion.getEMPTY());
        write(actual, dump.toString());

        if (update) {
            if (!Files.exists(committed) || Files.mismatch(committed, actual) >= 0) {
                write(committed, dump.toString());
                System.out.println("Wrote the public API to " + committed + ".");
            }
            return;
        }
        String problem = problem(tools, committed, actual);
        if (problem != null) {
            System.err.println(problem);
            System.err.println("If the change is meant, run `mvn verify -Dconfab.update=true` and commit "
                    + committed.getFileName() + ". If not, make the declaration internal or give back what was there.");
            System.exit(1);
        }
    }

    private static String problem(AbiTools tools, Path committed, Path actual) {
        if (!Files.exists(committed)) {
            return "There is no dump of the public API at " + committed + ".";
        }
        String diff = tools.filesDiff(committed.toFile(), actual.toFile());
        return diff == null ? null : "The public API has changed:\n" + diff;
    }

    private static List<File> classFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .map(Path::toFile)
                    .toList();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
