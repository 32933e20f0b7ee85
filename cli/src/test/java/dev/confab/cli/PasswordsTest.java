package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {

    private static final Map<String, String> SET = Map.of(Passwords.VARIABLE, "of the environment");

    @TempDir
    private Path folder = Path.of("");

    private final InputStream in = Cli.bytes("typed änd piped\r\nhello\n");
    private final List<String> questions = new ArrayList<>();

    private Passwords passwords(@Nullable Path file, Map<String, String> environment) {
        return new Passwords(
                file,
                in,
                environment,
                question -> {
                    questions.add(question);
                    return "at the terminal";
                },
                IllegalStateException::new);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("password"), content);
    }

    @Test
    void theFirstLineOfTheFileWins() throws IOException {
        assertEquals(
                "of the file ", passwords(file("of the file \nwhatever"), SET).given());
        assertEquals("of the file", passwords(file("of the file\r\n"), SET).given());
        assertTrue(questions.isEmpty());
    }

    @Test
    void theRestOfTheStandardInputIsLeft() throws IOException {
        assertEquals("typed änd piped", passwords(Path.of("-"), SET).given());
        assertEquals("hello\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void thenComesTheEnvironmentAndThenThePerson() {
        assertEquals("of the environment", passwords(null, SET).given());
        Passwords none = passwords(null, Map.of(Passwords.VARIABLE, ""));
        assertNull(none.given());
        assertEquals("at the terminal", none.typed("Password of alice: "));
        assertEquals(List.of("Password of alice: "), questions);
    }

    @Test
    void aFileThatHoldsNoneIsNamedAsSuch() throws IOException {
        Path absent = folder.resolve("absent");
        assertTrue(refusal(passwords(absent, SET)).contains("absent"));
        assertTrue(refusal(passwords(file("\nsecond"), SET)).contains("empty"));
        String secret = "s".repeat(5_000);
        String refusal = refusal(passwords(file(secret), SET));
        assertTrue(refusal.contains("4096") && !refusal.contains("sss"), refusal);
    }

    private static String refusal(Passwords passwords) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, passwords::given).getMessage());
    }
}
