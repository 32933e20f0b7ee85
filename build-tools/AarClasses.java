import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Unpacks the classes of AARs (their {@code classes.jar} and {@code libs/*.jar}) into one folder, so that Maven has a classpath of them.
 *
 * <p>Arguments: the folder with AARs, the folder for classes.
 */
public final class AarClasses {

    private AarClasses() {}

    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[1]);
        List<Path> aars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            aars = files.filter(file -> file.toString().endsWith(".aar"))
                    .sorted()
                    .toList();
        }
        for (Path aar : aars) {
            try (ZipFile zip = new ZipFile(aar.toFile())) {
                for (ZipEntry entry : zip.stream().filter(AarClasses::isJar).toList()) {
                    unpack(zip.getInputStream(entry), classes);
                }
            }
        }
    }

    private static boolean isJar(ZipEntry entry) {
        return entry.getName().equals("classes.jar") || entry.getName().matches("libs/[^/]+\\.jar");
    }

    private static void unpack(InputStream jar, Path classes) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(jar)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = classes.resolve(entry.getName()).normalize();
                if (entry.isDirectory() || entry.getName().equals("META-INF/MANIFEST.MF")) continue;
                if (!file.startsWith(classes.normalize()))
                    throw new IOException("An entry leaves its folder: " + entry);
                Files.createDirectories(file.getParent());
                Files.write(file, entries.readAllBytes());
            }
        }
    }
}
