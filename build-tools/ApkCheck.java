import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What must be so of an APK: signature, manifest, permissions, size, and the services that libraries look for at run time.
 *
 * <p>Arguments: the APK, R8's {@code mapping.txt}, the jars of the application.
 */
public final class ApkCheck {

    private static final long MAX_BYTES = 6L << 20;
    private static final long MAX_DEX_BYTES = 4L << 20;
    private static final int MAX_METHODS = 60_000;

    private static final List<String> BADGES = List.of(
            "package: name='dev.confab.sample'",
            "sdkVersion:'24'",
            "targetSdkVersion:'34'",
            "launchable-activity: name='dev.confab.sample.");

    /** What the library needs, and what AndroidX guards its own receivers with. */
    private static final List<String> PERMISSIONS = List.of(
            "'android.permission.INTERNET'",
            "'android.permission.ACCESS_NETWORK_STATE'",
            "DYNAMIC_RECEIVER_NOT_EXPORTED");

    private static final String SERVICES = "META-INF/services/";
    private static final Pattern RENAMED = Pattern.compile("(\\S+) -> (\\S+):");

    private final String apk;
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> defined = new HashSet<>();
    private long dexBytes;
    private int methods;

    private ApkCheck(String apk) {
        this.apk = apk;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ApkCheck check = new ApkCheck(arguments[0]);
        check.signatureAndManifest();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            Matcher renamed = RENAMED.matcher(line);
            if (renamed.matches()) check.names.put(renamed.group(1), renamed.group(2));
        }
        try (ZipFile zip = new ZipFile(arguments[0])) {
            check.classes(zip);
            check.size();
            check.services(zip, arguments[2].split(File.pathSeparator));
        }
    }

    private void signatureAndManifest() throws IOException, InterruptedException {
        run("apksigner", "verify", "--min-sdk-version", "24", apk);
        String badging = run("aapt2", "dump", "badging", apk);
        for (String needed : BADGES) {
            if (!badging.contains(needed)) throw new IOException("The APK does not say " + needed + ":\n" + badging);
        }
        for (String line :
                badging.lines().filter(it -> it.startsWith("uses-permission")).toList()) {
            if (PERMISSIONS.stream().noneMatch(line::contains)) {
                throw new IOException("The APK wants a permission that nobody decided on: " + line);
            }
        }
    }

    private void size() throws IOException {
        long size = Files.size(Path.of(apk));
        System.out.printf(
                "%s: %,d bytes of at most %,d; dex %,d of %,d; %,d methods of %,d%n",
                Path.of(apk).getFileName(), size, MAX_BYTES, dexBytes, MAX_DEX_BYTES, methods, MAX_METHODS);
        if (size > MAX_BYTES) throw new IOException("The APK has more than " + MAX_BYTES + " bytes.");
        if (dexBytes > MAX_DEX_BYTES)
            throw new IOException("The dex files have more than " + MAX_DEX_BYTES + " bytes.");
        if (methods > MAX_METHODS) throw new IOException("The APK has more than " + MAX_METHODS + " methods.");
    }

    /** Counts, and collects the classes that are there; https://source.android.com/docs/core/runtime/dex-format#header-item. */
    private void classes(ZipFile zip) throws IOException {
        for (ZipEntry entry :
                zip.stream().filter(e -> e.getName().endsWith(".dex")).toList()) {
            ByteBuffer dex =
                    ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            dexBytes += dex.limit();
            methods += dex.getInt(0x58);
            int strings = dex.getInt(0x3c);
            int types = dex.getInt(0x44);
            int classes = dex.getInt(0x64);
            for (int i = 0; i < dex.getInt(0x60); i++) {
                int type = dex.getInt(classes + 32 * i);
                String descriptor = string(dex, dex.getInt(strings + 4 * dex.getInt(types + 4 * type)));
                defined.add(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
            }
        }
    }

    /** Its length comes first, in 7 bits a byte; then the text, which ends with a 0. */
    private static String string(ByteBuffer dex, int at) {
        int begin = at;
        while (dex.get(begin) < 0) begin++;
        begin++;
        int end = begin;
        while (dex.get(end) != 0) end++;
        return new String(dex.array(), begin, end - begin, StandardCharsets.UTF_8);
    }

    /**
     * R8 answers most look-ups of services itself, and takes those away that nobody asks for. Where the interface of a service is left, its
     * file must be too, and all whom it names.
     */
    private void services(ZipFile zip, String[] jars) throws IOException {
        Set<String> offered = new TreeSet<>();
        for (String jar : jars) {
            try (ZipFile library = new ZipFile(jar)) {
                library.stream()
                        .filter(entry -> entry.getName().startsWith(SERVICES) && !entry.isDirectory())
                        .forEach(entry -> offered.add(entry.getName().substring(SERVICES.length())));
            }
        }
        Set<String> left = new TreeSet<>();
        for (String service : offered) {
            String now = names.getOrDefault(service, service);
            if (!defined.contains(now)) continue;
            left.add(service);
            if (zip.getEntry(SERVICES + now) == null) {
                throw new IOException("The APK has the service " + service + " (" + now + ") and not the file of it.");
            }
        }
        for (ZipEntry entry :
                zip.stream().filter(e -> e.getName().startsWith(SERVICES)).toList()) {
            String named = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    named.lines().map(it -> it.replaceFirst("#.*", "").trim()).toList()) {
                if (!line.isEmpty() && !defined.contains(line)) {
                    throw new IOException("The APK names a provider that it does not have: " + line + " in " + entry);
                }
            }
        }
        System.out.println("Services of the libraries: " + offered + "; looked for at run time: " + left + ".");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + " failed:\n" + output);
        return output;
    }
}
