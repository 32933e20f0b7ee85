import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compiles the classes {@code R} of an application and of its libraries, each with the names that its own code may use. What aapt2 would
 * write has all names in each of them, a million lines.
 *
 * <p>Arguments: the ids that aapt2 gave ({@code --output-text-symbols}), the folder for work, the folder for classes, the application's
 * package, then packages of libraries without a {@code R.txt}, which get all names; and in the folder for work the unpacked AARs.
 */
public final class ResourceIds {

    /** {@code int layout main 0x7f010000}, or {@code int[] styleable View { 0x7f010000, 0x7f010001 }}. */
    private static final Pattern LINE = Pattern.compile("(int(?:\\[])?) (\\w+) (\\w+) (.+)");

    private record Id(String type, String kind, String name, String value) {
        String key() {
            return kind + " " + name;
        }
    }

    private ResourceIds() {}

    public static void main(String[] arguments) throws IOException {
        Path work = Path.of(arguments[1]);
        Map<String, Id> all = read(Path.of(arguments[0]));
        Map<String, Map<String, Id>> packages = new TreeMap<>();
        for (int i = 3; i < arguments.length; i++) packages.put(arguments[i], all);
        for (Path aar : list(work.resolve("unpacked"))) {
            Path symbols = aar.resolve("R.txt");
            if (!Files.exists(symbols)) continue;
            Set<String> names = read(symbols).keySet();
            packages.computeIfAbsent(packageOf(aar.resolve("AndroidManifest.xml")), name -> new LinkedHashMap<>())
                    .putAll(all.values().stream()
                            .filter(id -> names.contains(id.key()))
                            .collect(Collectors.toMap(Id::key, id -> id)));
        }
        packages.values().removeIf(Map::isEmpty);
        compile(packages, work.resolve("java"), arguments[2]);
    }

    private static Map<String, Id> read(Path symbols) throws IOException {
        Map<String, Id> ids = new LinkedHashMap<>();
        for (String line : Files.readAllLines(symbols)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) continue;
            Id id = new Id(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
            ids.put(id.key(), id);
        }
        return ids;
    }

    private static void compile(Map<String, Map<String, Id>> packages, Path sources, String classes)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", "11", "-d", classes));
        Files.createDirectories(Path.of(classes));
        for (Map.Entry<String, Map<String, Id>> each : packages.entrySet()) {
            Path folder = Files.createDirectories(sources.resolve(each.getKey().replace('.', '/')));
            Path file = folder.resolve("R.java");
            Files.writeString(file, source(each.getKey(), each.getValue()));
            arguments.add(file.toString());
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) throw new IOException("The classes R could not be compiled.");
    }

    private static String source(String name, Map<String, Id> ids) {
        Map<String, List<Id>> kinds =
                ids.values().stream().collect(Collectors.groupingBy(Id::kind, TreeMap::new, Collectors.toList()));
        StringBuilder source = new StringBuilder("package " + name + ";\n\npublic final class R {\n");
        kinds.forEach((kind, members) -> {
            source.append("  public static final class ").append(kind).append(" {\n");
            for (Id id : members) {
                source.append("    public static final " + id.type + " " + id.name + " = " + id.value + ";\n");
            }
            source.append("  }\n");
        });
        return source.append("}\n").toString();
    }

    private static String packageOf(Path manifest) throws IOException {
        Matcher found = Pattern.compile("\\bpackage=\"([^\"]+)\"").matcher(Files.readString(manifest));
        if (!found.find()) throw new IOException("No package in " + manifest);
        return found.group(1);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
