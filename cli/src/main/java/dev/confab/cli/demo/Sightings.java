package dev.confab.cli.demo;

import dev.confab.transport.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the guest has seen of the other side; lets the script wait for it. */
final class Sightings {

    private final List<Message> answers = new ArrayList<>();
    private int typings;
    private int joined;

    synchronized void answered(Message message) {
        answers.add(message);
        notifyAll();
    }

    synchronized void typed() {
        typings++;
    }

    synchronized void joining() {
        joined++;
    }

    synchronized int joined() {
        return joined;
    }

    synchronized int typings() {
        return typings;
    }

    synchronized int answers() {
        return answers.size();
    }

    /**
     * Waits for an answer.
     *
     * @param count how many there must be in all
     * @return whether they came in time
     */
    synchronized boolean awaitAnswers(int count, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (answers.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
