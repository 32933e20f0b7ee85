import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The first half of an APK: merges the manifests, compiles and links the resources.
 *
 * <p>Arguments: the sample's folder {@code src/main}, that of the library, the folder for work with the AARs in {@code aars}, the jar of
 * Android, the classpath of the manifest merger.
 *
 * <p>Leaves in the folder for work: {@code base.apk}, {@code AndroidManifest.xml}, {@code symbols.txt}, {@code rules.pro} (what the
 * resources name), {@code unpacked/} (each AAR), {@code robolectric/} (how Robolectric finds all that).
 */
public final class ApkResources {

    /** The oldest Android that the library runs on, and the one that it is made for. */
    private static final String MIN_SDK = "24";

    private static final String TARGET_SDK = "34";
    private static final String PACKAGE = "dev.confab.sample";
    private static final String LIBRARY_PACKAGE = "dev.confab.android";

    /** What AndroidX is translated to besides is left out. */
    private static final String LANGUAGES = "en,de";

    private static final Pattern MACRO = Pattern.compile("<macro name=\"([^\"]+)\">([^<]*)</macro>");
    private static final Pattern MACRO_USE = Pattern.compile("@macro/[\\w.]+");

    private final Path main;
    private final Path library;
    private final Path work;
    private final String android;
    private final String tools;

    private ApkResources(String[] arguments) {
        main = Path.of(arguments[0]);
        library = Path.of(arguments[1]);
        work = Path.of(arguments[2]);
        android = arguments[3];
        tools = arguments[4];
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ApkResources resources = new ApkResources(arguments);
        List<Path> aars = resources.unpack();
        Path manifest = resources.mergeManifests(aars);
        resources.link(aars, manifest);
        resources.describeForRobolectric(manifest);
    }

    private List<Path> unpack() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path aar : list(work.resolve("aars"))) {
            String file = aar.getFileName().toString();
            Path folder = work.resolve("unpacked").resolve(file.substring(0, file.length() - ".aar".length()));
            folders.add(folder);
            if (Files.isDirectory(folder)) continue;
            try (ZipFile zip = new ZipFile(aar.toFile())) {
                for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                    Path to = folder.resolve(entry.getName()).normalize();
                    if (!to.startsWith(folder)) throw new IOException("An entry leaves its folder: " + entry);
                    Files.createDirectories(to.getParent());
                    Files.copy(zip.getInputStream(entry), to);
                }
            }
        }
        return folders;
    }

    private Path mergeManifests(List<Path> aars) throws IOException, InterruptedException {
        Path own = withPackage(main, PACKAGE, "own-manifest.xml");
        Path merged = work.resolve("AndroidManifest.xml");
        List<String> libraries = new ArrayList<>();
        libraries.add(
                withPackage(library, LIBRARY_PACKAGE, "library-manifest.xml").toString());
        for (Path aar : aars) libraries.add(aar.resolve("AndroidManifest.xml").toString());
        run(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                tools,
                "com.android.manifmerger.Merger",
                "--main",
                own.toString(),
                "--libs",
                String.join(File.pathSeparator, libraries),
                "--placeholder",
                "applicationId=" + PACKAGE,
                "--property",
                "MIN_SDK_VERSION=" + MIN_SDK,
                "--property",
                "TARGET_SDK_VERSION=" + TARGET_SDK,
                "--remove-tools-declarations",
                "--log",
                "WARNING",
                "--out",
                merged.toString());
        return merged;
    }

    /** Gradle wants no package in a manifest, and the merger wants one. */
    private Path withPackage(Path folder, String name, String file) throws IOException {
        String manifest = Files.readString(folder.resolve("AndroidManifest.xml"));
        return Files.writeString(
                work.resolve(file),
                manifest.replaceFirst("<manifest ", "<manifest package=\"" + name + "\" ")
                        // Without it a library would be taken for one of Android 1, with the permissions of that time.
                        .replace("<!-- levels -->", "<uses-sdk android:minSdkVersion=\"" + MIN_SDK + "\" />"));
    }

    private void link(List<Path> aars, Path manifest) throws IOException, InterruptedException {
        List<Path> compiled = new ArrayList<>();
        for (Path aar : aars) {
            Path to = work.resolve("compiled").resolve(aar.getFileName() + ".zip");
            if (!Files.exists(to)) {
                expandMacros(aar.resolve("res"));
                compile(aar.resolve("res"), to);
            }
            if (Files.exists(to)) compiled.add(to);
        }
        for (Path folder : List.of(library, main)) {
            Path to = work.resolve("compiled").resolve((folder == main ? "sample" : "library") + ".zip");
            compile(folder.resolve("res"), to);
            if (Files.exists(to)) compiled.add(to);
        }
        List<String> command = new ArrayList<>(List.of("aapt2", "link", "-I", android, "--auto-add-overlay"));
        command.addAll(List.of("--min-sdk-version", MIN_SDK, "--target-sdk-version", TARGET_SDK));
        command.addAll(List.of("--manifest", manifest.toString(), "-c", LANGUAGES));
        command.addAll(
                List.of("--output-text-symbols", work.resolve("symbols.txt").toString()));
        command.addAll(List.of("--proguard", work.resolve("rules.pro").toString()));
        command.addAll(List.of("-A", assets(aars).toString()));
        command.addAll(List.of("-o", work.resolve("base.apk").toString()));
        for (Path zip : compiled) command.addAll(List.of("-R", zip.toString()));
        run(command.toArray(String[]::new));
    }

    /** Those of the sample and of all AARs in one folder; a file of the sample wins. */
    private Path assets(List<Path> aars) throws IOException {
        Path all = Files.createDirectories(work.resolve("assets"));
        List<Path> folders = new ArrayList<>(aars);
        folders.add(main);
        for (Path folder : folders) {
            Path assets = folder.resolve("assets");
            if (!Files.isDirectory(assets)) continue;
            try (Stream<Path> files = Files.walk(assets)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = all.resolve(assets.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return all;
    }

    /** Debian's aapt2 is older than macros, by which Material names parts of its styles. */
    private static void expandMacros(Path res) throws IOException {
        Path values = res.resolve("values/values.xml");
        if (!Files.exists(values)) return;
        Map<String, String> macros = new HashMap<>();
        String text = Files.readString(values);
        Matcher found = MACRO.matcher(text);
        while (found.find()) macros.put("@macro/" + found.group(1), found.group(2));
        if (macros.isEmpty()) return;
        Files.writeString(values, found.replaceAll(""));
        List<Path> files;
        try (Stream<Path> all = Files.walk(res)) {
            files = all.filter(file -> file.toString().endsWith(".xml")).toList();
        }
        for (Path file : files) {
            String before = Files.readString(file);
            if (!before.contains("@macro/")) continue;
            Files.writeString(
                    file,
                    MACRO_USE.matcher(before).replaceAll(use -> Matcher.quoteReplacement(macros.get(use.group()))));
        }
    }

    private void compile(Path res, Path to) throws IOException, InterruptedException {
        if (!Files.isDirectory(res)) return;
        Files.createDirectories(to.getParent());
        run("aapt2", "compile", "--dir", res.toString(), "-o", to.toString());
    }

    private void describeForRobolectric(Path manifest) throws IOException {
        Path assets = work.resolve("assets");
        Path file = work.resolve("robolectric/com/android/tools/test_config.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "android_resource_apk=" + work.resolve("base.apk") + "\nandroid_merged_manifest=" + manifest
                        + "\nandroid_custom_package=" + PACKAGE + "\nandroid_merged_assets=" + assets + "\n");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        // Debian's aapt2 does not know a part of the file of resources, and does not need it.
        output = output.lines()
                .filter(line -> !line.contains("Unknown chunk type"))
                .reduce("", (all, line) -> all + line + "\n");
        System.out.print(output);
        if (process.waitFor() != 0) throw new IOException(command[0] + " failed: " + output);
    }
}
