import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.mojo.animal_sniffer.ClassListBuilder;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.Logger;

/**
 * Fails when classes use something that the given Android lacks, unless a file of exceptions names it with its reason; and when an exception
 * is not needed any more.
 *
 * <p>Arguments: the signatures, the jar, the exceptions: lines {@code package.or.Class reason}, where {@code #} begins a comment.
 */
public final class AndroidSignatures {

    private static final String UNDEFINED = "Undefined reference: ";

    private AndroidSignatures() {}

    public static void main(String[] arguments) throws IOException {
        Set<String> undefined = undefined(arguments[0], arguments[1]);
        List<String> exceptions = Files.readAllLines(Path.of(arguments[2])).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s", 2)[0])
                .toList();
        Set<String> needed = new HashSet<>();
        Set<String> wrong = new TreeSet<>();
        for (String reference : undefined) {
            List<String> fitting =
                    exceptions.stream().filter(reference::contains).toList();
            needed.addAll(fitting);
            if (fitting.isEmpty()) wrong.add(reference);
        }
        if (!wrong.isEmpty()) {
            throw new IOException(
                    "Android lacks what these classes use; use something else, or name it with its reason in "
                            + arguments[2] + ":\n  " + String.join("\n  ", wrong));
        }
        for (String exception : exceptions) {
            if (!needed.contains(exception))
                throw new IOException("Nothing needs the exception any more: " + exception);
        }
        System.out.println(
                "Nothing that Android lacks, but for " + undefined.size() + " references that are excepted.");
    }

    private static Set<String> undefined(String signatures, String jar) throws IOException {
        Set<String> found = new TreeSet<>();
        try (InputStream in = new FileInputStream(signatures)) {
            // What the jar has itself is no reference to Android.
            ClassListBuilder own = new ClassListBuilder(new Collecting(found));
            own.process(Path.of(jar).toFile());
            SignatureChecker checker = new SignatureChecker(in, own.getPackages(), new Collecting(found));
            checker.setSourcePath(List.of());
            checker.process(Path.of(jar).toFile());
        }
        return found;
    }

    /** Keeps what is reported, without where it is: names of shrunk classes say nothing. */
    private record Collecting(Set<String> found) implements Logger {
        @Override
        public void error(String message) {
            int at = message.indexOf(UNDEFINED);
            found.add(at < 0 ? message : message.substring(at + UNDEFINED.length()));
        }

        @Override
        public void error(String message, Throwable thrown) {
            error(message);
        }

        @Override
        public void info(String message) {}

        @Override
        public void info(String message, Throwable thrown) {}

        @Override
        public void debug(String message) {}

        @Override
        public void debug(String message, Throwable thrown) {}

        @Override
        public void warn(String message) {}

        @Override
        public void warn(String message, Throwable thrown) {}
    }
}
