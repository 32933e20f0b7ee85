package dev.confab.sandbox.amm;

import dev.confab.sandbox.loop.SandboxLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions for changes that wait until there are some: {@code GET conversations} with {@code Avaya-Request-Timeout} (AMM
 * notes B.5.2, B.11).
 */
final class LongPolls {

    static final String HEADER = "Avaya-Request-Timeout";
    static final int RECOMMENDED = 30;
    static final int MINIMUM = 5;
    static final int MAXIMUM = 120;

    private static final class Waiting {
        private final Account account;
        private final Runnable answer;

        Waiting(Account account, Runnable answer) {
            this.account = account;
            this.answer = answer;
        }
    }

    private final SandboxLoop loop;
    private final List<Waiting> waiting = new ArrayList<>();

    LongPolls(SandboxLoop loop) {
        this.loop = loop;
    }

    /** Reads the header; what is outside the bounds of the discovery document is brought inside. */
    static Duration patience(String header) {
        try {
            return Duration.ofSeconds(Math.max(MINIMUM, Math.min(MAXIMUM, Integer.parseInt(header.strip()))));
        } catch (NumberFormatException e) {
            throw Refusal.malformed(HEADER + " must be a number of seconds, not " + header);
        }
    }

    /**
     * Answers later.
     *
     * @param answer is called once: after a change, or when patience is over
     */
    void hold(Account account, Instant until, Runnable answer) {
        Waiting one = new Waiting(account, answer);
        waiting.add(one);
        loop.at(until, () -> finish(one));
    }

    /** Something changed for a user. What belongs together happens at once, so the answer waits for the end of it. */
    void changed(Account account) {
        for (Waiting one : List.copyOf(waiting)) {
            if (one.account == account) {
                loop.after(Duration.ZERO, () -> finish(one));
            }
        }
    }

    int count() {
        return waiting.size();
    }

    private void finish(Waiting one) {
        if (waiting.remove(one)) {
            one.answer.run();
        }
    }
}
