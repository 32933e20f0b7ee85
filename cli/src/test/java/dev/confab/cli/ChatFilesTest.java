package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.webmessaging.AttachmentRules;
import dev.confab.sandbox.webmessaging.Deployment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatFilesTest extends ChatTest {

    @TempDir
    private Path folder;

    @Test
    void aFileGoesWithTheNextTextAndComesBack() throws Exception {
        Path note = Files.writeString(folder.resolve("my note.txt"), "a note\n".repeat(1_000));
        String[] args = chat(sandbox(Scenario.CONCIERGE), "--json", "--rate", "0", "--token", "guest-with-files");
        Cli up = Cli.run(List.of("/attach " + note, "see here"), args);
        assertEquals(ExitCode.OK, up.exitCode(), up.out() + up.err());
        JsonNode attached = up.events("attached").get(0);
        assertEquals("my note.txt", attached.get("name").asText());
        assertEquals(7_000, attached.get("bytes").asInt());
        assertEquals(List.of("see here"), up.texts("sent"));
        assertEquals("file", up.events("sent").get(0).at("/parts/1/type").asText());
        assertTrue(
                up.texts("message").stream().anyMatch(text -> text.contains("I received my note.txt, 7000 bytes")),
                up.out());

        Path back = folder.resolve("back.txt");
        String id = up.events("sent").get(0).at("/parts/1/id").asText();
        Cli down = Cli.run(List.of("/history", "/download " + id + " " + back), args);
        assertEquals(ExitCode.OK, down.exitCode(), down.out() + down.err());
        assertEquals(7_000, down.events("downloaded").get(0).get("bytes").asInt());
        assertArrayEquals(Files.readAllBytes(note), Files.readAllBytes(back));
    }

    @Test
    void filesGoAloneWithSend() throws Exception {
        Path one = Files.writeString(folder.resolve("one.txt"), "one");
        Path two = Files.writeString(folder.resolve("two.txt"), "two");
        Sandbox sandbox = sandbox(Scenario.SILENT);
        Cli chat = Cli.run(List.of("/send", "/attach " + one, "/attach " + two, "/send", "after"), quick(sandbox));
        assertEquals(ExitCode.UNPROVED, chat.exitCode(), "the first /send had nothing to send");
        assertEquals(List.of("/send"), chat.texts("failed"));
        assertEquals(List.of("", "after"), chat.texts("sent"));
        assertEquals(2, chat.events("sent").get(0).get("parts").size(), chat.out());
        assertFalse(chat.events("sent").get(1).has("parts"), chat.out());
    }

    @Test
    void aFileThatNoMessageCarriedIsTold() throws Exception {
        Path one = Files.writeString(folder.resolve("one.txt"), "one");
        Cli chat = Cli.run(List.of("/attach " + one), quick(sandbox(Scenario.SILENT)));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(List.of("/attach one.txt"), chat.texts("failed"));
    }

    @Test
    void whatCannotBeAttachedOrFetchedIsToldAndTheRunGoesOn() throws Exception {
        Path big = Files.write(folder.resolve("big.txt"), "x".repeat(3_000).getBytes(StandardCharsets.UTF_8));
        Sandbox sandbox = sandbox(unlimited(Scenario.SILENT)
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .attachments(AttachmentRules.standard().upTo(2))
                        .build()));
        List<String> lines = List.of(
                "/attach " + folder.resolve("missing.txt"),
                "/attach " + big,
                "/download no-such-file " + folder.resolve("x"),
                "/download id",
                "/download id " + folder,
                "after");
        Cli chat = Cli.run(lines, quick(sandbox));
        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        assertEquals(lines.subList(0, 5), chat.texts("failed"));
        assertEquals(List.of("after"), stored(sandbox));
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void aLargeFileGoesThrough() throws Exception {
        Path large = folder.resolve("large.bin");
        byte[] block = new byte[1 << 20];
        new Random(7).nextBytes(block);
        try (var out = Files.newOutputStream(large)) {
            for (int i = 0; i < 24; i++) {
                out.write(block);
            }
        }
        Sandbox sandbox = sandbox(unlimited(Scenario.SILENT)
                .deployment(Deployment.builder(Deployment.DEFAULT_ID)
                        .attachments(AttachmentRules.standard().upTo(32 * 1024))
                        .build()));
        Cli up = Cli.run(List.of("/attach " + large, "/send"), quick(sandbox, "--token", "guest-with-files"));
        assertEquals(ExitCode.OK, up.exitCode(), up.out() + up.err());
        String id = up.events("attached").get(0).get("id").asText();
        Path back = folder.resolve("back.bin");
        Cli down = Cli.run(List.of("/download " + id + " " + back), quick(sandbox, "--token", "guest-with-files"));
        assertEquals(ExitCode.OK, down.exitCode(), down.out() + down.err());
        assertEquals(-1, Files.mismatch(large, back));
    }

    private static String[] quick(Sandbox sandbox, String... more) {
        return Stream.concat(Stream.of(chat(sandbox, "--json", "--rate", "0", "--linger", "0")), Stream.of(more))
                .toArray(String[]::new);
    }
}
