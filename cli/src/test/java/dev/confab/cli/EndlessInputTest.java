package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.Scenario;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndlessInputTest extends ChatTest {

    private static final int LINE_BYTES = 100;

    /** Lines without end, until it is switched off. */
    private static final class Lines extends InputStream {
        final AtomicLong read = new AtomicLong();
        volatile boolean ended;

        @Override
        public int read() {
            if (ended) {
                return -1;
            }
            return read.incrementAndGet() % LINE_BYTES == 0 ? '\n' : 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = 0;
            for (int next = 0; count < length && (next = read()) >= 0; count++) {
                bytes[offset + count] = (byte) next;
            }
            return count == 0 ? -1 : count;
        }
    }

    @Test
    void nobodyReadsMoreThanCanBeOnItsWay() {
        Sandbox sandbox = sandbox(unlimited(Scenario.SILENT).echoDelay(Duration.ofHours(1)));
        Lines input = new Lines();
        Cli chat = Cli.start(input, chat(sandbox, "--json", "--rate", "0", "--timeout", "1", "--linger", "0"));
        AtomicLong sample = new AtomicLong();
        AtomicLong beforeTheFirstFailure = new AtomicLong();
        chat.awaitOut("the first line to fail", out -> {
            boolean failed = out.contains("\"failed\"");
            if (!failed) {
                // The sample is older than the output, in which nothing has failed and made room for more.
                beforeTheFirstFailure.set(sample.get());
            }
            sample.set(input.read.get());
            return failed;
        });
        input.ended = true;

        assertEquals(ExitCode.UNPROVED, chat.exitCode());
        long lines = beforeTheFirstFailure.get() / LINE_BYTES;
        assertTrue(lines > 0, lines + " lines");
        assertTrue(lines <= 256 + 1 + 8192 / LINE_BYTES + 1, lines + " lines");
    }
}
