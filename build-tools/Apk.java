import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The second half of an APK: shrinks and translates the classes with R8 in full mode, packs, aligns, signs and verifies.
 *
 * <p>Arguments: the folder for work that {@code ApkResources} filled, the jar of Android, the classpath of R8, the jars of the
 * application, its rules, the APK to write.
 */
public final class Apk {

    private static final long MAX_BYTES = 6L << 20;
    private static final int MAX_METHODS = 60_000;
    private static final String PACKAGE = "package: name='dev.confab.sample'";
    /** What the library needs, and what AndroidX guards its own receivers with. */
    private static final List<String> PERMISSIONS = List.of(
            "'android.permission.INTERNET'",
            "'android.permission.ACCESS_NETWORK_STATE'",
            "DYNAMIC_RECEIVER_NOT_EXPORTED");

    private static final long NO_TIME = 1_767_225_600_000L;

    private final Path work;
    private final String android;
    private final String tools;
    private final String[] jars;
    private final Path rules;
    private final Path apk;

    private Apk(String[] arguments) {
        work = Path.of(arguments[0]);
        android = arguments[1];
        tools = arguments[2];
        jars = arguments[3].split(File.pathSeparator);
        rules = Path.of(arguments[4]);
        apk = Path.of(arguments[5]);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Apk apk = new Apk(arguments);
        Path dex = apk.shrink();
        Path packed = apk.pack(dex);
        apk.sign(packed);
        apk.verify(dex);
    }

    private Path shrink() throws IOException, InterruptedException {
        Path dex = work.resolve("dex.zip");
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx1200m", "-cp", tools, "com.android.tools.r8.R8"));
        command.addAll(List.of("--release", "--min-api", "24", "--lib", android));
        // The jar of Android has no java.*.
        command.addAll(List.of("--lib", System.getProperty("java.home")));
        command.addAll(List.of("--pg-conf", rules.toString()));
        command.addAll(List.of("--pg-conf", work.resolve("rules.pro").toString()));
        command.addAll(List.of("--pg-map-output", work.resolve("mapping.txt").toString()));
        command.addAll(List.of("--output", dex.toString()));
        for (Path aar : list(work.resolve("unpacked"))) {
            if (Files.exists(aar.resolve("proguard.txt"))) {
                command.addAll(List.of("--pg-conf", aar.resolve("proguard.txt").toString()));
            }
            if (Files.exists(aar.resolve("classes.jar")))
                command.add(aar.resolve("classes.jar").toString());
            for (Path jar : list(aar.resolve("libs"))) command.add(jar.toString());
        }
        command.addAll(List.of(jars));
        run(command.toArray(String[]::new));
        return dex;
    }

    private Path pack(Path dex) throws IOException {
        Path packed = work.resolve("packed.apk");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(packed))) {
            try (ZipFile base = new ZipFile(work.resolve("base.apk").toFile())) {
                for (ZipEntry entry : base.stream().toList()) {
                    put(out, entry.getName(), base.getInputStream(entry).readAllBytes(), entry.getMethod());
                }
            }
            try (ZipFile classes = new ZipFile(dex.toFile())) {
                for (ZipEntry entry : classes.stream().toList()) {
                    // The services that libraries look for at run time, and no other file of a jar.
                    boolean wanted = entry.getName().endsWith(".dex")
                            || entry.getName().startsWith("META-INF/services/") && !entry.isDirectory();
                    if (wanted)
                        put(out, entry.getName(), classes.getInputStream(entry).readAllBytes(), ZipEntry.DEFLATED);
                }
            }
            for (Path aar : list(work.resolve("unpacked"))) {
                for (Path abi : list(aar.resolve("jni"))) {
                    for (Path library : list(abi)) {
                        String name = "lib/" + abi.getFileName() + "/" + library.getFileName();
                        put(out, name, Files.readAllBytes(library), ZipEntry.DEFLATED);
                    }
                }
            }
        }
        return packed;
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(NO_TIME);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 sum = new CRC32();
            sum.update(bytes);
            entry.setSize(bytes.length);
            entry.setCrc(sum.getValue());
        }
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    private void sign(Path packed) throws IOException, InterruptedException {
        Path aligned = work.resolve("aligned.apk");
        run("zipalign", "-f", "-p", "4", packed.toString(), aligned.toString());
        Path key = work.resolve("debug.p12");
        if (!Files.exists(key)) {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            run((keytool + " -genkeypair -keystore " + key
                            + " -storetype PKCS12 -storepass android -alias debug -keyalg RSA"
                            + " -keysize 2048 -validity 10000 -dname CN=Debug")
                    .split(" "));
        }
        run(("apksigner sign --ks " + key + " --ks-pass pass:android --min-sdk-version 24 --out " + apk + " " + aligned)
                .split(" "));
    }

    private void verify(Path dex) throws IOException, InterruptedException {
        run("apksigner", "verify", "--min-sdk-version", "24", apk.toString());
        String badging = run("aapt2", "dump", "badging", apk.toString());
        for (String needed : List.of(
                PACKAGE, "sdkVersion:'24'", "targetSdkVersion:'34'", "launchable-activity: name='dev.confab.sample.")) {
            if (!badging.contains(needed)) throw new IOException("The APK does not say " + needed + ":\n" + badging);
        }
        for (String line :
                badging.lines().filter(it -> it.startsWith("uses-permission")).toList()) {
            if (PERMISSIONS.stream().noneMatch(line::contains)) {
                throw new IOException("The APK wants a permission that nobody decided on: " + line);
            }
        }
        long dexBytes = 0;
        int methods = 0;
        try (ZipFile classes = new ZipFile(dex.toFile())) {
            for (ZipEntry entry :
                    classes.stream().filter(e -> e.getName().endsWith(".dex")).toList()) {
                byte[] bytes = classes.getInputStream(entry).readAllBytes();
                dexBytes += bytes.length;
                // https://source.android.com/docs/core/runtime/dex-format#header-item, method_ids_size
                methods += ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0x58);
            }
        }
        long size = Files.size(apk);
        System.out.printf("%s: %,d bytes, dex %,d bytes, %,d methods%n", apk.getFileName(), size, dexBytes, methods);
        if (size > MAX_BYTES) throw new IOException("The APK has more than " + MAX_BYTES + " bytes.");
        if (methods > MAX_METHODS) throw new IOException("The APK has more than " + MAX_METHODS + " methods.");
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + " failed:\n" + output);
        return output;
    }
}
