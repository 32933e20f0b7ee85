import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the sources of model classes from a table, which says how it is written.
 *
 * <p>Arguments: the table, the package, the folder for sources.
 */
public final class ModelSources {

    private record Field(String name, String type, boolean list) {
        static Field parse(String text) {
            String type = text.substring(text.indexOf(':') + 1);
            boolean list = type.startsWith("[");
            return new Field(
                    text.substring(0, text.indexOf(':')), list ? type.substring(1, type.length() - 1) : type, list);
        }
    }

    private record Entry(String name, String words, boolean isEnum, List<String> items) {
        boolean isNested() {
            return name.indexOf('.') > 0;
        }
    }

    private static final Map<String, String> SIMPLE = Map.of(
            "str",
            "String",
            "int",
            "Integer",
            "dbl",
            "Double",
            "bool",
            "Boolean",
            "long",
            "Long",
            "any",
            "Object",
            "map",
            "Map<String, String>",
            "date",
            "Date");

    /** What cannot be the name of a property in Java has another one there. */
    private static final Map<String, String> RENAMED = Map.of("class", "propertyClass");

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final String inPackage;

    private ModelSources(String inPackage) {
        this.inPackage = inPackage;
    }

    public static void main(String[] args) throws IOException {
        ModelSources sources = new ModelSources(args[1]);
        sources.read(Path.of(args[0]));
        sources.write(Path.of(args[2], args[1].split("\\.")));
    }

    private void read(Path table) throws IOException {
        for (String line : Files.readAllLines(table)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\\|", -1);
            boolean isEnum = cells[0].startsWith("enum ");
            String name = cells[0].replace("enum ", "").strip();
            List<String> items =
                    cells[2].isBlank() ? List.of() : List.of(cells[2].strip().split(", "));
            if (entries.put(name, new Entry(name, cells[1].strip(), isEnum, items)) != null) {
                throw new IllegalArgumentException(table + ": " + name + " stands there twice.");
            }
        }
    }

    private void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Entry entry : entries.values()) {
            if (!entry.isNested()) {
                write(folder.resolve(entry.name() + ".java"), entry.isEnum() ? enumFile(entry) : classFile(entry));
            }
        }
        write(folder.resolve("Models.java"), registry());
    }

    /** Unchanged files keep their time, so that nothing is compiled again without need. */
    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    private String enumFile(Entry entry) {
        return "package " + inPackage + ";\n\n" + enumBody(entry, entry.name(), "public enum ");
    }

    private static String enumBody(Entry entry, String name, String head) {
        List<String> values = new ArrayList<>(entry.items());
        if (!values.contains("OutdatedSdkVersion") && !values.contains("Unknown")) {
            values.add("Unknown");
        }
        String unknown = values.contains("OutdatedSdkVersion") ? "OUTDATEDSDKVERSION" : "UNKNOWN";
        String constants = values.stream()
                .map(value -> "    /** {@code " + value + "}"
                        + (constant(value).equals(unknown) ? ", or a value that this version does not know" : "")
                        + ". */\n    " + constant(value) + "(\"" + value + "\")")
                .collect(Collectors.joining(",\n"));
        return "/** " + entry.words() + ". */\n" + head + name + " {\n" + constants + ";\n\n"
                + "    private final String value;\n\n    " + name
                + "(String value) {\n        this.value = value;\n    }\n\n"
                + "    /**\n     * Finds the constant of a value, in any case.\n     *\n     * @param value as it stands in JSON\n"
                + "     * @return the constant, {@link #" + unknown + "} when there is none\n     */\n"
                + "    public static " + name + " fromString(String value) {\n        for (" + name
                + " constant : values()) {\n"
                + "            if (constant.value.equalsIgnoreCase(value)) {\n                return constant;\n            }\n        }\n"
                + "        return " + unknown
                + ";\n    }\n\n    /** The value as it stands in JSON. */\n    @Override\n"
                + "    public String toString() {\n        return value;\n    }\n}\n";
    }

    private static String constant(String value) {
        return value.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private String classFile(Entry entry) {
        List<Field> fields = entry.items().stream().map(Field::parse).toList();
        StringBuilder body = new StringBuilder();
        for (Field field : fields) {
            body.append(property(entry, field));
        }
        for (Entry nested : entries.values()) {
            if (nested.name().startsWith(entry.name() + ".")) {
                String name = nested.name().substring(entry.name().length() + 1);
                body.append("\n    ")
                        .append(enumBody(nested, name, "public enum ")
                                .replace("\n", "\n    ")
                                .stripTrailing())
                        .append('\n');
            }
        }
        String text = body.toString();
        StringBuilder imports = new StringBuilder();
        for (String type :
                new String[] {"java.util.Date", "java.util.LinkedHashMap", "java.util.List", "java.util.Map"}) {
            String simple = type.substring(type.lastIndexOf('.') + 1);
            if (simple.equals("LinkedHashMap") || simple.equals("Map") || text.contains(simple)) {
                imports.append("import ").append(type).append(";\n");
            }
        }
        return "package " + inPackage + ";\n\n" + imports + "import org.jspecify.annotations.Nullable;\n\n/** "
                + entry.words()
                + ". */\npublic final class " + entry.name()
                + " extends JsonModel {\n    /** Makes one without any value. */\n    public "
                + entry.name() + "() {\n        this(new LinkedHashMap<>());\n    }\n\n    " + entry.name()
                + "(Map<String, @Nullable Object> json) {\n        super(json);\n    }\n" + text + "}\n";
    }

    private String property(Entry owner, Field field) {
        String name = RENAMED.getOrDefault(field.name(), field.name());
        String upper = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        String element = SIMPLE.containsKey(field.type()) ? SIMPLE.get(field.type()) : field.type();
        String type = field.list() ? "List<" + element + ">" : element;
        String nullable = "@Nullable " + type;
        return "\n    /**\n     * Gets {@code " + field.name()
                + "}.\n     *\n     * @return the value, or null when it is absent or of another kind\n     */\n"
                + "    public " + nullable + " get" + upper + "() {\n        return " + read(owner, field)
                + ";\n    }\n"
                + "\n    /**\n     * Sets {@code " + field.name() + "}.\n     *\n     * @param " + name
                + " the value; null takes it away\n     */\n"
                + "    public void set" + upper + "(" + nullable + " " + name + ") {\n        Json.put(json, \""
                + field.name() + "\", " + name + ");\n    }\n"
                + "\n    /**\n     * Sets {@code " + field.name() + "}.\n     *\n     * @param " + name
                + " the value; null takes it away\n     * @return this\n     */\n    public " + owner.name() + " "
                + name + "(" + nullable + " " + name
                + ") {\n        set" + upper + "(" + name + ");\n        return this;\n    }\n";
    }

    private String read(Entry owner, Field field) {
        String nested = owner.name() + "." + field.type();
        Entry type = entries.containsKey(nested) ? entries.get(nested) : entries.get(field.type());
        String key = "(json, \"" + field.name() + "\"";
        if (type == null) {
            if (!SIMPLE.containsKey(field.type())) {
                throw new IllegalArgumentException(
                        owner.name() + "." + field.name() + ": there is no type " + field.type());
            }
            String reader = Map.of(
                            "str", "text", "int", "integer", "dbl", "decimal", "bool", "flag", "long", "whole", "any",
                            "any", "map", "texts", "date", "date")
                    .get(field.type());
            return field.list()
                    ? "Json.list" + key + ", Json::as" + reader.substring(0, 1).toUpperCase(Locale.ROOT)
                            + reader.substring(1) + ")"
                    : "Json." + reader + key + ")";
        }
        String maker = type.isEnum() ? field.type() + "::fromString" : field.type() + "::new";
        return "Json." + (type.isEnum() ? "constant" : "object") + (field.list() ? "s" : "") + key + ", " + maker + ")";
    }

    private String registry() {
        String rows = entries.values().stream()
                .filter(entry -> !entry.isEnum())
                .map(entry -> "        makers.put(" + entry.name() + ".class, " + entry.name() + "::new);\n")
                .collect(Collectors.joining());
        return "package " + inPackage
                + ";\n\nimport java.util.HashMap;\nimport java.util.Map;\nimport java.util.function.Function;\n"
                + "import org.jspecify.annotations.Nullable;\n\n/** How each model is made of a JSON object; without reflection, which a shrinker would break. */\n"
                + "final class Models {\n    private static final Map<Class<?>, Function<Map<String, @Nullable Object>, ? extends JsonModel>> MAKERS = makers();\n\n"
                + "    private Models() {}\n\n    static @Nullable Function<Map<String, @Nullable Object>, ? extends JsonModel> maker(Class<?> type) {\n"
                + "        return MAKERS.get(type);\n    }\n\n"
                + "    private static Map<Class<?>, Function<Map<String, @Nullable Object>, ? extends JsonModel>> makers() {\n"
                + "        Map<Class<?>, Function<Map<String, @Nullable Object>, ? extends JsonModel>> makers = new HashMap<>();\n"
                + rows
                + "        return makers;\n    }\n}\n";
    }
}
