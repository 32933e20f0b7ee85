package dev.confab.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The sample teaches: its files are short, and its build for Android Studio says what Maven's says. */
class SourcesTest {

    private static final int LONGEST = 200;
    private static final Pattern GRADLE_LIBRARY = Pattern.compile("\"([\\w.]+):([\\w.-]+):(\\d[^\"@]*)");

    @Test
    void noFileIsLongerThanALesson() throws IOException {
        Map<String, Integer> tooLong = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > LONGEST) {
                    tooLong.put(file.toString(), lines);
                }
            }
        }
        assertEquals(Map.of(), tooLong);
    }

    @Test
    void gradleCompilesForTheJavaOfMaven() throws IOException {
        String release = find(
                "<maven\\.compiler\\.release>(\\d+)</maven\\.compiler\\.release>",
                Files.readString(Path.of("pom.xml")));
        String gradle = Files.readString(Path.of("build.gradle.kts"));
        assertEquals(release, find("sourceCompatibility = JavaVersion\\.VERSION_(\\d+)", gradle));
        assertEquals(release, find("targetCompatibility = JavaVersion\\.VERSION_(\\d+)", gradle));
    }

    @Test
    void gradleCompilesAgainstWhatItsLibrariesNeed() throws IOException {
        assertEquals(
                "true", find("(?m)^android\\.useAndroidX=(\\w+)$", Files.readString(Path.of("gradle.properties"))));
        int compiled = Integer.parseInt(find("compileSdk = (\\d+)", Files.readString(Path.of("build.gradle.kts"))));
        Path aars = Path.of("target", "android", "aars");
        if (!Files.isDirectory(aars)) {
            return; // made where there are the tools for an APK
        }
        int asked = 0;
        try (Stream<Path> files = Files.list(aars)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".aar")).toList()) {
                int needed = minCompileSdk(file);
                assertTrue(needed <= compiled, () -> file.getFileName() + " needs compileSdk " + needed);
                asked = Math.max(asked, needed);
            }
        }
        assertTrue(asked > 1, "some library says what it needs");
    }

    /** As a library tells it in its AAR; 1 where it tells nothing. */
    private static int minCompileSdk(Path aar) throws IOException {
        try (ZipFile zip = new ZipFile(aar.toFile())) {
            ZipEntry told = zip.getEntry("META-INF/com/android/build/gradle/aar-metadata.properties");
            if (told == null) {
                return 1;
            }
            Properties facts = new Properties();
            try (InputStream in = zip.getInputStream(told)) {
                facts.load(in);
            }
            return Integer.parseInt(facts.getProperty("minCompileSdk", "1"));
        }
    }

    @Test
    void gradleTakesTheVersionsOfMaven() throws IOException {
        String root = Files.readString(Path.of("..", "pom.xml"));
        String libraries = Files.readString(Path.of("..", "android-libraries", "pom.xml"));
        Matcher named = GRADLE_LIBRARY.matcher(Files.readString(Path.of("build.gradle.kts")));
        int compared = 0;
        while (named.find()) {
            if (named.group(3).endsWith("SNAPSHOT")) {
                assertEquals(find("<version>([^<]*-SNAPSHOT)</version>", root), named.group(3));
            } else {
                assertEquals(
                        version(named.group(1), named.group(2), libraries + root, root),
                        named.group(3),
                        named.group(2));
            }
            compared++;
        }
        assertTrue(compared >= 7, compared + " libraries");
    }

    /** That of a dependency: a property of the root. */
    private static String version(String group, String artifact, String poms, String root) {
        String dependency = "<groupId>" + Pattern.quote(group) + "</groupId>\\s*<artifactId>" + Pattern.quote(artifact)
                + "</artifactId>\\s*<version>\\$\\{([^}]*)}</version>";
        return find("<" + Pattern.quote(find(dependency, poms)) + ">([^<]*)<", root);
    }

    private static String find(String pattern, String text) {
        List<String> found = Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
        assertTrue(!found.isEmpty(), "nothing like " + pattern);
        return found.get(0);
    }
}
