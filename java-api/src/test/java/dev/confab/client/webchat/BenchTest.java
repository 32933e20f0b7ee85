package dev.confab.client.webchat;

import dev.confab.client.webchat.Bench.Wire;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

/** A test at benches, which are all put away after it. */
abstract class BenchTest {

    private final Deque<Bench> benches = new ArrayDeque<>();

    @AfterEach
    void close() {
        benches.forEach(Bench::close);
    }

    final Bench bench(Wire wire) {
        Bench bench = new Bench(wire);
        benches.push(bench);
        return bench;
    }
}
