package dev.confab.sample.shrunk;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;

/** Runs {@link ShrunkChat} of the shrunk jar against a sandbox; the build calls it. */
public final class ShrunkProof {

    private ShrunkProof() {}

    /**
     * Ends the process with 0 when the chat went well.
     *
     * @param arguments the shrunk jar
     * @throws Exception what went wrong
     */
    public static void main(String[] arguments) throws Exception {
        File jar = new File(arguments[0]);
        String folder = Files.createTempDirectory(
                        jar.getAbsoluteFile().getParentFile().toPath(), "shrunk")
                .toString();
        URL[] classes = {jar.toURI().toURL()};
        try (Sandbox sandbox = Sandbox.start(
                        SandboxOptions.builder().scenario(Scenario.ECHO).build());
                URLClassLoader shrunk = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> chat = shrunk.loadClass(ShrunkChat.class.getName());
            chat.getMethod("main", String[].class).invoke(null, (Object) new String[] {sandbox.url(), folder});
        }
        System.out.println("OK: the shrunk classes held a chat.");
        System.exit(0);
    }
}
