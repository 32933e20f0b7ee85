package dev.confab.sample.shrunk;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link ShrunkChat} of the shrunk jar against a sandbox; the build calls it. */
public final class ShrunkProof {

    /** What a failed expectation of the tests is told with. */
    private static final List<String> JUNIT = List.of("junit-jupiter-api-", "junit-platform-commons-", "opentest4j-");

    private ShrunkProof() {}

    /**
     * Ends the process with 0 when the chats went well.
     *
     * @param arguments the shrunk jar
     * @throws Exception what went wrong
     */
    public static void main(String[] arguments) throws Exception {
        File jar = new File(arguments[0]);
        String folder = Files.createTempDirectory(
                        jar.getAbsoluteFile().getParentFile().toPath(), "shrunk")
                .toString();
        try (Sandbox sandbox = Sandbox.start(
                        SandboxOptions.builder().scenario(Scenario.ECHO).build());
                URLClassLoader shrunk = new URLClassLoader(classes(jar), ClassLoader.getPlatformClassLoader())) {
            Class<?> chat = shrunk.loadClass(ShrunkChat.class.getName());
            chat.getMethod("main", String[].class).invoke(null, (Object) new String[] {sandbox.url(), folder});
        }
        System.out.println("OK: the shrunk classes held their chats, over both engines and with each back end.");
        System.exit(0);
    }

    private static URL[] classes(File shrunk) throws MalformedURLException {
        List<URL> urls = new ArrayList<>(List.of(shrunk.toURI().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            File file = new File(entry);
            if (JUNIT.stream().anyMatch(file.getName()::startsWith))
                urls.add(file.toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
