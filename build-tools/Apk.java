import com.android.tools.r8.CompilationFailedException;
import com.android.tools.r8.Diagnostic;
import com.android.tools.r8.DiagnosticsHandler;
import com.android.tools.r8.R8;
import com.android.tools.r8.R8Command;
import com.android.tools.r8.origin.Origin;
import java.io.File;
import java.io.IOException;
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
 * The second half of an APK: shrinks and translates the classes with R8 in full mode, packs, aligns and signs. Runs with R8 on its classpath.
 *
 * <p>Arguments: the folder for work that {@code ApkResources} filled, the jar of Android, the jars of the application, its rules, the APK to
 * write. And where the proof of the shrunk library is wanted: its jars, its rules, and the jar to write; made here so that the JVM of R8 is
 * warm already.
 *
 * <p>Leaves in the folder for work: {@code dex.zip} and {@code mapping.txt} of R8.
 */
public final class Apk {

    private static final long NO_TIME = 1_767_225_600_000L;

    private final Path work;
    private final String android;
    private final String[] jars;
    private final Path rules;
    private final Path apk;

    private Apk(String[] arguments) {
        work = Path.of(arguments[0]);
        android = arguments[1];
        jars = arguments[2].split(File.pathSeparator);
        rules = Path.of(arguments[3]);
        apk = Path.of(arguments[4]);
    }

    public static void main(String[] arguments) throws Exception {
        Apk apk = new Apk(arguments);
        Path dex = apk.shrink();
        apk.sign(apk.pack(dex));
        if (arguments.length > 5) apk.shrinkForThisJvm(arguments[5], arguments[6], arguments[7]);
    }

    private Path shrink() throws IOException, CompilationFailedException {
        Path dex = work.resolve("dex.zip");
        List<String> command = new ArrayList<>(List.of("--release", "--min-api", "24"));
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
        shrink(command);
        return dex;
    }

    /** Classes of the library, as files of classes: what is left of them can be run, and checked against a platform. */
    private void shrinkForThisJvm(String libraries, String itsRules, String shrunk) throws CompilationFailedException {
        List<String> command = new ArrayList<>(List.of("--release", "--classfile"));
        command.addAll(List.of("--pg-conf", itsRules, "--output", shrunk));
        command.addAll(List.of(libraries.split(File.pathSeparator)));
        shrink(command);
    }

    private void shrink(List<String> command) throws CompilationFailedException {
        // The jar of Android has no java.*.
        command.addAll(List.of("--lib", android, "--lib", System.getProperty("java.home")));
        R8.run(R8Command.parse(command.toArray(String[]::new), Origin.root(), new Diagnostics())
                .build());
    }

    /** Without rules that match nothing, and files that two jars have. */
    private static final class Diagnostics implements DiagnosticsHandler {
        @Override
        public void info(Diagnostic info) {}

        @Override
        public void warning(Diagnostic warning) {
            if (!warning.getDiagnosticMessage().endsWith("already exists.")) DiagnosticsHandler.super.warning(warning);
        }
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

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + " failed:\n" + output);
    }
}
