package dev.confab.sandbox.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of JSON. */
class BoundedJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}x", "{} {}", "nul", "[1,]", "{\"a\":01}", "NaN", "'a'", "// c\n1"})
    void what_is_not_exactly_one_value_is_refused(String text) {
        assertThrows(JsonProcessingException.class, () -> BoundedJson.parse(text));
        assertFalse(BoundedJson.isJson(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "\"x\"", "null", " {\"a\":[1.10,-2.50,true]} "})
    void one_value_is_accepted_and_kept_as_it_is(String text) throws JsonProcessingException {
        assertTrue(BoundedJson.isJson(text));
        assertEquals(text.strip(), BoundedJson.text(BoundedJson.parse(text)));
    }

    @Test
    void nesting_is_bounded() throws JsonProcessingException {
        int max = BoundedJson.MAX_NESTING;
        BoundedJson.parse("[".repeat(max) + "]".repeat(max));
        String deeper = "[".repeat(max + 1) + "]".repeat(max + 1);
        assertThrows(JsonProcessingException.class, () -> BoundedJson.parse(deeper));
        assertFalse(BoundedJson.isJson(deeper));
    }

    @Test
    void long_numbers_and_names_are_refused() {
        assertThrows(JsonProcessingException.class, () -> BoundedJson.parse("1".repeat(101)));
        assertThrows(JsonProcessingException.class, () -> BoundedJson.parse("{\"" + "n".repeat(5000) + "\":1}"));
    }

    @Test
    void strings_are_quoted() {
        StringBuilder target = new StringBuilder();
        BoundedJson.quote(target, "a\"\\\n\u0001ü");
        assertEquals("\"a\\\"\\\\\\n\\u0001ü\"", target.toString());
    }
}
