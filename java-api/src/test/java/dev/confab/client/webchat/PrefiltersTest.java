package dev.confab.client.webchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write as a filter must not stall a session. */
@Timeout(240)
class PrefiltersTest {

    private final Prefilters filters = new Prefilters();

    private void add(Pattern pattern) {
        filters.add(List.of(Prefilters.text(pattern)));
    }

    /** Each takes a backtracking matcher longer than the universe has existed. */
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a*)*b", "(x+x+)+y", "(.*a){20}$", "((a?)?){500}"})
    void a_hostile_expression_takes_no_time(String hostile) {
        add(Pattern.compile(hostile));
        filters.hides("a".repeat(30_000) + "!");
        filters.hides("x".repeat(30_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(((a?){30}){30}){30}",
                "(?=a)b",
                "(a)\\1",
                "(?<!x)y",
                "a{2000000000}",
                "(a|b|ab){999}x",
                "([a-z][0-9][a-z][0-9][a-z][0-9]){1000}"
            })
    void what_cannot_be_bounded_is_refused(String unusable) {
        assertThrows(IllegalArgumentException.class, () -> add(Pattern.compile(unusable)));
    }

    /** Each is cheap, and a message is looked at by all of them. */
    @Test
    void all_filters_together_are_bounded() {
        add(Pattern.compile("(?:a?){700}b"));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> IntStream.range(0, 50)
                .forEach(i -> add(Pattern.compile("(?:" + (char) ('a' + i % 26) + "?){7" + i + "}"))));
        assertTrue(String.valueOf(refused.getMessage()).contains("together"), refused.getMessage());
        filters.hides("a".repeat(30_000));
        assertTrue(filters.hides("b"));
    }

    @Test
    void an_expression_is_found_anywhere_with_its_flags() {
        add(Pattern.compile("\\bPIN \\d{4}\\b", Pattern.CASE_INSENSITIVE));
        add(Pattern.compile("a.c", Pattern.LITERAL));
        assertTrue(filters.hides("my pin 1234, thanks"));
        assertTrue(filters.hides("xa.cx"));
        assertFalse(filters.hides("abc"));
        assertFalse(filters.hides("pin 12345"));
    }

    @Test
    void filters_are_bounded_in_number() {
        IntStream.range(0, 50).forEach(i -> add(Pattern.compile("f" + i)));
        add(Pattern.compile("f1"));
        assertThrows(IllegalArgumentException.class, () -> add(Pattern.compile("one more")));
        assertEquals(50, filters.texts().size());
        assertThrows(IllegalArgumentException.class, () -> add(Pattern.compile("x".repeat(1_001))));
    }
}
