package dev.confab.sandbox.gms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A chat with the CometD project's own JavaScript client (Engage chat protocol notes §2.6), in a Node process. Needs Node 20
 * or newer, npm and, the first time, the npm registry; without them it is skipped, and says why.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CometdLibraryTest {

    private static final Path SOURCE = Path.of("src/test/js/cometd");
    private static final Path FOLDER = Path.of("target/js/cometd");
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private record Outcome(int code, String output) {}

    @BeforeAll
    static void install() throws Exception {
        Outcome node = run(20, Path.of("."), "node", "--version");
        Matcher version = Pattern.compile("v(\\d+)\\.").matcher(node.output());
        assumeTrue(
                node.code() == 0 && version.find() && Integer.parseInt(version.group(1)) >= 20,
                "SKIPPED: Node 20 or newer is needed on the PATH; found: " + node.output());
        String npm = WINDOWS ? "npm.cmd" : "npm";
        Outcome found = run(20, Path.of("."), npm, "--version");
        assumeTrue(found.code() == 0, "SKIPPED: npm is needed on the PATH; found: " + found.output());
        Files.createDirectories(FOLDER);
        boolean changed = false;
        for (String name : List.of("package.json", "package-lock.json", "chat.mjs")) {
            Path target = FOLDER.resolve(name);
            if (!Files.exists(target) || Files.mismatch(SOURCE.resolve(name), target) >= 0) {
                Files.copy(SOURCE.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
                changed |= !name.equals("chat.mjs");
            }
        }
        if (changed || !Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
            Outcome installed =
                    run(150, FOLDER, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1");
            boolean offline = installed.code() != 0
                    && Pattern.compile(
                                    "network|ENOTFOUND|EAI_AGAIN|E(CONN|HOST|NET)\\w*|ERR_SOCKET_TIMEOUT|ETIMEDOUT|ENOTCACHED|CERT|E40[137]|E5\\d\\d|took"
                                            + " too long long")
                            .matcher(installed.output())
                            .find();
            assumeTrue(!offline, "SKIPPED: the npm registry cannot be reached: " + installed.output());
            assertEquals(0, installed.code(), installed.output());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"long-polling", "websocket"})
    void the_client_of_the_cometd_project_holds_a_chat(String type) throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            Outcome chat = run(60, FOLDER, "node", "chat.mjs", sandbox.url(), type);
            assertEquals(0, chat.code(), chat.output());
            assertTrue(chat.output().contains("HELD " + type), chat.output());
            assertEquals(
                    List.of("Grüß Gott", "burst 0", "burst 1", "burst 2", "burst 3", "burst 4", "from the second"),
                    sandbox.messages().stream().map(StoredMessage::text).toList());
        }
    }

    /** Runs a program to its end; what cannot be run or takes too long has a code that is not 0. */
    private static Outcome run(int seconds, Path folder, String... command) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path output = Files.createTempFile(FOLDER, "run-", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            Files.deleteIfExists(output);
            return new Outcome(-1, "none (" + e.getMessage() + ")");
        }
        try {
            boolean done = process.waitFor(seconds, TimeUnit.SECONDS);
            String text = Files.readString(output);
            return done ? new Outcome(process.exitValue(), text) : new Outcome(-1, text + " (took too long)");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor(5, TimeUnit.SECONDS);
            Files.deleteIfExists(output);
        }
    }
}
