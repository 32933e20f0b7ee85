import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.codehaus.mojo.animal_sniffer.ClassListBuilder;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.Logger;

/**
 * Fails when classes use something that the given Android lacks, unless a file of exceptions names who uses what, with the reason; and when an
 * exception is not needed any more.
 *
 * <p>Arguments: the signatures, the exceptions, the jars and AARs that are checked, and those that are there besides them; both as a path. An
 * exception is a line {@code user use: reason}, where {@code #} begins a comment. The user is a class, with those inside it; one with
 * {@code *} at its end is every class whose name begins so. The use is what is lacking, or its beginning up to a dot or {@code $}.
 */
public final class AndroidSignatures {

    private static final Pattern FOUND =
            Pattern.compile("([\\w$/]+)\\.class(?::\\d+)?:(?: Field \\S+)? Undefined reference: (.*)");
    private static final Pattern EXCEPTION = Pattern.compile("(\\S+) (\\S+): (\\S.*)");

    private AndroidSignatures() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        Map<String, Set<String>> undefined = undefined(arguments[0], jars(arguments[2]), jars(arguments[3]));
        Map<Rule, Boolean> needed = new LinkedHashMap<>();
        for (Rule rule : rules(file)) needed.put(rule, false);
        Set<String> wrong = new TreeSet<>();
        int excepted = 0;
        for (var entry : undefined.entrySet()) {
            for (String use : entry.getValue()) {
                List<Rule> fitting = needed.keySet().stream()
                        .filter(rule -> rule.fits(entry.getKey(), use))
                        .toList();
                fitting.forEach(rule -> needed.put(rule, true));
                if (fitting.isEmpty()) wrong.add(entry.getKey() + " " + use);
                else excepted++;
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException(
                    "Android lacks what these classes use; use something else, or name it with its reason in " + file
                            + ":\n  " + String.join("\n  ", wrong));
        }
        List<Rule> idle =
                needed.keySet().stream().filter(rule -> !needed.get(rule)).toList();
        if (!idle.isEmpty()) throw new IOException("Nothing needs these exceptions in " + file + " any more: " + idle);
        System.out.println("Android has all that is used, but for " + excepted + " references under " + needed.size()
                + " exceptions in " + file.getFileName() + ".");
    }

    private static List<Rule> rules(Path file) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            Matcher parts = EXCEPTION.matcher(line);
            if (!parts.matches())
                throw new IOException("An exception is \"user use: reason\", which this is not: " + line);
            rules.add(new Rule(parts.group(1), parts.group(2)));
        }
        return rules;
    }

    /** What is used by each class. */
    private static Map<String, Set<String>> undefined(String signatures, List<Path> jars, List<Path> others)
            throws IOException {
        Collecting found = new Collecting(new TreeMap<>());
        try (InputStream in = new FileInputStream(signatures)) {
            ClassListBuilder present = new ClassListBuilder(found);
            for (Path jar : jars) present.process(jar.toFile());
            for (Path jar : others) present.process(jar.toFile());
            SignatureChecker checker = new SignatureChecker(in, present.getPackages(), found);
            checker.setSourcePath(List.of());
            for (Path jar : jars) checker.process(jar.toFile());
        }
        return found.uses;
    }

    private static List<Path> jars(String path) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String archive : path.split(File.pathSeparator)) {
            if (!archive.isEmpty()) jars.addAll(jarsIn(Path.of(archive)));
        }
        return jars;
    }

    /** Those of an AAR, unpacked; or the jar itself. */
    private static List<Path> jarsIn(Path archive) throws IOException {
        if (!archive.toString().endsWith(".aar")) return List.of(archive);
        List<Path> jars = new ArrayList<>();
        try (ZipFile aar = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : aar.stream().toList()) {
                if (!entry.getName().equals("classes.jar") && !entry.getName().matches("libs/[^/]+\\.jar")) continue;
                Path jar = Files.createTempFile("aar", ".jar");
                jar.toFile().deleteOnExit();
                Files.write(jar, aar.getInputStream(entry).readAllBytes());
                jars.add(jar);
            }
        }
        return jars;
    }

    private record Rule(String user, String use) {
        boolean fits(String byWhom, String what) {
            boolean by = user.endsWith("*")
                    ? byWhom.startsWith(user.substring(0, user.length() - 1))
                    : begins(byWhom, user, "$");
            return by && begins(what, use, ".$(");
        }

        private static boolean begins(String whole, String beginning, String ends) {
            if (!whole.startsWith(beginning)) return false;
            return whole.length() == beginning.length()
                    || ends.indexOf(beginning.charAt(beginning.length() - 1)) >= 0
                    || ends.indexOf(whole.charAt(beginning.length())) >= 0;
        }
    }

    /** Keeps what is reported by the class that uses it. */
    private record Collecting(Map<String, Set<String>> uses) implements Logger {
        @Override
        public void error(String message) {
            Matcher parts = FOUND.matcher(message);
            boolean isFound = parts.find();
            String user = isFound ? parts.group(1).replace('/', '.') : "?";
            // What it gives back, or the type of a field, says nothing here.
            String use = isFound ? parts.group(2).replaceFirst("^\\S+ (?=\\S+[.(])", "") : message;
            uses.computeIfAbsent(user, any -> new TreeSet<>()).add(use);
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
