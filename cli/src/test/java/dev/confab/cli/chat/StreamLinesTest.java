package dev.confab.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamLinesTest {

    @Test
    void endsOfLines() throws IOException {
        assertEquals(List.of("one", "two", "", "three"), texts("one\ntwo\r\n\nthree"));
        assertEquals(List.of("one"), texts("one\n"));
        assertEquals(List.of("", ""), texts("\n\n"));
        assertEquals(List.of(), texts(""));
        assertEquals(List.of("a\rb"), texts("a\rb\r\n"));
    }

    @Test
    void everyScript() throws IOException {
        assertEquals(List.of("grüße", "你好", "👋🏽"), texts("grüße\n你好\n👋🏽\n"));
    }

    @Test
    void aMarkOfTheEncodingIsNoText() throws IOException {
        assertEquals(List.of("hello", "\uFEFFinside"), texts("\uFEFFhello\n\uFEFFinside\n"));
    }

    @Test
    void whatIsNoTextSaysSoAndIsNotLost() throws IOException {
        List<Line> lines = lines(new byte[] {'a', '\n', 'b', (byte) 0xFF, '\n', (byte) 0xC3, '\n', 'c', '\n'});
        assertEquals(
                List.of("a", "b\uFFFD", "\uFFFD", "c"),
                lines.stream().map(Line::text).toList());
        assertEquals(
                "Line 2 is not UTF-8 text, and only text can be sent.",
                lines.get(1).problem());
        assertEquals(
                "Line 3 is not UTF-8 text, and only text can be sent.",
                lines.get(2).problem());
    }

    @Test
    void aLineWithoutEndTakesBoundedMemory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("é".repeat(5_000_000).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("\nnext".getBytes(StandardCharsets.UTF_8));
        List<Line> lines = lines(bytes.toByteArray());
        assertEquals(2, lines.size());
        assertEquals("é".repeat(80) + "…", lines.get(0).text());
        assertTrue(String.valueOf(lines.get(0).problem()).contains("10000000 bytes"), lines.toString());
        assertEquals("next", lines.get(1).text());
    }

    private static List<String> texts(String input) throws IOException {
        List<Line> lines = lines(input.getBytes(StandardCharsets.UTF_8));
        lines.forEach(line -> assertEquals(null, line.problem()));
        return lines.stream().map(Line::text).toList();
    }

    private static List<Line> lines(byte[] input) throws IOException {
        StreamLines source = new StreamLines(new ByteArrayInputStream(input));
        List<Line> lines = new ArrayList<>();
        for (Line line = source.next(); line != null; line = source.next()) {
            lines.add(line);
        }
        return lines;
    }
}
