package dev.confab.sandbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers, bounds and ranges of a log. */
class BoundedLogTest {

    @Test
    void numbers_count_from_one_and_ranges_begin_after_a_number() {
        BoundedLog<String> log = new BoundedLog<>(1000, 1000, entry -> 1);
        for (int i = 0; i < 100; i++) {
            log.append(seq -> "e" + seq);
        }
        assertEquals("e1", log.after(0, 1).get(0));
        assertEquals(List.of("e99", "e100"), log.after(98, 10));
        assertEquals(List.of("e51", "e52"), log.after(50, 2));
        assertEquals(List.of(), log.after(100, 10));
        assertEquals(List.of(), log.after(Long.MAX_VALUE - 1, 10));
        assertEquals(100, log.after(-5, 1000).size());
        assertEquals(0, log.discarded());
    }

    @Test
    void the_oldest_are_forgotten_above_the_number_of_entries() {
        BoundedLog<String> log = new BoundedLog<>(3, Long.MAX_VALUE, entry -> 1);
        for (int i = 0; i < 50; i++) {
            log.append(seq -> "e" + seq);
        }
        assertEquals(List.of("e48", "e49", "e50"), log.after(0, 100));
        assertEquals(List.of("e50"), log.after(49, 100));
        assertEquals(47, log.discarded());
        assertEquals(3, log.size());
        assertEquals(50, log.lastSeq());
    }

    @Test
    void the_oldest_are_forgotten_above_the_weight_but_the_newest_stays() {
        BoundedLog<String> log = new BoundedLog<>(100, 10, String::length);
        log.append(seq -> "1234");
        log.append(seq -> "5678");
        log.append(seq -> "abc");
        assertEquals(List.of("5678", "abc"), log.after(0, 100));
        log.append(seq -> "far too heavy for this log");
        assertEquals(1, log.size());
        log.append(seq -> "x");
        assertEquals(List.of("x"), log.after(0, 100));
    }

    @Test
    void a_log_keeps_at_least_one_entry() {
        assertThrows(IllegalArgumentException.class, () -> new BoundedLog<String>(0, 1, entry -> 1));
    }
}
