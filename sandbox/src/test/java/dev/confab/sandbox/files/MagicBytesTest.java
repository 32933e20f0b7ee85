package dev.confab.sandbox.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagicBytesTest {

    @ParameterizedTest
    @CsvSource({
        "image/png, 89504e470d0a1a0a0000",
        "image/jpeg, ffd8ffe000",
        "image/gif, 474946383961",
        "image/webp, 524946460000000057454250",
        "application/pdf, 255044462d312e37",
        "application/zip, 504b0304",
        "video/mp4, 0000001866747970",
        "audio/mpeg, 494433",
        "text/plain, 00",
        "application/x-own, 00"
    })
    void a_file_begins_as_its_type_does(String type, String head) {
        assertTrue(MagicBytes.fit(type, HexFormat.of().parseHex(head)));
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, ffd8ffe000",
        "image/png, 89504e",
        "image/webp, 57454250",
        "application/pdf, 504b0304",
        "video/mp4, 66747970"
    })
    void a_file_that_begins_otherwise_is_not_of_its_type(String type, String head) {
        assertFalse(MagicBytes.fit(type, HexFormat.of().parseHex(head)));
    }

    @Test
    void a_fingerprint_does_not_depend_on_the_pieces() {
        byte[] all = "The quick brown fox jumps over the lazy dog, twice.".getBytes(StandardCharsets.UTF_8);
        Fingerprint pieces = new Fingerprint();
        for (byte one : all) {
            pieces.add(new byte[] {one});
        }
        Fingerprint whole = Fingerprint.of(all);
        assertEquals(whole.sha256(), pieces.sha256());
        assertEquals(all.length, pieces.size());
        assertEquals("The quick brown fox jumps over t", new String(pieces.head(), StandardCharsets.UTF_8));
        assertEquals(
                new String(whole.head(), StandardCharsets.UTF_8), new String(pieces.head(), StandardCharsets.UTF_8));
        // What sha256sum says of "abc".
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Fingerprint.of("abc".getBytes(StandardCharsets.UTF_8)).sha256());
    }
}
