package dev.confab.sample.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sample.service.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pictures are fetched, and how small they become. */
class ImageRuleTest {

    private static final Address SANDBOX = Address.parse("http://127.0.0.1:8088", true);
    private static final Address CLOUD = Address.parse("mypurecloud.de", true);

    @Test
    void encryptedPicturesAndThoseOfTheSandbox() {
        assertTrue(ImageRule.allows("https://cdn.example.org/a.png", CLOUD));
        assertTrue(ImageRule.allows("https://cdn.example.org/a.png", SANDBOX));
        assertTrue(ImageRule.allows("http://127.0.0.1:8088/a.png", SANDBOX));
        assertFalse(ImageRule.allows("http://127.0.0.1:8088/a.png", CLOUD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cdn.example.org/a.png",
                "http://127.0.0.1:9/a.png",
                "http://127.0.0.1:8088@evil.example/a.png",
                "https://user@cdn.example.org/a.png",
                "file:///data/a.png",
                "content://media/1",
                "data:image/png;base64,AA",
                "https:///a.png",
                "a b"
            })
    void nothingElse(String address) {
        assertFalse(ImageRule.allows(address, SANDBOX));
    }

    @Test
    void aPictureIsDecodedNoLargerThanNeeded() {
        assertEquals(1, Sampling.size(100, 100, 100, 100, 1_000_000));
        assertEquals(1, Sampling.size(199, 199, 100, 100, 1_000_000));
        assertEquals(2, Sampling.size(200, 200, 100, 100, 1_000_000));
        assertEquals(8, Sampling.size(8000, 6000, 800, 600, 1_000_000));
    }

    @Test
    void aPictureThatIsAllWidthDoesNotFillTheMemory() {
        int size = Sampling.size(100_000, 400, 400, 400, 1_000_000);
        assertTrue((100_000L / size) * (400 / size) <= 1_000_000);
    }
}
